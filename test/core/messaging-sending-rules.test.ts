import { expect, it } from 'vitest'
import type { Appointment } from '../../src-preload/contract/appointments'
import type { ClinicSettings } from '../../src-preload/contract/settings'
import { openMessaging, type MessagingDesk } from './fixtures/messaging'

const REMINDER_DAY = '2026-11-30T08:20:00Z'

/** Three people on one mobile, with appointments on 3 December. */
async function openFamily({ offersCheckIn = false } = {}) {
  const clinic = await openMessaging()
  if (offersCheckIn) {
    const { lan, database } = clinic.core
    const settings = await lan.read(database.reader)
    lan.take({ ...settings, tokens: { ...settings.tokens, 'check-in': 'a-secret-end-of-an-address' } })
  }
  const mother = await clinic.register('Mor', { mobile: '412 34 567' })
  const first = await clinic.register('Barnet', { mobile: '412 34 567' })
  const second = await clinic.register('Broren', { mobile: '412 34 567' })
  const booked: Appointment[] = []
  for (const [patient, time] of [
    [mother, '09:20'],
    [first, '09:40'],
    [second, '10:00']
  ] as const)
    booked.push((await clinic.book({ patientId: patient.id, date: '2026-12-03', time })).appointment)
  await clinic.at('2026-11-26T08:05:00Z')
  const [one, two, three] = booked
  if (!one || !two || !three) throw new Error('three were booked')
  return {
    clinic,
    mother,
    first,
    second,
    booked: [one, two, three] as const,
    confirmations: clinic.texts().length
  }
}

async function change(clinic: MessagingDesk, changes: Partial<ClinicSettings['messaging']>): Promise<void> {
  const { messaging } = await clinic.desk.call('settings.get', {})
  await clinic.manager.call('settings.save', { messaging: { ...messaging, ...changes } })
}

async function reminders(clinic: MessagingDesk): Promise<string[]> {
  const waiting = await clinic.outbox('waiting')
  return waiting.filter(({ purpose }) => purpose === 'appointment-reminder').map(({ notBefore }) => notBefore)
}

it('reminds a family on one mobile once for the day, with the number and the first time', async () => {
  const { clinic, booked, confirmations } = await openFamily()
  await clinic.at(REMINDER_DAY)
  expect(clinic.texts().slice(confirmations)).toEqual([
    'Påminnelse: 3 timer 03.12, første kl. 09.20 hos Eksempel legesenter. Avbestill senest 24 t før: 00 00 00 00. Svar STOPP for ikke å få påminnelser.'
  ])
  for (const appointment of booked) expect((await clinic.look(appointment)).messageState).toBe('sent')
  await clinic.at('2026-11-30T12:00:00Z')
  expect(clinic.texts()).toHaveLength(confirmations + 1)
  await clinic.at('2026-12-01T19:50:00Z')
  expect(clinic.texts()).toHaveLength(confirmations + 2)
})

it('gives each appointment of a family its check-in code by the hour, where the clinic offers check-in', async () => {
  const { clinic, confirmations } = await openFamily({ offersCheckIn: true })
  const own = (await clinic.outbox('waiting')).map(({ text }) => /Innsjekk: (\d{5})\./.exec(text)?.[1])
  await clinic.at(REMINDER_DAY)
  const text = clinic.texts().slice(confirmations).join('')
  const codes = [...text.matchAll(/kl\. (\d\d\.\d\d): (\d{5})/g)].map(([, ...code]) => code)
  expect(codes.map(([time]) => time)).toEqual(['09.20', '09.40', '10.00'])
  expect(codes.map(([, code]) => code)).toEqual(own.slice(0, 3))
  expect(text).toMatch(/ Innsjekk: kl\. 09\.20: .*\d{5}\. Svar STOPP/)
})

it('judges each patient’s consent by itself when it reminds a family', async () => {
  const { clinic, first, booked, confirmations } = await openFamily()
  await clinic.desk.call('consents.record', {
    patientId: first.id,
    decisions: [{ purpose: 'appointment-reminder', channel: 'sms', decision: 'withdrawn' }]
  })
  await clinic.at(REMINDER_DAY)
  expect(clinic.texts().slice(confirmations)).toEqual([expect.stringContaining('2 timer 03.12')])
  await clinic.at('2026-11-30T12:00:00Z')
  expect(clinic.texts()).toHaveLength(confirmations + 1)
  expect((await clinic.messagesOf(first)).map((message) => 'state' in message && message.state)).toContain(
    'blocked'
  )
  expect((await clinic.look(booked[2])).messageState).toBe('sent')
})

