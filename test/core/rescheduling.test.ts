import { expect, it } from 'vitest'
import type { AffectedBooking, BookingDecision } from '../../src-preload/contract/schedules'
import { openDesk } from './fixtures/desk'
import { addType, daysAway, sessionOf } from './fixtures/schedules'

const short = ({ appointment, sameClinician, otherClinician }: AffectedBooking) => ({
  time: appointment.time,
  same: sameClinician.map(({ date, time }) => `${date} ${time}`),
  other: otherClinician.map(({ date, time }) => `${date} ${time}`)
})

it('shows the bookings an absence would hit with times to move to, and moves, cancels and keeps them', async () => {
  const clinic = await openDesk()
  const { desk, book, clinicians, odd, look } = clinic
  const friday = { date: '2026-12-04' }
  const first = await book({ ...friday, time: '08:00' })
  const second = await book({ ...friday, time: '08:20', patientId: odd })
  const third = await book({ ...friday, time: '08:40' })
  const gone = await book({ ...friday, time: '09:00' })
  await desk.call('appointments.cancel', {
    id: gone.appointment.id,
    version: 1,
    reason: 'patient',
    notifyPatient: false
  })
  await book({ date: '2026-12-07', time: '08:00' })
  const change = daysAway(clinicians[0].id, '2026-12-04', '2026-12-04')

  const { bookings, total } = await desk.call('schedules.preview', { change })
  expect(total).toBe(3)
  expect(bookings.map(({ notes }) => notes)).toEqual([
    [{ code: 'absence', reason: 'course' }],
    [{ code: 'absence', reason: 'course' }],
    [{ code: 'absence', reason: 'course' }]
  ])
  expect(bookings.map(short)).toEqual([
    {
      time: '08:00',
      same: ['2026-12-07 08:20', '2026-12-07 08:40', '2026-12-07 09:00'],
      other: ['2026-12-04 08:00', '2026-12-04 08:00', '2026-12-04 08:20']
    },
    {
      time: '08:20',
      same: ['2026-12-07 08:40', '2026-12-07 09:00', '2026-12-07 09:20'],
      other: ['2026-12-04 08:00', '2026-12-04 08:20', '2026-12-04 08:20']
    },
    {
      time: '08:40',
      same: ['2026-12-07 09:00', '2026-12-07 09:20', '2026-12-07 09:40'],
      other: ['2026-12-04 08:20', '2026-12-04 08:20', '2026-12-04 08:40']
    }
  ])
  // Nothing is written by looking.
  expect((await desk.call('schedules.get', { clinicianId: clinicians[0].id })).absences).toEqual([])

  await desk.call('schedules.save', { change, decided: bookings.map(({ appointment }) => appointment.id) })
  const decide = (index: number, action: BookingDecision['action']): BookingDecision => {
    const { id, version } = bookings[index]!.appointment
    return { appointmentId: id, version, action }
  }
  const outcomes = await desk.call('schedules.resolve', {
    decisions: [
      decide(0, { kind: 'move', slot: bookings[0]!.otherClinician[0]! }),
      decide(1, { kind: 'cancel', notifyPatient: true }),
      decide(2, { kind: 'keep' })
    ]
  })
  expect(outcomes.map(({ result }) => result)).toEqual(['moved', 'cancelled', 'kept'])
  expect(await look(first.appointment)).toMatchObject({
    clinicianId: clinicians[1].id,
    date: '2026-12-04',
    time: '08:00'
  })
  expect(await look(second.appointment)).toMatchObject({ status: 'cancelled', cancelReason: 'clinic' })
  expect(await look(third.appointment)).toMatchObject({ status: 'booked', version: 1 })

  const [moved, cancelled] = outcomes
  await desk.call('appointments.undo', { changeId: moved!.changeId! })
  await desk.call('appointments.undo', { changeId: cancelled!.changeId! })
  expect(await look(first.appointment)).toMatchObject({ clinicianId: clinicians[0].id, time: '08:00' })
  expect(await look(second.appointment)).toMatchObject({ status: 'booked' })
})

it('tells which decisions could not be taken and why, and takes the others', async () => {
  const { desk, book, clinicians, odd } = await openDesk()
  const first = await book({ date: '2026-12-04' })
  const second = await book({ date: '2026-12-04', time: '11:00', patientId: odd })
  await book({ date: '2026-12-04', time: '10:00', clinicianId: clinicians[1].id })
  const slot = { clinicianId: clinicians[1].id, date: '2026-12-04', time: '10:00', durationMinutes: 20 }
  const outcomes = await desk.call('schedules.resolve', {
    decisions: [
      { appointmentId: first.appointment.id, version: 1, action: { kind: 'move', slot } },
      { appointmentId: second.appointment.id, version: 7, action: { kind: 'cancel', notifyPatient: false } },
      {
        appointmentId: second.appointment.id,
        version: 1,
        action: { kind: 'move', slot: { ...slot, time: '11:00' } }
      }
    ]
  })
  expect(outcomes.map(({ result, refusal }) => [result, refusal?.code])).toEqual([
    ['refused', 'slot-taken'],
    ['refused', 'stale-version'],
    ['moved', undefined]
  ])
})

