import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import type { MethodOutput } from '../../src-preload/contract'
import { namedDraft } from '../builders/patient'
import { openMessaging } from './fixtures/messaging'

const MOBILE = '+4741234567'

it('confirms a booking after five minutes with time, place and how to cancel, and nothing else', async () => {
  const { register, book, at, modem, texts, outbox, look } = await openMessaging()
  const kari = await register('Nordmann', { mobile: '412 34 567' })
  const { appointment } = await book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  await at('2026-11-26T08:04:59Z')
  expect(texts()).toEqual([])
  expect((await look(appointment)).messageState).toBe('planned')
  await at('2026-11-26T08:05:00Z')
  expect(texts()).toEqual([
    'Du har time 03.12 kl. 09.20 hos Eksempel legesenter. Avbestill senest 24 t før: 00 00 00 00. Svar STOPP for ikke å få påminnelser.'
  ])
  expect(modem.sent[0]).toMatchObject({ to: MOBILE, wantsReport: true, moreToFollow: false })
  expect((await look(appointment)).messageState).toBe('sent')
  await modem.report(1, '41234567')
  expect((await look(appointment)).messageState).toBe('delivered')
  expect((await outbox('sent'))[0]).toMatchObject({ state: 'delivered', segments: 1, attempts: 1 })
})

it('tells the pages of a confirmation that a booking has put into the queue', async () => {
  const { register, book, events } = await openMessaging()
  const kari = await register('Nordmann', { mobile: '412 34 567' })
  const { appointment } = await book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  expect(events.filter(({ event }) => event === 'messages.changed')).toContainEqual({
    event: 'messages.changed',
    payload: { patientId: kari.id, appointmentId: appointment.id }
  })
})

it('sends nothing when the booking is undone before its confirmation leaves', async () => {
  const { register, book, at, desk, texts, outbox } = await openMessaging()
  const kari = await register('Nordmann', { mobile: '412 34 567' })
  const { changeId } = await book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  await desk.call('appointments.undo', { changeId })
  await at('2026-12-04T12:00:00Z')
  expect(texts()).toEqual([])
  expect(new Set((await outbox()).map(({ state }) => state))).toEqual(new Set(['superseded']))
})

it('confirms only the new time when an appointment is moved before its confirmation leaves', async () => {
  const { register, book, at, desk, texts } = await openMessaging()
  const kari = await register('Nordmann', { mobile: '412 34 567' })
  const { appointment } = await book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  await at('2026-11-26T08:03:00Z')
  await desk.call('appointments.move', {
    id: appointment.id,
    version: appointment.version,
    clinicianId: appointment.clinicianId,
    date: '2026-12-04',
    time: '10:00',
    durationMinutes: 20,
    isOverbooking: false
  })
  await at('2026-11-26T08:30:00Z')
  expect(texts()).toHaveLength(1)
  expect(texts()[0]).toContain('Du har time 04.12 kl. 10.00')
})

it('tells of a move after the confirmation has left, and of nothing when the move is undone in time', async () => {
  const { register, book, at, desk, texts } = await openMessaging()
  const kari = await register('Nordmann', { mobile: '412 34 567' })
  const { appointment } = await book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  await at('2026-11-26T08:10:00Z')
  const move = (version: number, time: string) =>
    desk.call('appointments.move', {
      id: appointment.id,
      version,
      clinicianId: appointment.clinicianId,
      date: '2026-12-03',
      time,
      durationMinutes: 20,
      isOverbooking: false
    })
  const first = await move(appointment.version, '11:00')
  await desk.call('appointments.undo', { changeId: first.changeId })
  await at('2026-11-26T08:20:00Z')
  expect(texts()).toHaveLength(1)
  const now = await desk.call('appointments.get', { id: appointment.id })
  await move(now.version, '12:00')
  await at('2026-11-26T08:30:00Z')
  expect(texts()[1]).toContain('Timen din er flyttet til 03.12 kl. 12.00')
})

it('tells of a cancellation when the desk wants it, and restores the reminders when it is undone', async () => {
  const { register, book, at, desk, texts, outbox } = await openMessaging()
  const kari = await register('Nordmann', { mobile: '412 34 567' })
  const { appointment } = await book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  await at('2026-11-26T08:10:00Z')
  const cancel = (version: number) =>
    desk.call('appointments.cancel', { id: appointment.id, version, reason: 'clinic', notifyPatient: true })
  const { changeId } = await cancel(appointment.version)
  const restored = await desk.call('appointments.undo', { changeId })
  await at('2026-11-26T08:20:00Z')
  expect(texts()).toHaveLength(1)
  expect((await outbox('waiting')).map(({ purpose, notBefore }) => [purpose, notBefore])).toEqual([
    ['appointment-reminder', '2026-11-30T08:20:00.000Z'],
    ['appointment-reminder', '2026-12-01T19:50:00.000Z']
  ])
  await cancel(restored.version)
  await at('2026-11-26T08:30:00Z')
  expect(texts()[1]).toBe(
    'Timen din 03.12 kl. 09.20 hos Eksempel legesenter er avlyst. Ny time eller spørsmål: 00 00 00 00.'
  )
  expect(await outbox('waiting')).toEqual([])
  await at('2026-12-03T12:00:00Z')
  expect(texts()).toHaveLength(2)
})

