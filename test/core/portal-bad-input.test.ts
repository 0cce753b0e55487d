import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Task } from '@medplum/fhirtypes'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openSpoilt, pageOf, resourcesIn, type Spoilt } from './fixtures/connected'

const isPageOf =
  (type: string) =>
  ({ method, url }: { method: string; url: string }) =>
    method === 'GET' && url.includes(`/fhir/${type}?`)

function request({ person }: Pick<Spoilt, 'person'>, text: string): Task {
  return {
    resourceType: 'Task',
    ...{ status: 'requested', intent: 'order', description: text },
    code: { coding: [{ system: 'urn:skranke:request', code: 'message' }] },
    for: { reference: `Patient/${person.id}` },
    authoredOn: '2026-12-03T08:00:00Z'
  }
}

const told = ({ portal }: Spoilt, ...types: ['Task', ...'Patient'[]]) =>
  portal.events.say({ event: 'changed', data: { types } })

describe('what the portal sends', () => {
  it('is refused by itself where it breaks the format, named with whom it is about, and all else is taken in', async () => {
    const both = await openSpoilt()
    const { portal, later, settled, kari, draft, person, desk, spoiling, asideNow, notesNow } = both
    const good = { ...request(both, 'Ring meg'), id: 'good', meta: meta(1) }
    const spoilt = [
      { ...good, id: 'code', status: 'nonsense' },
      { ...good, id: 'number', intent: 42 },
      { ...good, id: 'list', description: ['a', 'b'] },
      { ...good, id: 'day', authoredOn: 'the day before yesterday' },
      { ...good, id: 'year', authoredOn: '99999-13-45T25:61:61Z' },
      { ...good, id: 'elsewhere', for: { reference: 'https://evil.example/fhir/Patient/1' } },
      { ...good, id: 'wrong-type', for: { reference: `Slot/${person.id}` } },
      { ...good, id: 'nul', description: 'a\u0000b' },
      { ...good, id: 'nobody', for: { reference: 'Patient/nowhere' } },
      { ...good, id: '../../../Patient/1' },
      { ...good, id: '' }
    ]
    spoiling.now = [{ fits: isPageOf('Task'), change: () => pageOf([...spoilt, good, good]) }]
    told(both, 'Task')
    await later(async () => expect(await notesNow()).toEqual(['Ring meg']))
    const aside = await asideNow()
    expect(aside.map(({ remoteId, reason }) => [remoteId, reason]).toSorted()).toEqual(
      [
        ...['code', 'number', 'list', 'day', 'year', 'elsewhere', 'wrong-type', 'nul'].map((id) => [
          id,
          'invalid'
        ]),
        ...['../../../Patient/1', ''].map((id) => [id === '' ? '?' : id, 'invalid']),
        ['nobody', 'patient-unknown']
      ].toSorted()
    )
    expect(aside.find(({ remoteId }) => remoteId === 'code')).toMatchObject({
      ...{ type: 'Task', patientId: kari, cause: 'refused', since: expect.stringMatching(/^2026-12-03T/) }
    })

    // It is mended there: then it is taken in, and no longer listed.
    spoiling.now = [
      { fits: isPageOf('Task'), change: () => pageOf([{ ...good, id: 'code', description: 'Nå riktig' }]) }
    ]
    told(both, 'Task')
    await later(async () => expect(await notesNow()).toEqual(['Nå riktig', 'Ring meg']))
    expect((await asideNow()).map(({ remoteId }) => remoteId)).not.toContain('code')

    // What has left the portal is listed until everything was gone through, and no longer.
    spoiling.now = []
    await settled()
    await both.manager.call('portal.compare', {})
    await later(async () => expect(await asideNow()).toEqual([]))

    // A patient who is broken there loses nothing here, and is put right by what the clinic next has to say.
    portal.store.save({ ...person, telecom: JSON.parse('"41234567"'), birthDate: 'soon' })
    await later(async () =>
      expect(await asideNow()).toContainEqual(
        expect.objectContaining({ type: 'Patient', remoteId: person.id, patientId: kari, reason: 'invalid' })
      )
    )
    const { version } = await desk.call('patients.open', { id: kari, reason: null })
    await desk.call('patients.update', { id: kari, version, draft: { ...draft, familyName: 'Lunde' } })
    await settled()
    expect(portal.store.get('Patient', person.id ?? '')).toMatchObject({
      ...{ birthDate: '1987-05-17', name: [{ family: 'Lunde' }], telecom: person.telecom }
    })
    expect((await asideNow()).filter(({ type }) => type === 'Patient')).toEqual([])
  })

  it('is kept as the text it is, without what nobody can see, and never as markup', async () => {
    const both = await openSpoilt()
    const { portal, later, notesNow, desk, kari } = both
    const text = '<img src=x onerror="alert(1)"> \u202e<script>1</script> & «hei»'
    portal.store.save(request(both, text))
    await later(async () =>
      expect(await notesNow()).toEqual(['<img src=x onerror="alert(1)"> <script>1</script> & «hei»'])
    )
    const email = `"><b>${'a'.repeat(400)}@x`
    const telecom = [
      { extension: [{ url: 'urn:skranke:contact-state', valueCode: 'unverified' }], value: email }
    ]
    portal.store.save({
      ...both.person,
      telecom: [...(both.person.telecom ?? []), { ...telecom[0], system: 'email' }]
    })
    await later(async () =>
      expect(await both.asideNow()).toMatchObject([
        { type: 'Patient', patientId: kari, reason: 'email-not-usable' }
      ])
    )
    expect((await desk.call('patients.open', { id: kari, reason: null })).email?.value).toBe(
      'kari@example.org'
    )
  })

  it('counts once, however often it comes and in whatever order', async () => {
    const both = await openSpoilt()
    const { portal, later, settled, spoiling, notesNow, draft, desk, kari } = both
    portal.events.timesTold = 5
    spoiling.now = [
      {
        fits: isPageOf('Task'),
        change: (text) =>
          pageOf([...resourcesIn(text), ...resourcesIn(text).toReversed(), ...resourcesIn(text)])
      },
      {
        // The version before comes after the one that counts.
        fits: isPageOf('Patient'),
        change: (text) =>
          pageOf([...resourcesIn(text), ...resourcesIn(text), { ...both.person, meta: { versionId: '1' } }])
      }
    ]
    portal.store.save(request(both, 'Ring meg'))
    portal.events.repeat()
    await later(async () => expect(await notesNow()).toEqual(['Ring meg']))
    const { version } = await desk.call('patients.open', { id: kari, reason: null })
    await desk.call('patients.update', { id: kari, version, draft: { ...draft, familyName: 'Lunde' } })
    portal.events.repeat()
    await settled()
    expect(await notesNow()).toEqual(['Ring meg'])
    expect(portal.store.list('Patient')).toMatchObject([{ name: [{ family: 'Lunde' }] }])
    expect((await desk.call('patients.open', { id: kari, reason: null })).familyName).toBe('Lunde')
  })
})

