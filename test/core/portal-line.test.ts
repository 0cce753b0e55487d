import { expect, it, vi } from 'vitest'
import { makePortalCertificate } from '../portal-simulator/smart/certificate'
import { patientDraft } from '../builders/patient'
import { stopPortalAfterRestore } from '../../src-main/core/features/portal'
import { PatientId } from '../../src-preload/contract/ids'
import { toStoredInstant } from '../../src-main/core/platform/clock'
import { pause, PortalFault, type Pause } from '../../src-main/core/portal'
import { openReady } from './fixtures/ready-portal'

it('walks the way to the portal step by step, and names the step that fails', async () => {
  const { manager, portal } = await openReady()
  const test = await manager.call('portal.test', {})
  expect(test).toMatchObject({ error: null, clockSeconds: 0 })
  expect(test.steps.every(({ outcome }) => outcome === 'ok')).toBe(true)
  portal.time.skewMs = 301_000
  expect(await manager.call('portal.test', {})).toMatchObject({
    error: { code: 'portal-wrong-clock' },
    clockSeconds: 301
  })
  portal.time.skewMs = 0
  const { clientId, weeksAhead, baseUrl } = await manager.call('portal.settings', {})
  const saved = { clientId, weeksAhead, clientCertificate: null }
  await manager.call('portal.saveSettings', { ...saved, baseUrl: `${portal.url}/elsewhere` })
  expect((await manager.call('portal.test', {})).error?.code).toBe('portal-not-a-portal')
  await manager.call('portal.saveSettings', { ...saved, baseUrl })
  await manager.call('portal.makeKey', {})
  const refused = await manager.call('portal.test', {})
  expect(refused.error?.code).toBe('portal-client-refused')
  expect(refused.steps.find(({ outcome }) => outcome === 'failed')).toEqual({
    step: 'sign-in',
    outcome: 'failed'
  })
  await portal.close()
  expect((await manager.call('portal.test', {})).error?.code).toBe('portal-unreachable')
})

it('asks for events page by page where a proxy cuts the stream before anything was said on it', async () => {
  let polls = 0
  const { manager, portal, rows, become } = await openReady({
    wrapHttp: (http) => async (request) => {
      if (request.url.includes('/clinic/events?')) polls += 1
      const head = await http(request)
      return request.headers['accept'] === 'text/event-stream' ? { ...head, body: cutOff(head.body) } : head
    }
  })
  rows.set('Patient/1', { gender: 'female' })
  await manager.call('portal.turnOn', {})
  await vi.waitFor(() => expect(polls).toBeGreaterThan(0), { timeout: 10_000 })
  await become({ state: 'on', isListening: true })
  portal.store.save({ ...portal.store.list('Patient')[0]!, gender: 'male' })
  await vi.waitFor(() => expect(rows.get('Patient/1')).toMatchObject({ gender: 'male' }), { timeout: 10_000 })
})

async function* cutOff(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    if (chunk.byteLength > 0) throw new PortalFault('unreachable', { detail: 'the answer broke off' })
    yield chunk
  }
}

it('shows a key that the portal announces, until somebody has confirmed it', async () => {
  const { manager, portal, become } = await openReady()
  const sha256 = `${'A'.repeat(43)}=`
  portal.announceKey(sha256)
  await manager.call('portal.turnOn', {})
  await become({ newKeys: 1 })
  const { pins } = await manager.call('portal.settings', {})
  expect(pins).toMatchObject([{ sha256, announcedAt: expect.any(String), lastSeenAt: null }])
  await manager.call('portal.confirmPin', { sha256 })
  await become({ state: 'on', newKeys: 0 })
})

it('keeps the clinic’s own certificate with the key that belongs to it, and takes no other', async () => {
  const { manager, core } = await openReady()
  const [own, other] = [await makePortalCertificate(), await makePortalCertificate()]
  const { baseUrl, clientId, weeksAhead } = await manager.call('portal.settings', {})
  const save = async (certificate: string, key: string) =>
    await manager.call('portal.saveSettings', {
      ...{ baseUrl, clientId, weeksAhead },
      clientCertificate: { certificate, key }
    })
  await expect(save(own.cert, '')).rejects.toMatchObject({ code: 'portal-own-certificate-unreadable' })
  await expect(save(own.cert, other.key)).rejects.toMatchObject({
    code: 'portal-own-certificate-other-key'
  })
  expect((await save(own.cert, own.key)).clientCertificate).toMatchObject({ subject: 'CN=localhost' })
  // What is kept and can be read no more does not keep the page shut on which it is put right.
  core.database.driver.exec(`update portal_connection set client_certificate = 'spoilt'`)
  expect((await manager.call('portal.settings', {})).clientCertificate).toBe('unreadable')
  expect((await save('', '')).clientCertificate).toBeNull()
})