it('reminds 72 and 28 hours before, the later one in the evening before when it falls in quiet hours', async () => {
  const { register, book, at, texts } = await openMessaging()
  const kari = await register('Nordmann', { mobile: '412 34 567' })
  await book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  await at('2026-11-26T08:10:00Z')
  await at('2026-11-30T08:20:00Z')
  await at('2026-12-01T19:50:00Z')
  expect(texts().slice(1)).toEqual([
    'Påminnelse: Du har time 03.12 kl. 09.20 hos Eksempel legesenter. Avbestill senest 24 t før: 00 00 00 00. Svar STOPP for ikke å få påminnelser.',
    'Påminnelse: Du har time 03.12 kl. 09.20 hos Eksempel legesenter. Avbestill senest 24 t før: 00 00 00 00. Svar STOPP for ikke å få påminnelser.'
  ])
})

it('lists what waits from the soonest on, also from page to page', async () => {
  const { register, book, desk } = await openMessaging()
  const kari = await register('Nordmann', { mobile: '412 34 567' })
  for (const date of ['2026-12-17', '2026-12-03', '2026-12-10']) await book({ patientId: kari.id, date })
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const page: MethodOutput<'messages.outbox'> = await desk.call('messages.outbox', {
      filter: 'waiting',
      cursor,
      limit: 2
    })
    seen.push(...page.messages.map(({ notBefore }) => notBefore))
    cursor = page.nextCursor
  } while (cursor !== null)
  expect(seen.length).toBeGreaterThan(6)
  expect(seen).toEqual([...seen].sort())
  const unknown = desk.call('messages.outbox', { filter: 'waiting', cursor: 'yesterday', limit: 2 })
  await expect(unknown).rejects.toMatchObject({ code: 'invalid-input' })
})

it('moves a reminder that falls on a Sunday or a holiday to the last allowed moment before', async () => {
  const { register, book, outbox } = await openMessaging({ now: '2026-12-21T08:00:00Z' })
  const kari = await register('Nordmann', { mobile: '412 34 567' })
  // 72 hours before is Christmas Day, 28 hours before a Sunday after Boxing Day: both go on Christmas Eve, as one.
  await book({ patientId: kari.id, date: '2026-12-28', time: '14:00' })
  const reminders = (await outbox('waiting')).filter(({ purpose }) => purpose === 'appointment-reminder')
  expect(reminders.map(({ notBefore }) => notBefore)).toEqual(['2026-12-24T19:50:00.000Z'])
})

it('drops the sentence about the fee once the limit has passed', async () => {
  const { register, book, at, texts } = await openMessaging()
  const kari = await register('Nordmann', { mobile: '412 34 567' })
  await book({ patientId: kari.id, date: '2026-11-26', time: '14:00' })
  await at('2026-11-26T08:05:00Z')
  expect(texts()).toEqual([
    'Du har time 26.11 kl. 14.00 hos Eksempel legesenter. Avbestill: 00 00 00 00. Svar STOPP for ikke å få påminnelser.'
  ])
})

it('sends nothing late or wrong after the PC was off for two days', async () => {
  const clinic = await openMessaging()
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  const late = await clinic.register('Lie', { mobile: '987 65 432' })
  await clinic.book({ patientId: kari.id, date: '2026-12-01', time: '09:20' })
  await clinic.book({ patientId: late.id, date: '2026-11-27', time: '09:20' })
  const back = await clinic.again()
  await back.at('2026-11-29T12:00:00Z')
  expect(back.texts()).toEqual([])
  await back.at('2026-12-02T12:00:00Z')
  expect(back.texts()).toEqual([])
  expect((await back.outbox('problems')).every(({ state }) => state === 'expired')).toBe(true)
})

it('goes on with the others when one patient has no mobile', async () => {
  const { register, book, at, modem, look } = await openMessaging()
  const silent = await register('Uten')
  const kari = await register('Nordmann', { mobile: '412 34 567' })
  const first = await book({ patientId: silent.id, date: '2026-12-03', time: '09:20' })
  await book({ patientId: kari.id, date: '2026-12-03', time: '09:40' })
  expect((await look(first.appointment)).messageState).toBe('letter-waiting')
  await at('2026-11-26T08:05:00Z')
  await at('2026-11-30T10:00:00Z')
  expect(modem.sent.map(({ to }) => to)).toEqual([MOBILE, MOBILE])
  expect((await look(first.appointment)).messageState).toBe('letter-waiting')
})

