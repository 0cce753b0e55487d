import { Temporal } from 'temporal-polyfill'
import { createParser } from 'eventsource-parser'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { manualClock } from '../../src-main/core/platform/clock'
import { PortalEvent, PortalStatus } from '../../src-main/core/portal/wire'
import { KnownClinic } from './known-clinic'
import { startPortal, type Portal } from './start-portal'

let portal: Portal
let clinic: KnownClinic
const clock = manualClock(Temporal.Instant.from('2026-12-01T08:00:00Z'))

beforeEach(async () => {
  clock.set(Temporal.Instant.from('2026-12-01T08:00:00Z'))
  portal = await startPortal({ clock })
  clinic = await KnownClinic.at(portal)
})
afterEach(async () => await portal.close())

const seconds = (count: number) => clock.set(clock.now().add({ seconds: count }))

describe('the token endpoint', () => {
  const refusal = async (assertion: string) => {
    const answer = await clinic.askToken(assertion)
    return [answer.status, (await answer.json()).error]
  }

  it('takes an assertion once', async () => {
    const assertion = await clinic.assertion()
    expect((await clinic.askToken(assertion)).status).toBe(200)
    expect(await refusal(assertion)).toEqual([401, 'invalid_client'])
  })

  it('refuses one that lives too long, is over, is for another or of another key', async () => {
    const refused = [401, 'invalid_client']
    expect(await refusal(await clinic.assertion({ lifeMs: 600_000 }))).toEqual(refused)
    expect(await refusal(await clinic.assertion({ lifeMs: -60_000 }))).toEqual(refused)
    expect(await refusal(await clinic.assertion({ audience: 'https://elsewhere.test/token' }))).toEqual(
      refused
    )
    const other = await startPortal({ clock })
    const stranger = await KnownClinic.at(other)
    expect(await refusal(await stranger.assertion({ audience: `${portal.url}/token` }))).toEqual(refused)
    await other.close()
  })

  it('ends its tokens', async () => {
    expect((await clinic.json('GET', '/clinic/status')).status).toBe(200)
    seconds(301)
    expect((await clinic.json('GET', '/clinic/status')).status).toBe(401)
    expect((await clinic.json('GET', '/fhir/Patient')).status).toBe(401)
  })
})

describe('the events', () => {
  async function listen(lastEventId?: string) {
    const heard: PortalEvent[] = []
    const answer = await clinic.ask('GET', '/clinic/events', undefined, {
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId })
    })
    const parser = createParser({
      onEvent: ({ id, event, data }) => heard.push(PortalEvent.parse({ id, event, data: JSON.parse(data) }))
    })
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    const reading = (async () => {
      for (let part = await reader.read(); !part.done; part = await reader.read()) parser.feed(part.value)
    })()
    return {
      heard,
      async end() {
        await reader.cancel()
        await reading
      }
    }
  }

  it('come at once, and after a break those that were missed and still matter', async () => {
    const stream = await listen()
    const first = portal.line.askCode('p1', 'login')
    await expect.poll(() => stream.heard.length).toBe(1)
    await stream.end()
    const second = portal.line.askCode('p2', 'login')
    portal.line.askRegistration('17858710227', undefined)
    portal.store.save({ resourceType: 'Patient' })
    const again = await listen(stream.heard[0]!.id)
    await expect.poll(() => again.heard.length).toBe(3)
    expect(again.heard.map(({ event }) => event)).toEqual(['code.requested', 'registration.asked', 'changed'])
    expect(again.heard[0]!.data).toMatchObject({ id: second.id, patient: 'Patient/p2' })
    expect(first.id).not.toBe(second.id)
    await again.end()
  })

  it('forget what was typed once it was checked, and a request that has expired', async () => {
    const request = portal.line.askCode('p1', 'login')
    portal.line.typeCode(request, '123456')
    const checked = { attempt: 1, outcome: 'wrong', triesLeft: 4 }
    const path = `/clinic/code-requests/${request.id}/checked`
    expect((await clinic.json('POST', path, checked)).status).toBe(204)
    expect((await clinic.json('POST', path, { attempt: 1, outcome: 'right' })).status).toBe(204)
    expect(request.checked.get(1)?.outcome).toBe('wrong')
    expect(portal.events.after(null).map(({ event }) => event)).toEqual(['code.requested'])
    seconds(601)
    expect(portal.events.after(null)).toEqual([])
  })

  it('name every type after an id that the portal does not know', async () => {
    const { body } = await clinic.json('GET', '/clinic/events?after=old-000000007&wait=0', undefined, {
      accept: 'application/json'
    })
    expect(body.events).toHaveLength(1)
    expect(body.events[0].data.types).toContain('Appointment')
  })

  it('answer a long poll as soon as there is one', async () => {
    const polled = clinic.json('GET', '/clinic/events?wait=20', undefined, { accept: 'application/json' })
    await expect.poll(() => portal.events.listeners).toBe(1)
    portal.store.save({ resourceType: 'Patient' })
    expect((await polled).body.events[0]).toMatchObject({ event: 'changed', data: { types: ['Patient'] } })
  })

  it('are told twice on demand', async () => {
    portal.events.timesTold = 2
    const stream = await listen()
    portal.line.askCode('p1', 'login')
    await expect.poll(() => stream.heard.length).toBe(2)
    expect(stream.heard[0]).toEqual(stream.heard[1])
    await stream.end()
  })
})

describe('what the clinic reports', () => {
  const report = async (id: string, state: string) =>
    (await clinic.json('POST', `/clinic/code-requests/${id}/state`, { state, at: '2026-12-01T08:00:00Z' }))
      .status

  it('moves a code forward and never back', async () => {
    const request = portal.line.askCode('p1', 'login')
    expect(await report(request.id, 'delivered')).toBe(204)
    expect(await report(request.id, 'sent')).toBe(204)
    expect(request.state).toBe('delivered')
    expect(await report('nobody', 'sent')).toBe(404)
    expect(await report(request.id, 'flown')).toBe(400)
  })

  it('answers a registration once', async () => {
    const { id } = portal.line.askRegistration('17858710227', undefined)
    const path = `/clinic/registrations/${id}/answer`
    expect((await clinic.json('POST', path, { reason: 'mobile-missing' })).status).toBe(204)
    expect((await clinic.json('POST', path, { allowed: true })).status).toBe(204)
    expect(portal.line.registration(id)?.answer).toEqual({ reason: 'mobile-missing' })
  })

  it('locks and unlocks an account', async () => {
    portal.line.recordLogin('p1', 'code')
    expect((await clinic.json('POST', '/clinic/accounts/p1/lock')).status).toBe(204)
    expect(portal.line.account('p1')?.state).toBe('locked')
    expect((await clinic.json('POST', '/clinic/accounts/p1/unlock')).status).toBe(204)
    expect(portal.line.account('p1')?.state).toBe('active')
    expect((await clinic.json('POST', '/clinic/accounts/nobody/lock')).status).toBe(404)
  })

  it('tells the epoch and its own time', async () => {
    portal.time.skewMs = 3_600_000
    await clinic.signIn()
    const { body, headers } = await clinic.json('GET', '/clinic/status')
    expect(PortalStatus.parse(body)).toMatchObject({
      epoch: portal.epoch(),
      time: '2026-12-01T09:00:00.000Z'
    })
    expect(headers.get('date')).toBe('Tue, 01 Dec 2026 09:00:00 GMT')
  })
})