it('leaves out of the family’s reminder what was moved or cancelled before, and tells of what changes after', async () => {
  const { clinic, booked, confirmations } = await openFamily()
  const [one, two, three] = booked
  const cancel = async ({ id }: Appointment, notifyPatient: boolean) => {
    const { version } = await clinic.desk.call('appointments.get', { id })
    await clinic.desk.call('appointments.cancel', { id, version, reason: 'patient', notifyPatient })
  }
  await cancel(two, false)
  await clinic.at(REMINDER_DAY)
  expect(clinic.texts().slice(confirmations)).toEqual([expect.stringContaining('2 timer 03.12')])
  await cancel(three, true)
  await clinic.at('2026-11-30T08:30:00Z')
  expect(clinic.texts().at(-1)).toContain('Timen din 03.12 kl. 10.00')
  await clinic.at('2026-12-01T19:50:00Z')
  expect(clinic.texts().at(-1)).toContain('Påminnelse: Du har time 03.12 kl. 09.20')
  expect((await clinic.look(one)).messageState).toBe('sent')
})

it('reminds the others by themselves when the one that spoke for them is refused and then cancelled', async () => {
  const { clinic, booked, confirmations } = await openFamily()
  clinic.modem.answers.push({ kind: 'refused', code: 'cms-38', class: 'retry-backoff' })
  await clinic.at(REMINDER_DAY)
  expect(clinic.texts().slice(confirmations)).toEqual([expect.stringContaining('3 timer 03.12')])
  const [one] = booked
  const { version } = await clinic.desk.call('appointments.get', { id: one.id })
  await clinic.desk.call('appointments.cancel', {
    id: one.id,
    version,
    reason: 'patient',
    notifyPatient: false
  })
  await clinic.at('2026-11-30T08:45:00Z')
  expect(clinic.texts().slice(confirmations + 1)).toEqual([
    expect.stringContaining('2 timer 03.12, første kl. 09.40')
  ])
})

it('reminds the others by themselves when the desk takes back the reminder that spoke for them', async () => {
  const { clinic, confirmations } = await openFamily()
  clinic.modem.answers.push({ kind: 'refused', code: 'cms-38', class: 'retry-backoff' })
  await clinic.at(REMINDER_DAY)
  const speaker = (await clinic.outbox('waiting')).find(({ reason }) => reason === 'cms-38')
  if (!speaker) throw new Error('the refused reminder waits')
  await clinic.desk.call('messages.cancel', { id: speaker.id })
  await clinic.at('2026-11-30T08:45:00Z')
  expect(clinic.texts().slice(confirmations + 1)).toEqual([
    expect.stringContaining('2 timer 03.12, første kl. 09.40')
  ])
})

it('does not remind again when something about a reminded family member’s appointment changes', async () => {
  const { clinic, booked, confirmations } = await openFamily()
  await clinic.at(REMINDER_DAY)
  const [, , three] = booked
  const { version } = await clinic.desk.call('appointments.get', { id: three.id })
  await clinic.desk.call('appointments.setNote', { id: three.id, version, note: 'Tar med resept' })
  await clinic.at('2026-11-30T12:00:00Z')
  expect(clinic.texts()).toHaveLength(confirmations + 1)
})

it('reminds at the hours of the appointment’s type, or not at all', async () => {
  const clinic = await openMessaging()
  const { type } = clinic
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  await clinic.manager.call('appointmentTypes.save', { ...type, reminderHours: [48] })
  await clinic.book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  expect(await reminders(clinic)).toEqual(['2026-12-01T08:20:00.000Z'])
  await clinic.manager.call('appointmentTypes.save', { ...type, reminderHours: [] })
  await clinic.book({ patientId: kari.id, date: '2026-12-10', time: '09:20' })
  await clinic.core.runOutbox()
  expect(await reminders(clinic)).toEqual([])
})

