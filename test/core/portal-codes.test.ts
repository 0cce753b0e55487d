import { expect, it } from 'vitest'
import { patientDraft } from '../builders/patient'
import { seeded } from '../portal-simulator/chance'
import type { CodeRequest } from '../portal-simulator/clinic/desk-line'
import { changeContact } from '../portal-simulator/pages/acts'
import { contactsOf, patientById, patientByNumber } from '../portal-simulator/pages/people'
import { lastCode } from './fixtures/codes'
import { accepted } from './fixtures/fake-modem'
import { openPortalClinic, type PortalClinic } from './fixtures/portal-codes'

function ask(clinic: PortalClinic, purpose: CodeRequest['purpose'] = 'login'): CodeRequest {
  return clinic.portal.line.askCode(clinic.remoteKari(), purpose)
}

async function become(clinic: PortalClinic, request: CodeRequest, state: CodeRequest['state']) {
  await clinic.until(() => expect(request.state).toBe(state))
}

async function type(clinic: PortalClinic, request: CodeRequest, typed: string) {
  const attempt = clinic.portal.line.typeCode(request, typed)
  await clinic.until(() => expect(request.checked.has(attempt)).toBe(true))
  return request.checked.get(attempt)
}

const otherThan = (digits: string) => `${digits.startsWith('9') ? '8' : '9'}${digits.slice(1)}`

it('sends the code by the modem, says how far it has come, and lets in who types it', async () => {
  const clinic = await openPortalClinic()
  const { modem, desk, kari } = clinic
  modem.answers.push(accepted(7))
  const request = ask(clinic)
  await become(clinic, request, 'sent')
  expect(modem.sent).toHaveLength(1)
  expect(modem.sent[0]?.to).toBe('+4741234567')
  await modem.report(7, '+4741234567')
  await become(clinic, request, 'delivered')
  const digits = lastCode(modem)
  expect(await type(clinic, request, '12 34')).toEqual({ attempt: 1, outcome: 'length' })
  expect(await type(clinic, request, otherThan(digits))).toEqual({
    attempt: 2,
    outcome: 'wrong',
    triesLeft: 4
  })
  expect(await type(clinic, request, ` ${digits.slice(0, 3)} ${digits.slice(3)}`)).toEqual({
    attempt: 3,
    outcome: 'right'
  })
  expect(await type(clinic, request, digits)).toMatchObject({ outcome: 'used' })
  const patient = await desk.call('patients.open', { id: kari, reason: null })
  expect(patient.mobile).toMatchObject({ verifiedHow: 'portal' })
  const { codes } = await desk.call('codes.list', { patientId: kari, filter: 'all', cursor: null, limit: 9 })
  expect(codes).toMatchObject([{ source: 'portal', askedBy: null, state: 'used', wrongTries: 1 }])
})

it('sends one code for a request that comes twice, over the stream and the long poll, and after the line was cut', async () => {
  const clinic = await openPortalClinic()
  const { portal, modem } = clinic
  portal.events.timesTold = 3
  const first = ask(clinic)
  await become(clinic, first, 'sent')
  portal.events.repeat()
  portal.setLine(false)
  const second = ask(clinic)
  portal.setLine(true)
  await become(clinic, second, 'sent')
  portal.events.repeat()
  await type(clinic, second, lastCode(modem))
  expect(modem.sent).toHaveLength(2)
  expect(second.checked.size).toBe(1)
})

it('sends codes where the portal has no event stream, by one long poll after the other', async () => {
  const clinic = await openPortalClinic()
  const { portal, manager } = clinic
  portal.faults.plan(
    { kind: 'refuse', status: 503 },
    {
      times: 1_000,
      fits: ({ path, headers }) => path === '/clinic/events' && headers['accept'] === 'text/event-stream'
    }
  )
  portal.setLine(false)
  portal.setLine(true)
  const request = ask(clinic)
  await become(clinic, request, 'sent')
  expect(await manager.call('portal.status', {})).toMatchObject({ isListening: true })
})

it('names an older code as such, whether the desk or the portal sent the newer one', async () => {
  const clinic = await openPortalClinic()
  const { modem, desk, kari, clock } = clinic
  const request = ask(clinic)
  await become(clinic, request, 'sent')
  const older = lastCode(modem)
  clock.set(clock.now().add({ seconds: 30 }))
  await desk.call('codes.send', { patientId: kari })
  await clinic.until(() => expect(modem.sent).toHaveLength(2))
  await clinic.until(async () =>
    expect(await desk.call('codes.current', { patientId: kari })).toMatchObject({ state: 'sent' })
  )
  expect(await type(clinic, request, older)).toMatchObject({
    outcome: 'older',
    newerSent: '2026-12-03T08:00:30.000Z'
  })
  const { findings, attempts } = await desk.call('loginHelp.diagnose', {
    patientId: kari,
    trouble: null,
    detail: null
  })
  expect(findings).toMatchObject([{ cause: 'older-code' }])
  expect(
    attempts.map(({ source, steps }) => `${source}: ${steps.map(({ what }) => what).join(', ')}`)
  ).toEqual(['desk: asked, on-modem, sent', 'portal: asked, on-modem, sent, replaced, typed-older'])
  expect(await type(clinic, request, lastCode(modem))).toMatchObject({ outcome: 'right' })
})