it('writes to the mobile as it is at the moment of sending', async () => {
  const { register, book, at, desk, modem } = await openMessaging()
  const kari = await register('Nordmann', { mobile: '412 34 567' })
  await book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  const { id, version } = kari
  const draft = namedDraft('Nordmann', 'Test', { mobile: '987 65 432' })
  await desk.call('patients.update', { id, version, draft })
  await at('2026-11-26T08:05:00Z')
  expect(modem.sent.map(({ to }) => to)).toEqual(['+4798765432'])
})

it('sends nothing to a patient who withdrew consent or is reserved by the time of sending', async () => {
  const { register, book, at, desk, texts, outbox } = await openMessaging()
  const withdrawn = await register('Nei', { mobile: '412 34 567' })
  const reserved = await register('Reservert', { mobile: '987 65 432' })
  await book({ patientId: withdrawn.id, date: '2026-12-03', time: '09:20' })
  await book({ patientId: reserved.id, date: '2026-12-03', time: '09:40' })
  await desk.call('consents.record', {
    patientId: withdrawn.id,
    decisions: [{ purpose: 'appointment-reminder', channel: 'sms', decision: 'withdrawn' }]
  })
  await desk.call('consents.setReserved', { patientId: reserved.id, isReserved: true })
  await at('2026-11-26T08:05:00Z')
  expect(texts()).toEqual([])
  const ended = (await outbox()).filter(({ state }) => state === 'blocked')
  expect(ended.map(({ reason }) => reason).sort()).toEqual([
    // The confirmation and both reminders of each, stopped with the patient's word.
    ...['consent-withdrawn', 'consent-withdrawn', 'consent-withdrawn'],
    ...['reserved', 'reserved', 'reserved']
  ])
})

it('leaves the clinic’s name out for a protected address', async () => {
  const { register, book, at, texts } = await openMessaging()
  const hidden = await register('Skjult', {
    mobile: '412 34 567',
    addressProtection: 'strictly-confidential'
  })
  await book({ patientId: hidden.id, date: '2026-12-03', time: '09:20' })
  await at('2026-11-26T08:05:00Z')
  expect(texts()[0]).not.toContain('Eksempel legesenter')
  expect(texts()[0]).toMatch(/^Du har time 03\.12 kl\. 09\.20\. Avbestill/)
})

it('writes about a child to the guardian who carries the messages', async () => {
  const { register, book, at, desk, modem } = await openMessaging()
  const mother = await register('Mor', { mobile: '412 34 567', birthDate: '1987-05-17' })
  const child = await register('Barn', { birthDate: '2018-03-01' })
  await desk.call('patients.addGuardian', {
    childId: child.id,
    guardianPatientId: mother.id,
    kind: 'parent',
    carriesMessages: true
  })
  await book({ patientId: child.id, date: '2026-12-03', time: '09:20' })
  await at('2026-11-26T08:05:00Z')
  expect(modem.sent.map(({ to }) => to)).toEqual([MOBILE])
})

it('keeps a confirmation for another day back until the quiet hours end, but not one for today', async () => {
  const { register, book, at, texts } = await openMessaging({ now: '2026-11-26T21:00:00Z' })
  const kari = await register('Nordmann', { mobile: '412 34 567' })
  await book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  await book({ patientId: kari.id, date: '2026-11-26', time: '23:30', isOverbooking: true })
  await at('2026-11-26T21:05:00Z')
  expect(texts()).toHaveLength(1)
  expect(texts()[0]).toContain('26.11 kl. 23.30')
  await at('2026-11-27T06:59:00Z')
  expect(texts()).toHaveLength(1)
  await at('2026-11-27T07:00:00Z')
  expect(texts()[1]).toContain('03.12 kl. 09.20')
})

it.each([
  { date: '2026-10-25', words: '25.10 kl. 10.00', count: 2 },
  { date: '2026-10-26', words: '26.10 kl. 10.00', count: 2 },
  // Both would leave on a holiday, so one leaves the evening before them.
  { date: '2027-03-28', words: '28.03 kl. 10.00', count: 1 },
  { date: '2027-03-30', words: '30.03 kl. 10.00', count: 2 },
  { date: '2028-02-29', words: '29.02 kl. 10.00', count: 2 }
])('reminds of $date by the wall clock, at the wall clock’s hours', async ({ date, words, count }) => {
  const at = (days: number, plainTime: string) =>
    Temporal.PlainDate.from(date)
      .add({ days })
      .toZonedDateTime({ timeZone: 'Europe/Oslo', plainTime })
      .toInstant()
      .toString()
  const clinic = await openMessaging({ now: at(-10, '09:00') })
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  await clinic.book({ patientId: kari.id, date })
  for (let days = -10; days < 0; days += 1) {
    await clinic.at(at(days, '10:00'))
    await clinic.at(at(days, '20:50'))
  }
  const reminders = clinic.texts().filter((text) => text.startsWith('Påminnelse'))
  expect(reminders).toHaveLength(count)
  for (const text of reminders) expect(text).toContain(`Du har time ${words} hos Eksempel legesenter.`)
})
