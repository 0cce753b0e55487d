import { expect, it } from 'vitest'
import type { BookingDecision } from '../../src-preload/contract/schedules'
import { openMessaging } from './fixtures/messaging'

type Clinic = Awaited<ReturnType<typeof openMessaging>>

/** Two patients on Monday: one who can be told, and one without a mobile. */
async function openDay() {
  const clinic = await openMessaging()
  const [doctor] = clinic.clinicians
  const add = async (name: string, time: string, mobile?: string) => {
    const patient = await clinic.register(name, mobile === undefined ? {} : { mobile })
    const place = { patientId: patient.id, clinicianId: doctor.id, date: '2026-11-30', time }
    return (await clinic.book(place)).appointment
  }
  const kari = await add('Nordmann', '09:00', '412 34 567')
  const without = await add('Uten', '09:20')
  return { clinic, doctor, kari, without }
}

type Booked = Awaited<ReturnType<typeof openDay>>['kari']

const preview = (clinic: Clinic, ...decisions: BookingDecision[]) =>
  clinic.desk.call('messages.previewNotices', { decisions })

const decided = ({ id, version }: Booked, action: BookingDecision['action']): BookingDecision => ({
  appointmentId: id,
  version,
  action
})

const moved = (appointment: Booked, time: string): BookingDecision => {
  const { clinicianId, durationMinutes } = appointment
  return decided(appointment, {
    kind: 'move',
    slot: { clinicianId, date: '2026-12-01', time, durationMinutes }
  })
}

it('counts the notices that moving and cancelling would send, what they cost, and whom none would reach', async () => {
  const { clinic, kari, without } = await openDay()
  const cancelled = decided(without, { kind: 'cancel', notifyPatient: true })
  expect(await preview(clinic, moved(kari, '10:00'), cancelled)).toEqual({
    count: 1,
    costMinor: 39,
    silent: [{ appointmentId: without.id, reason: 'mobile-missing' }]
  })
  expect(clinic.texts()).toEqual([])
})

it('counts nothing for a booking that is kept, or cancelled without telling', async () => {
  const { clinic, kari, without } = await openDay()
  const quietly = decided(kari, { kind: 'cancel', notifyPatient: false })
  expect(await preview(clinic, quietly, decided(without, { kind: 'keep' }))).toEqual({
    count: 0,
    costMinor: 0,
    silent: []
  })
})

it('is as many as then leave', async () => {
  const { clinic, kari } = await openDay()
  await clinic.at('2026-11-26T09:00:00Z')
  const before = clinic.texts().length
  const { count } = await preview(clinic, moved(kari, '10:00'))
  const { id, version, clinicianId, durationMinutes } = kari
  const place = { clinicianId, date: '2026-12-01', time: '10:00', durationMinutes, isOverbooking: false }
  await clinic.desk.call('appointments.move', { id, version, ...place })
  await clinic.at('2026-11-26T10:00:00Z')
  expect(clinic.texts().length - before).toBe(count)
})

it('writes the look into the access log, once for the same bookings', async () => {
  const { clinic, kari } = await openDay()
  await preview(clinic, moved(kari, '10:00'))
  await preview(clinic, moved(kari, '11:00'))
  const looks = await clinic.core.database.reader
    .selectFrom('access_log')
    .select(['action', 'detail'])
    .where('action', '=', 'notices.previewed')
    .orderBy('id')
    .execute()
  expect(looks).toEqual([{ action: 'notices.previewed', detail: String(kari.id) }])
})