it('refuses the fourth code in ten minutes, counting those of the desk, and still takes the third', async () => {
  const clinic = await openPortalClinic()
  const { modem, desk, kari } = clinic
  await desk.call('codes.send', { patientId: kari })
  await clinic.until(() => expect(modem.sent).toHaveLength(1))
  const requests: CodeRequest[] = []
  for (let count = 0; count < 10; count += 1) requests.push(ask(clinic))
  const last = requests.at(-1)!
  await become(clinic, last, 'refused')
  expect(last.reason).toBe('limit')
  await clinic.until(() => expect(requests.filter(({ state }) => state === 'refused')).toHaveLength(8))
  await clinic.until(async () =>
    expect(await desk.call('codes.current', { patientId: kari })).toMatchObject({ state: 'sent' })
  )
  expect(await type(clinic, last, lastCode(modem))).toMatchObject({ outcome: 'right' })
})

it('tells an expired code, five wrong tries and one that was never sent apart', async () => {
  const clinic = await openPortalClinic()
  const { modem, clock } = clinic
  const first = ask(clinic)
  await become(clinic, first, 'sent')
  const wrong = otherThan(lastCode(modem))
  for (const triesLeft of [4, 3, 2, 1])
    expect(await type(clinic, first, wrong)).toMatchObject({ outcome: 'wrong', triesLeft })
  expect(await type(clinic, first, wrong)).toMatchObject({ outcome: 'tries-used-up' })
  modem.setState('absent')
  const second = ask(clinic)
  await become(clinic, second, 'queued')
  const typed = clinic.portal.line.typeCode(second, lastCode(modem))
  await clinic.until(() => expect(second.checked.get(typed)).toMatchObject({ outcome: 'older' }))
  clock.set(clock.now().add({ minutes: 11 }))
  modem.setState('ready')
  await become(clinic, second, 'expired')
  expect(modem.sent).toHaveLength(1)
})

it('sends after a crash what had not left, and says of what was on the modem that it is uncertain', async () => {
  const clinic = await openPortalClinic()
  const { modem, portal } = clinic
  modem.answers.push({ kind: 'refused', code: 'cms-1', class: 'permanent' })
  const failed = ask(clinic)
  await become(clinic, failed, 'failed')
  expect(failed.reason).toBe('unreachable')
  const { promise, resolve } = Promise.withResolvers<null>()
  modem.onSend = () => promise
  const inAir = ask(clinic)
  await clinic.until(() => expect(modem.sent).toHaveLength(2))
  const after = await clinic.crash()
  resolve(null)
  await become(clinic, inAir, 'uncertain')
  after.modem.setState('absent')
  const waiting = ask(clinic)
  await become(clinic, waiting, 'queued')
  portal.setLine(false)
  after.modem.setState('ready')
  await clinic.until(() => expect(after.modem.sent).toHaveLength(1))
  portal.setLine(true)
  await clinic.later(() => expect(waiting.state).toBe('sent'))
  expect(await type(clinic, waiting, lastCode(after.modem))).toMatchObject({ outcome: 'right' })
})

it('waits for nobody: a portal that hangs or refuses keeps no code from its patient', async () => {
  const clinic = await openPortalClinic()
  const { modem, portal } = clinic
  const isState = { fits: ({ path }: { path: string }) => path.endsWith('/state') }
  portal.faults.plan({ kind: 'hang' }, isState)
  portal.faults.plan({ kind: 'refuse', status: 503, retryAfterSeconds: 1 }, isState)
  portal.faults.plan({ kind: 'drop-after' }, isState)
  const request = ask(clinic)
  await clinic.until(() => expect(modem.sent).toHaveLength(1))
  const attempt = portal.line.typeCode(request, lastCode(modem))
  await clinic.until(() => expect(request.checked.get(attempt)).toMatchObject({ outcome: 'right' }))
})

