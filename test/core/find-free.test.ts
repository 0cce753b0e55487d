import { expect, it } from 'vitest'
import type { MethodInput } from '../../src-preload/contract'
import { openDesk, type Desk } from './fixtures/desk'
import { addDevices, addType, daysAway, sessionOf, workBy } from './fixtures/schedules'

type Query = MethodInput<'appointments.findFree'>

/** The first openings, short: `2026-12-03 10:00`. */
async function openings({ desk, clinicians, type }: Desk, query: Partial<Query> = {}): Promise<string[]> {
  const slots = await desk.call('appointments.findFree', {
    typeId: type.id,
    durationMinutes: null,
    clinicianIds: [clinicians[0].id],
    partOfDay: null,
    weekdays: [],
    from: '2026-12-03',
    fromMinute: null,
    until: null,
    movingId: null,
    limit: 2,
    ...query
  })
  return slots.map(({ date, time }) => `${date} ${time}`)
}

/** Thursday 3 December: urgent until nine, a telephone hour, the rest ordinary, half an hour blocked. */
const MIXED = [
  sessionOf({ weekday: 4, startMinute: 480, endMinute: 540, kind: 'urgent', heldUntilMinute: 480 }),
  sessionOf({ weekday: 4, startMinute: 540, endMinute: 600, kind: 'telephone' }),
  sessionOf({ weekday: 4, startMinute: 600, endMinute: 630, kind: 'blocked' }),
  sessionOf({ weekday: 4, startMinute: 630, endMinute: 690 }),
  sessionOf({ weekday: 4, startMinute: 690, endMinute: 720 })
]

it('looks in the sessions that the type belongs in, those that follow on one another as one', async () => {
  const clinic = await openDesk({ now: '2026-12-02T12:00:00Z' })
  const { manager, clinicians } = clinic
  await workBy(manager, clinicians[0].id, MIXED)
  const calls = await addType(manager, { name: 'Telefon', kind: 'telephone', durationMinutes: 10 })
  const urgent = await addType(manager, { name: 'ØH', kind: 'urgent', durationMinutes: 10 })
  expect(await openings(clinic)).toEqual(['2026-12-03 10:30', '2026-12-03 10:50'])
  expect(await openings(clinic, { durationMinutes: 90, limit: 1 })).toEqual(['2026-12-03 10:30'])
  expect(await openings(clinic, { typeId: calls.id })).toEqual(['2026-12-03 09:00', '2026-12-03 09:10'])
  expect(await openings(clinic, { typeId: urgent.id })).toEqual(['2026-12-03 08:00', '2026-12-03 08:10'])
})

it('keeps urgent sessions until their hour, on the day itself, and gives what is left to everybody then', async () => {
  const clinic = await openDesk({ now: '2026-12-03T06:59:00Z' })
  const { manager, clinicians, clock } = clinic
  await workBy(manager, clinicians[0].id, MIXED)
  expect(await openings(clinic, { limit: 1 })).toEqual(['2026-12-03 10:30'])
  clock.set(clock.now().add({ minutes: 1 }))
  expect(await openings(clinic, { limit: 1 })).toEqual(['2026-12-03 08:00'])
  expect(await openings(clinic, { limit: 1, from: '2026-12-10' })).toEqual(['2026-12-10 10:30'])
})

it('finds by part of the day, weekday, clinicians and a last date', async () => {
  const clinic = await openDesk()
  const [anne, bjorn] = clinic.clinicians
  const afternoon = { fromMinute: 720, untilMinute: 760 }
  expect(await openings(clinic, { partOfDay: afternoon, limit: 3 })).toEqual([
    '2026-12-03 12:00',
    '2026-12-03 12:20',
    '2026-12-04 12:00'
  ])
  expect(await openings(clinic, { weekdays: [1, 2], limit: 1 })).toEqual(['2026-12-07 08:00'])
  expect(await openings(clinic, { weekdays: [7], until: '2026-12-31' })).toEqual([])
  await clinic.desk.call('schedules.save', { change: daysAway(anne.id, '2026-12-03', '2026-12-09') })
  const both = { clinicianIds: [anne.id, bjorn.id], from: '2026-12-09', limit: 1 }
  expect(await openings(clinic, both)).toEqual(['2026-12-09 08:00'])
  expect(await openings(clinic, { limit: 1 })).toEqual(['2026-12-10 08:00'])
})