describe('pages that cannot be read', () => {
  it('are named, followed nowhere, and keep none of the others', async () => {
    const both = await openSpoilt()
    const { manager, portal, later, settled, spoiling, asideNow, notesNow, clock } = both
    let strangers = 0
    const elsewhere = createServer((_request, response) => {
      strangers += 1
      response.end(pageOf([]))
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void elsewhere.close())
    const { port } = elsewhere.address() as AddressInfo
    const bad: Record<string, (text: string) => string> = {
      'another server': (text) => pageOf(resourcesIn(text), `http://localhost:${port}/fhir/Consent?page=2`),
      'ten million': () => pageOf([{ resourceType: 'Consent', text: 'x'.repeat(10_000_001) }]),
      'no JSON': () => '<html>Proxy</html>'
    }
    for (const [name, change] of Object.entries(bad)) {
      spoiling.now = [{ fits: isPageOf('Consent'), change }]
      clock.set(clock.now().add({ minutes: 2 }))
      told(both, 'Task')
      await later(async () => {
        const { trouble } = await manager.call('portal.status', {})
        const code = name === 'ten million' ? 'too-large' : 'bad-answer'
        expect([name, trouble?.code]).toEqual([name, `portal-${code}`])
        expect(await asideNow()).toMatchObject([
          { type: 'Consent', remoteId: '', patientId: null, reason: code }
        ])
      })
      // Meanwhile all else goes on, both ways.
      portal.store.save(request(both, name))
      await later(async () => expect(await notesNow()).toContain(name))
    }
    const { appointment } = await both.book({ patientId: both.kari, date: '2026-12-04', time: '10:00' })
    await later(() => expect(portal.store.list('Appointment')).toMatchObject([{ status: 'booked' }]))
    expect(strangers).toBe(0)
    spoiling.now = []
    await later(async () => expect(await asideNow()).toEqual([]))
    await settled()
    expect(await both.look(appointment)).toMatchObject({ status: 'booked' })
  }, 60_000)

  it('end a comparison, which is made again, and stop nothing', async () => {
    const both = await openSpoilt()
    const { manager, portal, later, settled, spoiling } = both
    spoiling.now = [{ fits: isPageOf('Practitioner'), change: () => '{' }]
    await manager.call('portal.compare', {})
    await both.book({ patientId: both.kari, date: '2026-12-04', time: '10:00' })
    await later(() => expect(portal.store.list('Appointment')).toMatchObject([{ status: 'booked' }]))
    expect((await manager.call('portal.status', {})).run).toMatchObject({ kind: 'compare', phase: 'stopped' })
    spoiling.now = []
    await settled()
    await manager.call('portal.compare', {})
    await later(async () =>
      expect((await manager.call('portal.status', {})).run).toMatchObject({ kind: 'compare', phase: 'done' })
    )
    expect(await manager.call('portal.differences', {})).toEqual({ differences: [] })
  })
})

describe('a portal that does not keep its word', () => {
  it('that hangs, at its tokens or anywhere, is named, and nothing is lost', async () => {
    const both = await openSpoilt()
    const { manager, portal, later, settled, spoiling } = both
    for (const path of ['/token', '/fhir']) {
      spoiling.timeoutMs = 100
      portal.tokens.revokeAll()
      portal.faults.plan({ kind: 'hang' }, { times: 1_000, fits: (call) => call.path.startsWith(path) })
      await both.book({
        patientId: both.kari,
        date: '2026-12-04',
        time: path === '/token' ? '10:00' : '11:00'
      })
      await later(async () =>
        expect((await manager.call('portal.status', {})).trouble?.code).toBe('portal-timeout')
      )
      portal.faults.clear()
      spoiling.timeoutMs = null
      await settled()
    }
    expect(portal.store.list('Appointment').map(({ status }) => status)).toEqual(['booked', 'booked'])
  })

  it('that carries out half of a booking, or says yes to all and refuses a part, ends with one appointment and its place', async () => {
    const both = await openSpoilt()
    const { portal, settled, spoiling } = both
    const isBooking = ({ method, body = '' }: { method: string; body?: string }) =>
      method === 'POST' && body.includes('"Appointment"')
    const times = ['10:00', '11:00', '12:00']
    portal.faults.plan({ kind: 'half-applied' }, { fits: isBooking })
    await both.book({ patientId: both.kari, date: '2026-12-04', time: '10:00' })
    await settled()
    portal.faults.plan({ kind: 'half-applied' }, { fits: isBooking })
    spoiling.now = [
      {
        fits: isBooking,
        change: () =>
          JSON.stringify({
            ...{ resourceType: 'Bundle', type: 'transaction-response' },
            entry: [{ response: { status: '200 OK' } }, { response: { status: '412 Precondition Failed' } }]
          })
      }
    ]
    await both.book({ patientId: both.kari, date: '2026-12-04', time: '11:00' })
    await settled()
    spoiling.now = []
    portal.faults.plan({ kind: 'not-stored' }, { fits: isBooking })
    await both.book({ patientId: both.kari, date: '2026-12-04', time: '12:00' })
    await settled()
    const live = portal.store.list('Appointment').filter(({ status }) => status === 'booked')
    expect(live).toHaveLength(times.length)
    const taken = live.flatMap(({ slot = [] }) =>
      slot.map(({ reference = '' }) => reference.split('/')[1] ?? '')
    )
    expect(new Set(taken).size).toBe(times.length)
    expect(taken.map((id) => portal.store.get('Slot', id)?.status)).toEqual(times.map(() => 'busy'))
    expect(portal.store.violations()).toEqual([])
  })
})

function meta(version: number) {
  return { versionId: String(version), lastUpdated: '2026-12-03T08:00:00.000Z' }
}