it('confirms no booking of a type that sends no confirmation, but tells of its move once it has reminded', async () => {
  const clinic = await openMessaging()
  const { type, desk } = clinic
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  await clinic.manager.call('appointmentTypes.save', { ...type, sendsConfirmation: false })
  const { appointment } = await clinic.book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  await clinic.core.runOutbox()
  expect(await purposesOf(clinic)).toEqual(['appointment-reminder', 'appointment-reminder'])
  await clinic.at('2026-11-30T12:00:00Z')
  expect(clinic.texts()).toHaveLength(1)
  const place = {
    clinicianId: appointment.clinicianId,
    date: '2026-12-03',
    time: '10:20',
    durationMinutes: 20
  }
  const { version } = await desk.call('appointments.get', { id: appointment.id })
  await desk.call('appointments.move', { id: appointment.id, version, ...place, isOverbooking: false })
  expect(await purposesOf(clinic)).toContain('move-notice')
})

it('tells who was told of a cancellation that the appointment stands after all, whatever its type confirms', async () => {
  const clinic = await openMessaging()
  const { type, desk } = clinic
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  await clinic.manager.call('appointmentTypes.save', { ...type, sendsConfirmation: false })
  const { appointment } = await clinic.book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  const { id, version } = appointment
  const cancel = { id, version, reason: 'clinic' as const, notifyPatient: true }
  const { changeId } = await desk.call('appointments.cancel', cancel)
  await clinic.at('2026-11-26T08:05:00Z')
  expect(clinic.texts()).toEqual([expect.stringContaining('er avlyst')])
  await desk.call('appointments.undo', { changeId })
  await clinic.at('2026-11-26T08:15:00Z')
  expect(clinic.texts().slice(1)).toEqual([expect.stringContaining('Du har time 03.12 kl. 09.20')])
})

async function purposesOf({ core }: Awaited<ReturnType<typeof openMessaging>>): Promise<string[]> {
  const rows = await core.database.reader
    .selectFrom('message')
    .select('purpose')
    .where('state', '=', 'queued')
    .orderBy('id')
    .execute()
  return rows.map(({ purpose }) => purpose)
}

it('plans waiting reminders anew when the clinic’s hours or quiet hours change, also after a restart', async () => {
  const clinic = await openMessaging()
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  await clinic.book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  await clinic.core.runOutbox()
  await change(clinic, { reminderHours: [48] })
  await clinic.core.runOutbox()
  expect(await reminders(clinic)).toEqual(['2026-12-01T08:20:00.000Z'])
  await change(clinic, { reminderHours: [72, 28] })
  const back = await clinic.again()
  await back.core.runOutbox()
  expect(await reminders(back)).toEqual(['2026-11-30T08:20:00.000Z', '2026-12-01T19:50:00.000Z'])
  await change(back, { quietFrom: 20 * 60 })
  await back.core.runOutbox()
  expect(await reminders(back)).toEqual(['2026-11-30T08:20:00.000Z', '2026-12-01T18:50:00.000Z'])
})

it('sends no second reminder right after one when the hours change', async () => {
  const clinic = await openMessaging()
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  await clinic.book({ patientId: kari.id, date: '2026-12-03', time: '09:20' })
  await clinic.at('2026-11-26T08:05:00Z')
  await clinic.at(REMINDER_DAY)
  await change(clinic, { reminderHours: [71, 28] })
  await clinic.at('2026-11-30T09:30:00Z')
  expect(clinic.texts()).toHaveLength(2)
  expect(await reminders(clinic)).toEqual(['2026-12-01T19:50:00.000Z'])
})

it('sends no reminder on a Sunday that it missed on the Saturday', async () => {
  const clinic = await openMessaging()
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  // 72 hours before Tuesday at 14 is Saturday at 14; the PC is off until Sunday at 01.
  await clinic.book({ patientId: kari.id, date: '2026-12-01', time: '14:00' })
  await clinic.at('2026-11-26T08:05:00Z')
  await clinic.at('2026-11-29T00:00:00Z')
  await clinic.at('2026-11-29T09:00:00Z')
  expect(clinic.texts()).toHaveLength(1)
})

it('says nothing late or wrong for a family after the PC was off for two days', async () => {
  const { clinic, booked, confirmations } = await openFamily()
  const [one] = booked
  const back = await clinic.again()
  await back.at('2026-12-01T12:00:00Z')
  expect(back.texts()).toEqual([])
  const { version } = await back.desk.call('appointments.get', { id: one.id })
  await back.desk.call('appointments.cancel', { id: one.id, version, reason: 'clinic', notifyPatient: false })
  await back.at('2026-12-01T19:50:00Z')
  expect(back.texts()).toEqual([expect.stringContaining('2 timer 03.12, første kl. 09.40')])
  await back.at('2026-12-05T12:00:00Z')
  expect(back.texts()).toHaveLength(1)
  expect(confirmations).toBe(3)
})