it('keeps the time after a visit free that its type asks for, before and after', async () => {
  const clinic = await openDesk()
  const { manager, book } = clinic
  const long = await addType(manager, { name: 'Inngrep', durationMinutes: 30, bufferMinutes: 15 })
  await book({ time: '11:00' })
  expect(await openings(clinic, { typeId: long.id, fromMinute: 600, limit: 2 })).toEqual([
    '2026-12-03 10:00',
    '2026-12-03 11:20'
  ])
  await clinic.desk.call('appointments.book', {
    patientId: clinic.odd,
    clinicianId: clinic.clinicians[0].id,
    typeId: long.id,
    date: '2026-12-03',
    time: '10:00',
    durationMinutes: 30,
    note: '',
    isOverbooking: false
  })
  expect(await openings(clinic, { fromMinute: 600, limit: 1 })).toEqual(['2026-12-03 11:20'])
  expect(await openings(clinic, { durationMinutes: 15, fromMinute: 600, limit: 1 })).toEqual([
    '2026-12-03 10:45'
  ])
  // The type asks for nothing any more: what was kept free can be given at once.
  await manager.call('appointmentTypes.save', { ...long, bufferMinutes: 0 })
  expect(await openings(clinic, { fromMinute: 600, limit: 1 })).toEqual(['2026-12-03 10:30'])
})

it('finds times at which a device that is needed is free too', async () => {
  const clinic = await openDesk()
  const { manager, clinicians, desk, odd, ingrid } = clinic
  const needs = [await addDevices(manager, 'Ultralyd', 2)]
  const scan = await addType(manager, { name: 'Ultralyd', needs })
  const place = { typeId: scan.id, date: '2026-12-03', time: '10:00', durationMinutes: 30, note: '' }
  const book = (patientId: typeof odd, clinicianId: (typeof clinicians)[0]['id']) =>
    desk.call('appointments.book', { ...place, patientId, clinicianId, isOverbooking: false })
  await book(odd, clinicians[1].id)
  const asked = { typeId: scan.id, fromMinute: 600, limit: 1 }
  expect(await openings(clinic, asked)).toEqual(['2026-12-03 10:00'])
  const { appointment } = await book(ingrid, clinicians[2].id)
  expect(await openings(clinic, asked)).toEqual(['2026-12-03 10:30'])
  expect(await openings(clinic, { ...asked, movingId: appointment.id })).toEqual(['2026-12-03 10:00'])
})

it('offers the place an appointment has now when that appointment is to be moved', async () => {
  const clinic = await openDesk()
  const { appointment } = await clinic.book()
  const near = { fromMinute: 600, limit: 1 }
  expect(await openings(clinic, near)).toEqual(['2026-12-03 10:20'])
  expect(await openings(clinic, { ...near, movingId: appointment.id })).toEqual(['2026-12-03 10:00'])
})

it('is right on the nights the clock changes and on 29 February', async () => {
  const clinic = await openDesk({ now: '2026-03-28T20:00:00Z' })
  await workBy(clinic.manager, clinic.clinicians[0].id, [
    sessionOf({ weekday: 7, startMinute: 60, endMinute: 240 }),
    sessionOf({ weekday: 2, startMinute: 480, endMinute: 500 })
  ])
  // Two o'clock is not there that night; the Sunday after is Easter Sunday.
  expect(await openings(clinic, { durationMinutes: 30, limit: 5, from: '2026-03-29' })).toEqual([
    '2026-03-29 01:00',
    '2026-03-29 01:30',
    '2026-03-29 03:00',
    '2026-03-29 03:30',
    '2026-04-12 01:00'
  ])
  expect(await openings(clinic, { from: '2028-02-28', weekdays: [2], limit: 1 })).toEqual([
    '2028-02-29 08:00'
  ])
})
