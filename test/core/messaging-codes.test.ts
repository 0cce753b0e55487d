import { expect, it } from 'vitest'
import { namedDraft } from '../builders/patient'
import { lastCode } from './fixtures/codes'
import { openMessaging } from './fixtures/messaging'

async function withKari() {
  const clinic = await openMessaging()
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  const send = async () => {
    const state = await clinic.desk.call('codes.send', { patientId: kari.id })
    await clinic.core.runOutbox()
    return { state, digits: lastCode(clinic.modem) }
  }
  const check = (text: string) => clinic.desk.call('codes.check', { patientId: kari.id, text })
  const current = () => clinic.desk.call('codes.current', { patientId: kari.id })
  return { ...clinic, kari, send, check, current }
}

/** Six digits that are not these. */
function otherThan(digits: string): string {
  return digits.startsWith('9') ? `8${digits.slice(1)}` : `9${digits.slice(1)}`
}

it('verifies the mobile by the code read back, once, however it is typed', async () => {
  const { desk, kari, send, check, current, clock } = await withKari()
  const { state, digits } = await send()
  expect(state).toMatchObject({ state: 'asked', mobileDisplay: '412 34 567', triesLeft: 5 })
  expect(await current()).toMatchObject({ state: 'sent' })
  const typed = `\u200b ${digits.slice(0, 3)}\u00a0${digits.slice(3)} `
  expect(await check(typed)).toMatchObject({ outcome: 'verified' })
  expect(await check(digits)).toMatchObject({ outcome: 'used' })
  const patient = await desk.call('patients.open', { id: kari.id, reason: null })
  expect(patient.mobile).toMatchObject({
    verifiedHow: 'code',
    verifiedAt: clock.now().toString({ smallestUnit: 'millisecond' })
  })
  expect(await current()).toMatchObject({ state: 'used' })
})

it('keeps the digits of a code in no table once it has left, and in no answer ever', async () => {
  const { core, outbox, send, kari, messagesOf } = await withKari()
  const { digits } = await send()
  expect(JSON.stringify(core.database.driver.prepare('select * from message').all())).not.toContain(digits)
  expect(JSON.stringify(core.database.driver.prepare('select * from one_time_code').all())).not.toContain(
    digits
  )
  expect(JSON.stringify([await outbox(), await messagesOf(kari)])).not.toContain(digits)
})

it('tells too few and too many digits, a wrong code and an older one apart', async () => {
  const { send, check, clock } = await withKari()
  const first = await send()
  clock.set(clock.now().add({ minutes: 1 }))
  const sentAt = clock.now().toString({ smallestUnit: 'millisecond' })
  const second = await send()
  expect(await check('12345')).toMatchObject({ outcome: 'too-few', triesLeft: 5 })
  expect(await check('1234567')).toMatchObject({ outcome: 'too-many', triesLeft: 5 })
  expect(await check(otherThan(second.digits))).toMatchObject({ outcome: 'wrong', triesLeft: 4 })
  expect(await check(first.digits)).toMatchObject({
    outcome: 'older-code',
    triesLeft: 4,
    newerSentAt: sentAt
  })
  expect(await check(second.digits)).toMatchObject({ outcome: 'verified' })
})

it('ends a code after five wrong tries', async () => {
  const { send, check } = await withKari()
  const { digits } = await send()
  for (const left of [4, 3, 2, 1])
    expect(await check(otherThan(digits))).toMatchObject({ outcome: 'wrong', triesLeft: left })
  expect(await check(otherThan(digits))).toMatchObject({ outcome: 'ended', triesLeft: 0 })
  expect(await check(digits)).toMatchObject({ outcome: 'ended' })
})

it('lets a code expire after ten minutes and never sends one that waited that long', async () => {
  const { send, check, current, modem, desk, kari, at } = await withKari()
  const { digits } = await send()
  modem.setState('absent')
  await at('2026-11-26T08:09:00Z')
  await desk.call('codes.send', { patientId: kari.id })
  await at('2026-11-26T08:10:00Z')
  expect(await check(digits)).toMatchObject({ outcome: 'older-code' })
  await at('2026-11-26T08:19:00Z')
  expect(await current()).toMatchObject({ state: 'expired' })
  modem.setState('ready')
  await at('2026-11-26T08:19:01Z')
  expect(modem.sent).toHaveLength(1)
})

it('refuses a fourth code in ten minutes and an eleventh in a day, for the patient and for the number', async () => {
  const { register, desk, send, clock } = await withKari()
  const child = await register('Nordmann', { givenName: 'Lars', mobile: '412 34 567' })
  for (let count = 0; count < 3; count++) await send()
  await expect(send()).rejects.toMatchObject({ code: 'code-limit', parameters: { minutes: 10 } })
  await expect(desk.call('codes.send', { patientId: child.id })).rejects.toMatchObject({ code: 'code-limit' })
  for (let count = 0; count < 7; count++) {
    clock.set(clock.now().add({ minutes: 11 }))
    await send()
  }
  clock.set(clock.now().add({ minutes: 11 }))
  await expect(send()).rejects.toMatchObject({ code: 'code-limit' })
  clock.set(clock.now().add({ hours: 24 }))
  await expect(send()).resolves.toBeDefined()
})

it('sends a code before everything else that waits, also in quiet hours', async () => {
  const { core, desk, kari, modem, at, outbox } = await withKari()
  modem.setState('registering')
  core.sendOperatorSms([{ to: '+4741000001', text: 'Prøve', key: 'a' }]).catch(() => undefined)
  await expect.poll(() => outbox().then((all) => all.length)).toBe(1)
  await at('2026-11-26T22:00:00Z')
  await desk.call('codes.send', { patientId: kari.id })
  modem.setState('ready')
  await core.runOutbox()
  expect(modem.sent.map(({ to }) => to)).toEqual(['+4741234567', '+4741000001'])
})

it('does not let a code for the old number verify the new one', async () => {
  const { desk, kari, send, check } = await withKari()
  const { digits } = await send()
  const draft = namedDraft('Nordmann', 'Test', { mobile: '987 65 432' })
  await desk.call('patients.update', { id: kari.id, version: kari.version, draft })
  expect(await check(digits)).toMatchObject({ outcome: 'ended' })
  const patient = await desk.call('patients.open', { id: kari.id, reason: null })
  expect(patient.mobile).toMatchObject({ value: '+4798765432', verifiedHow: null })
})

it('says that a patient without a mobile or one who is reserved gets no code', async () => {
  const { register, desk } = await withKari()
  const silent = await register('Uten')
  const reserved = await register('Reservert', { mobile: '987 65 432' })
  await desk.call('consents.setReserved', { patientId: reserved.id, isReserved: true })
  await expect(desk.call('codes.send', { patientId: silent.id })).rejects.toMatchObject({
    code: 'mobile-missing'
  })
  await expect(desk.call('codes.send', { patientId: reserved.id })).rejects.toMatchObject({
    code: 'reserved'
  })
  await expect(desk.call('codes.check', { patientId: silent.id, text: '123456' })).rejects.toMatchObject({
    code: 'code-none'
  })
})