it('asks only about what the change makes wrong, by the session kinds too', async () => {
  const { desk, manager, book, clinicians, odd } = await openDesk()
  const clinicianId = clinicians[0].id
  await book({ date: '2026-12-04', time: '17:00' })
  const morning = await book({ date: '2026-12-04', time: '08:00', patientId: odd })
  const calls = await addType(manager, { name: 'Telefon', kind: 'telephone' })
  const call = await desk.call('appointments.book', {
    patientId: odd,
    clinicianId,
    typeId: calls.id,
    date: '2026-12-04',
    time: '08:20',
    durationMinutes: 20,
    note: '',
    isOverbooking: false
  })
  const template = {
    id: null,
    clinicianId,
    name: 'Ny uke',
    validFrom: '2026-12-04',
    validUntil: null,
    cycleWeeks: 1,
    anchorDate: '2026-12-04',
    sessions: [1, 2, 3, 4, 5].flatMap((weekday) => [
      sessionOf({ weekday, startMinute: 480, endMinute: 600, kind: 'telephone' }),
      sessionOf({ weekday, startMinute: 600, endMinute: 900 })
    ])
  }
  const change = { kind: 'save-template', template } as const
  const { bookings } = await desk.call('schedules.preview', { change })
  expect(bookings.map(({ appointment, notes }) => [appointment.id, notes])).toEqual([
    [morning.appointment.id, [{ code: 'wrong-session', sessionKind: 'telephone' }]]
  ])
  expect(bookings[0]?.sameClinician[0]).toMatchObject({ date: '2026-12-04', time: '10:00' })
  expect(call.appointment.time).toBe('08:20')
  await desk.call('schedules.save', { change, decided: [morning.appointment.id] })
  const { templates } = await desk.call('schedules.get', { clinicianId })
  const made = templates.find(({ name }) => name === 'Ny uke')
  const removal = { kind: 'remove-template', id: made!.id } as const
  expect(await desk.call('schedules.preview', { change: removal })).toEqual({ bookings: [], total: 0 })
})

it('saves nothing while another desk has booked into the change, and shows what was booked', async () => {
  const { desk, manager, book, clinicians, odd, type } = await openDesk()
  const clinicianId = clinicians[0].id
  const first = await book({ date: '2026-12-04' })
  const change = daysAway(clinicianId, '2026-12-04', '2026-12-04')
  const listed = await desk.call('schedules.preview', { change })
  const decided = listed.bookings.map(({ appointment }) => appointment.id)
  expect(decided).toEqual([first.appointment.id])
  const meanwhile = await manager.call('appointments.book', {
    patientId: odd,
    clinicianId,
    typeId: type.id,
    date: '2026-12-04',
    time: '11:00',
    durationMinutes: 20,
    note: '',
    isOverbooking: false
  })
  await expect(desk.call('schedules.save', { change, decided })).rejects.toMatchObject({
    code: 'bookings-undecided',
    parameters: { count: 1 }
  })
  expect((await desk.call('schedules.get', { clinicianId })).absences).toEqual([])
  const given = listed.bookings.flatMap(({ sameClinician }) => sameClinician.slice(0, 1))
  const more = await desk.call('schedules.preview', { change, except: decided, given })
  expect(more.total).toBe(1)
  expect(more.bookings.map(({ appointment }) => appointment.id)).toEqual([meanwhile.appointment.id])
  expect(more.bookings[0]?.sameClinician).not.toContainEqual(given[0])
  const { schedule } = await desk.call('schedules.save', {
    change,
    decided: [...decided, meanwhile.appointment.id]
  })
  expect(schedule.absences).toHaveLength(1)
})

it('lists what a long absence hits until none is left, and is not saved before', async () => {
  const { desk, core, book, clinicians } = await openDesk()
  const { appointment } = await book({ date: '2026-12-04', time: '08:00' })
  // Written at once beside the first one: booking them one by one takes longer than the test.
  core.database.driver.exec(
    `with recursive copies(number) as (select 1 union all select number + 1 from copies where number < 204)
     insert into appointment (patient_id, clinician_id, type_id, start_at, end_at, local_date, local_time, status,
       encounter_status, is_overbooked, created_at)
     select patient_id, clinician_id, type_id, start_at, end_at, local_date, local_time, status, encounter_status, 1,
       created_at
     from appointment, copies where id = ${appointment.id}`
  )
  const change = daysAway(clinicians[0].id, '2026-12-04', '2026-12-04')
  const first = await desk.call('schedules.preview', { change })
  expect([first.bookings.length, first.total]).toEqual([200, 205])
  const listed = first.bookings.map((one) => one.appointment.id)
  const given = first.bookings.flatMap(({ sameClinician, otherClinician }) => [
    ...sameClinician.slice(0, 1),
    ...otherClinician.slice(0, 1)
  ])
  await expect(desk.call('schedules.save', { change, decided: listed })).rejects.toMatchObject({
    code: 'bookings-undecided',
    parameters: { count: 5 }
  })
  const rest = await desk.call('schedules.preview', { change, except: listed, given })
  expect([rest.bookings.length, rest.total]).toEqual([5, 5])
  for (const { sameClinician, otherClinician } of rest.bookings)
    for (const slot of [...sameClinician, ...otherClinician]) expect(given).not.toContainEqual(slot)
  const decided = [...listed, ...rest.bookings.map((one) => one.appointment.id)]
  expect(new Set(decided).size).toBe(205)
  await desk.call('schedules.save', { change, decided })
  expect(await desk.call('schedules.preview', { change, except: decided })).toEqual({
    bookings: [],
    total: 0
  })
})

it('logs that the bookings were looked at', async () => {
  const { core, desk, clinicians } = await openDesk()
  await desk.call('schedules.preview', { change: daysAway(clinicians[0].id, '2026-12-04', '2026-12-04') })
  const rows = await core.database.reader
    .selectFrom('access_log')
    .select('detail')
    .where('action', '=', 'schedule-affected.opened')
    .execute()
  expect(rows).toEqual([{ detail: `clinician ${clinicians[0].id}` }])
})