it('loads everything when it is turned on, takes up what is changed then, and stops at once', async () => {
  const { manager, portal, rows, become } = await openReady()
  for (let id = 1; id <= 450; id += 1)
    rows.set(`Patient/${id}`, { gender: 'female', birthDate: '1987-05-17' })
  await manager.call('portal.turnOn', {})
  await become({ state: 'on', run: expect.objectContaining({ phase: 'done', sent: 450 }) })
  expect(portal.store.count('Patient')).toBe(450)
  portal.store.save({ ...portal.store.list('Patient')[0]!, gender: 'male' })
  await vi.waitFor(
    () => expect([...rows.values()].filter(({ gender }) => gender === 'male')).toHaveLength(1),
    { timeout: 10_000 }
  )
  await manager.call('portal.turnOff', {})
  await become({ state: 'off', isListening: false })
})

it('is one line however many change it at once, and none once it is off', async () => {
  let streams = 0
  const { manager, become } = await openReady({
    wrapHttp: (http) => async (request) => {
      if (request.headers['accept'] === 'text/event-stream') {
        streams += 1
        request.signal?.addEventListener('abort', () => (streams -= 1), { once: true })
      }
      return await http(request)
    }
  })
  await manager.call('portal.turnOn', {})
  await become({ state: 'on', isListening: true })
  const { baseUrl, clientId } = await manager.call('portal.settings', {})
  const save = async (weeksAhead: number) =>
    await manager.call('portal.saveSettings', { baseUrl, clientId, weeksAhead, clientCertificate: null })
  await Promise.all([save(2), manager.call('portal.turnOn', {}), save(3)])
  await become({ state: 'on', isListening: true })
  expect(streams).toBe(1)
  await Promise.all([save(4), manager.call('portal.turnOff', {}), save(5)])
  expect(streams).toBe(0)
})

/** What is waited before something begins anew is no time here. */
const hasty: Pause = async (ms, signal) => await pause(ms === 15_000 ? 50 : ms, signal)

it('opens the line a little later where that failed, and ends nothing else', async () => {
  let loads = 0
  const { manager, become } = await openReady({
    pause: hasty,
    onLoadKinds() {
      loads += 1
      if (loads === 1) throw new Error('The definitions cannot be read.')
    }
  })
  await manager.call('portal.turnOn', {})
  await become({ state: 'on', isListening: true })
  await manager.call('portal.turnOff', {})
  await become({ state: 'off', isListening: false })
  expect(loads).toBe(2)
})

it('goes on by itself once the disk, that failed while the line was down, takes something again', async () => {
  let isDown = false
  const { manager, core, portal, rows, become } = await openReady({
    pause: hasty,
    wrapHttp: (http) => async (request) => {
      if (isDown) throw new PortalFault('unreachable')
      return await http(request)
    }
  })
  rows.set('Patient/1', { gender: 'female' })
  await manager.call('portal.turnOn', {})
  await become({ state: 'on', isListening: true })
  let failures = 0
  core.database.driver.function('fail', () => {
    failures += 1
    throw new Error('The disk is full.')
  })
  core.database.driver.exec(
    'create temp trigger full before update on portal_connection begin select fail(); end'
  )
  isDown = true
  rows.set('Patient/1', { gender: 'other' })
  core.database.driver.exec(
    `insert into portal_operation (kind, type, local_id) values ('put', 'Patient', 1)`
  )
  core.events.publish('patients.changed', { patientId: PatientId.parse(1) })
  await vi.waitFor(() => expect(failures).toBeGreaterThan(0), { timeout: 10_000 })
  core.database.driver.exec('drop trigger full')
  await become({ trouble: expect.objectContaining({ code: 'portal-unreachable' }) })
  isDown = false
  await vi.waitFor(() => expect(portal.store.list('Patient')).toMatchObject([{ gender: 'other' }]), {
    timeout: 10_000
  })
  await become({ trouble: null })
})