it('refuses who is locked, reserved or a child, and tells the portal nothing more', async () => {
  const clinic = await openPortalClinic()
  const { desk, kari, portal, modem } = clinic
  portal.line.setAccount(clinic.remoteKari(), { state: 'active', activation: 'done' })
  await clinic.until(async () =>
    expect(await desk.call('portal.account', { patientId: kari })).toMatchObject({ state: 'active' })
  )
  await desk.call('portal.account', { patientId: kari })
  const { entries } = await desk.call('audit.forPatient', { patientId: kari, cursor: null })
  expect(entries.filter(({ action }) => action === 'portal.account-opened')).toHaveLength(1)
  await desk.call('portal.setLocked', { patientId: kari, isLocked: true })
  await clinic.until(() => expect(portal.line.account(clinic.remoteKari())?.state).toBe('locked'))
  const locked = ask(clinic)
  await become(clinic, locked, 'refused')
  expect(locked.reason).toBe('not-allowed')
  const remote = clinic.remoteKari()
  await desk.call('portal.setLocked', { patientId: kari, isLocked: false })
  await clinic.until(() => expect(portal.line.account(remote)?.state).toBe('active'))
  await desk.call('consents.setReserved', { patientId: kari, isReserved: true })
  const reserved = portal.line.askCode(remote, 'login')
  await become(clinic, reserved, 'refused')
  expect(modem.sent).toHaveLength(0)
  const { attempts } = await desk.call('loginHelp.diagnose', { patientId: kari, trouble: null, detail: null })
  expect(attempts).toMatchObject([
    { steps: [{ what: 'asked' }, { what: 'refused-not-allowed' }] },
    { steps: [{ what: 'asked' }, { what: 'refused-not-allowed' }] }
  ])
})

it('makes a new mobile the patient’s once the code that went there was typed, and by no other code', async () => {
  const clinic = await openPortalClinic()
  const { modem, portal, desk, kari } = clinic
  const subject = patientById({ store: portal.store, time: portal.time }, clinic.remoteKari())!
  const held = { store: portal.store, time: portal.time }
  const acting = { held, random: seeded(3), subject, actor: `Patient/${subject.id}` }
  const none = ask(clinic, 'verify-mobile')
  await become(clinic, none, 'refused')
  expect(none.reason).toBe('nothing-to-verify')
  changeContact(acting, { phone: '+4798765432', email: null })
  const login = ask(clinic)
  await become(clinic, login, 'sent')
  const request = ask(clinic, 'verify-mobile')
  await become(clinic, request, 'sent')
  expect(modem.sent.map(({ to }) => to)).toEqual(['+4741234567', '+4798765432'])
  const digits = lastCode(modem)
  expect(await type(clinic, login, digits)).toMatchObject({ outcome: 'wrong' })
  expect(await desk.call('patients.open', { id: kari, reason: null })).toMatchObject({
    mobile: { value: '+4741234567' }
  })
  expect(await type(clinic, request, digits)).toMatchObject({ outcome: 'right' })
  expect(await desk.call('patients.open', { id: kari, reason: null })).toMatchObject({
    mobile: { value: '+4798765432', verifiedHow: 'portal' }
  })
  await clinic.until(() =>
    expect(contactsOf(patientById(held, subject.id)!, 'phone')).toMatchObject([
      { value: '+4798765432', isVerified: true, isClaimed: false }
    ])
  )
})

it('lets a patient register with the consent given there, and says no to a stranger as to any other', async () => {
  const clinic = await openPortalClinic()
  const { portal, desk, clinicians } = clinic
  const ola = await desk.call(
    'patients.create',
    patientDraft({
      ...{ familyName: 'Lie', givenName: 'Ola', nationalNumber: '57858730165', mobile: '987 65 432' },
      gpClinicianId: clinicians[0].id
    })
  )
  const consent = { wordingVersion: 'portal-nb-1', language: 'nb', given: '2026-12-03T07:59:00Z' }
  const allowed = portal.line.askRegistration('57858730165', consent)
  const stranger = portal.line.askRegistration('17708710148', consent)
  await clinic.later(() => {
    expect(allowed.answer).toEqual({ allowed: true })
    expect(stranger.answer).toEqual({ reason: 'gp-elsewhere' })
  })
  const held = { store: portal.store, time: portal.time }
  await clinic.until(() => expect(patientByNumber(held, '57858730165')).not.toBeNull())
  expect(await desk.call('consents.history', { patientId: ola.id })).toMatchObject([
    {
      purpose: 'one-time-code',
      channel: 'sms',
      how: 'portal',
      wordingVersion: 'portal-nb-1',
      decision: 'given'
    }
  ])
  const rows = clinic.core.database.driver.prepare('select * from portal_registration').all()
  expect(JSON.stringify(rows)).not.toContain('17708710148')
})