it('asks again for what the portal tells of while it answers', async () => {
  const answering: { with: (url: string) => Promise<void> } = { with: async () => undefined }
  const { manager, core, portal, rows, become } = await openReady({
    wrapHttp: (http) => async (request) => {
      const head = await http(request)
      await answering.with(request.url)
      return head
    }
  })
  rows.set('Patient/1', { gender: 'female' })
  rows.set('Patient/2', { gender: 'female' })
  await manager.call('portal.turnOn', {})
  await become({ state: 'on', isListening: true })
  const heard = core.database.driver.prepare('select last_event_id from portal_connection').pluck()
  const [one, other] = portal.store.list('Patient')
  answering.with = async (url) => {
    if (!url.includes('/fhir/Patient?')) return
    answering.with = async () => undefined
    const before = heard.get()
    portal.store.save({ ...other!, gender: 'male' })
    await vi.waitFor(() => expect(heard.get()).not.toBe(before))
  }
  portal.store.save({ ...one!, gender: 'male' })
  await vi.waitFor(
    () => expect([...rows.values()].filter(({ gender }) => gender === 'male')).toHaveLength(2),
    { timeout: 10_000 }
  )
})

it('asks again for what it was told of where the answer broke off', async () => {
  const answering: { with: (url: string) => void } = { with: () => undefined }
  const { manager, portal, rows, become } = await openReady({
    wrapHttp: (http) => async (request) => {
      answering.with(request.url)
      return await http(request)
    }
  })
  rows.set('Patient/1', { gender: 'female' })
  await manager.call('portal.turnOn', {})
  await become({ state: 'on', isListening: true })
  const [one] = portal.store.list('Patient')
  let hasBroken = false
  answering.with = (url) => {
    if (hasBroken || !url.includes('/fhir/Patient?')) return
    hasBroken = true
    throw new PortalFault('unreachable')
  }
  portal.store.save({ ...one!, gender: 'male' })
  await vi.waitFor(() => expect(hasBroken).toBe(true), { timeout: 10_000 })
  // The next round is for something else.
  portal.events.say({ event: 'changed', data: { types: ['Slot'] } })
  await vi.waitFor(() => expect([...rows.values()].map(({ gender }) => gender)).toContain('male'), {
    timeout: 10_000
  })
})

it('asks a person when the portal is another one than before, and makes it whole from the clinic', async () => {
  const { manager, desk, ingrid, clock, portal, rows, become } = await openReady()
  rows.set('Patient/1', { gender: 'female' })
  await manager.call('portal.turnOn', {})
  await become({ state: 'on', isListening: true })
  portal.setLine(false)
  portal.wipe()
  clock.set(clock.now().add({ minutes: 2 }))
  await desk.call('patients.create', patientDraft({}))
  await become({ trouble: { code: 'portal-unreachable', parameters: {} } })
  portal.setLine(true)
  clock.set(clock.now().add({ minutes: 2 }))
  await desk.call('consents.setReserved', { patientId: ingrid, isReserved: true })
  await become({ state: 'epoch-changed', trouble: null })
  expect(portal.store.count('Patient')).toBe(0)
  await manager.call('portal.answerEpoch', { choice: 'clinic' })
  await become({ state: 'on' })
  expect(portal.store.list('Patient')).toMatchObject([{ gender: 'female' }])
})

it('asks a person when it is the clinic that was restored from a backup, and sends nothing until then', async () => {
  const { manager, core, restart, clock, portal, rows, become } = await openReady()
  rows.set('Patient/1', { gender: 'female' })
  await manager.call('portal.turnOn', {})
  await become({ state: 'on', isListening: true, connectedSince: expect.any(String) })
  portal.store.save({ ...portal.store.list('Patient')[0]!, gender: 'male' })
  await vi.waitFor(() => expect(rows.get('Patient/1')).toMatchObject({ gender: 'male' }), { timeout: 10_000 })
  await core.database.write((transaction) =>
    stopPortalAfterRestore(transaction, toStoredInstant(clock.now()))
  )
  const later = await (await restart()).as('manager')
  expect(await later.call('portal.status', {})).toMatchObject({
    state: 'epoch-changed',
    isListening: false,
    trouble: { code: 'portal-clinic-restored' }
  })
  await later.call('portal.answerEpoch', { choice: 'portal' })
  await vi.waitFor(
    async () => expect(await later.call('portal.status', {})).toMatchObject({ state: 'on', trouble: null }),
    { timeout: 10_000 }
  )
  expect(portal.store.list('Patient')).toMatchObject([{ gender: 'male' }])
})
