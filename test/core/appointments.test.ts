import { expect, it } from 'vitest'
import { openDesk } from './fixtures/desk'

const refusal = (code: string, parameters?: object) =>
  expect.objectContaining(parameters ? { code, parameters: expect.objectContaining(parameters) } : { code })

it('books a patient and shows the appointment in the day view', async () => {
  const { book, desk, clinicians, ingrid, type } = await openDesk()
  const { appointment } = await book({ note: 'Fastende' })
  expect(appointment).toMatchObject({
    version: 1,
    patientId: ingrid,
    patientFamilyName: 'Sørlie',
    patientGivenName: 'Ingrid',
    patientAge: 39,
    clinicianId: clinicians[0].id,
    typeId: type.id,
    date: '2026-12-03',
    time: '10:00',
    durationMinutes: 20,
    start: '2026-12-03T09:00:00Z',
    end: '2026-12-03T09:20:00Z',
    status: 'booked',
    encounterStatus: 'planned',
    isOverbooked: false,
    note: 'Fastende',
    // She has no mobile to send a confirmation to.
    messageState: 'no-basis'
  })
  const day = await desk.call('appointments.day', { date: '2026-12-03' })
  expect(day.holiday).toBeNull()
  expect(day.columns.map(({ clinicianId }) => clinicianId)).toEqual(clinicians.map(({ id }) => id))
  expect(day.columns[0]).toEqual({
    clinicianId: clinicians[0].id,
    sessions: [{ startMinute: 480, endMinute: 930, kind: 'ordinary', heldUntilMinute: null, roomId: null }],
    absences: [],
    appointments: [appointment]
  })
})

it('moves to another day and clinician, and tells open windows of both days', async () => {
  const { book, desk, clinicians, events } = await openDesk()
  const { appointment } = await book()
  const before = events.length
  const moved = await desk.call('appointments.move', {
    id: appointment.id,
    version: appointment.version,
    clinicianId: clinicians[1].id,
    date: '2026-12-04',
    time: '08:30',
    durationMinutes: 20,
    isOverbooking: false
  })
  expect(moved.appointment).toMatchObject({
    version: 2,
    clinicianId: clinicians[1].id,
    date: '2026-12-04',
    time: '08:30',
    start: '2026-12-04T07:30:00Z'
  })
  const { id: appointmentId, patientId } = appointment
  expect(events.slice(before)).toEqual([
    { event: 'messages.changed', payload: { appointmentId, patientId } },
    { event: 'wall.changed', payload: {} },
    {
      event: 'appointments.changed',
      payload: { appointmentId, patientId, dates: ['2026-12-03', '2026-12-04'] }
    }
  ])
  const day = await desk.call('appointments.day', { date: '2026-12-03' })
  expect(day.columns.flatMap(({ appointments }) => appointments)).toEqual([])
})

it('refuses a change made on an appointment that somebody has changed meanwhile', async () => {
  const { book, desk, look } = await openDesk()
  const { appointment } = await book()
  const { id, version } = appointment
  await desk.call('appointments.setNote', { id, version, note: 'Ring først' })
  await expect(
    desk.call('appointments.cancel', { id, version, reason: 'patient', notifyPatient: true })
  ).rejects.toEqual(refusal('stale-version'))
  expect(await look({ id })).toMatchObject({ status: 'booked', note: 'Ring først' })
})

it('takes back a move, a longer visit, a note and a cancellation, one after another', async () => {
  const { book, desk, clinicians, look } = await openDesk()
  const { appointment: booked, changeId } = await book()
  const place = { clinicianId: clinicians[0].id, date: booked.date, isOverbooking: false }
  const moved = await desk.call('appointments.move', {
    ...place,
    id: booked.id,
    version: 1,
    time: '11:00',
    durationMinutes: 20
  })
  const resized = await desk.call('appointments.move', {
    ...place,
    id: booked.id,
    version: 2,
    time: '11:00',
    durationMinutes: 40
  })
  const noted = await desk.call('appointments.setNote', { id: booked.id, version: 3, note: 'Tolk' })
  const cancelled = await desk.call('appointments.cancel', {
    id: booked.id,
    version: 4,
    reason: 'clinic',
    notifyPatient: false
  })
  expect(cancelled.appointment).toMatchObject({ status: 'cancelled', cancelReason: 'clinic' })
  const undo = (step: { changeId: typeof changeId }) =>
    desk.call('appointments.undo', { changeId: step.changeId })
  expect(await undo(cancelled)).toMatchObject({ status: 'booked', cancelReason: null, note: 'Tolk' })
  expect(await undo(noted)).toMatchObject({ note: '', durationMinutes: 40 })
  expect(await undo(resized)).toMatchObject({ durationMinutes: 20, time: '11:00' })
  expect(await undo(moved)).toMatchObject({ time: '10:00' })
  expect(await undo({ changeId })).toMatchObject({ status: 'entered-in-error' })
  expect(await look(booked)).toMatchObject({ status: 'entered-in-error', version: 10 })
  const day = await desk.call('appointments.day', { date: booked.date })
  expect(day.columns.flatMap(({ appointments }) => appointments)).toEqual([])
})

it('does not take back a step after which something else happened', async () => {
  const { book, desk } = await openDesk()
  const { appointment, changeId } = await book()
  const noted = await desk.call('appointments.setNote', { id: appointment.id, version: 1, note: 'x' })
  const undoBooking = () => desk.call('appointments.undo', { changeId })
  await expect(undoBooking()).rejects.toEqual(refusal('undo-outdated'))
  await desk.call('appointments.undo', { changeId: noted.changeId })
  await expect(desk.call('appointments.undo', { changeId: noted.changeId })).rejects.toEqual(
    refusal('undo-outdated')
  )
  expect(await undoBooking()).toMatchObject({ status: 'entered-in-error' })
})

it('lets a clinician take back what a clinician may do, and no booking', async () => {
  const { as, book } = await openDesk()
  const clinician = await as('clinician')
  const { appointment, changeId } = await book()
  await expect(clinician.call('appointments.undo', { changeId })).rejects.toEqual(refusal('not-allowed'))
  const arrived = await clinician.call('waitingRoom.arrive', { id: appointment.id })
  expect(await clinician.call('appointments.undo', { changeId: arrived.changeId })).toMatchObject({
    status: 'booked',
    arrivedAt: null
  })
})

it('tells who did what and when, from what and to what', async () => {
  const { as, book, clock, clinicians, desk } = await openDesk()
  const { appointment } = await book()
  const { id } = appointment
  clock.set(clock.now().add({ minutes: 5 }))
  await desk.call('appointments.move', {
    id,
    version: 1,
    clinicianId: clinicians[1].id,
    date: '2026-12-03',
    time: '10:10',
    durationMinutes: 30,
    isOverbooking: false
  })
  const clinician = await as('clinician')
  const arrived = await clinician.call('waitingRoom.arrive', { id })
  await desk.call('appointments.undo', { changeId: arrived.changeId })
  expect(await desk.call('appointments.history', { id })).toMatchObject([
    { userName: 'Randi Berg', kind: 'undone', from: 'arrived', to: 'booked' },
    { userName: 'Anne Lunde', kind: 'arrived', from: 'booked', to: 'arrived' },
    {
      userName: 'Randi Berg',
      changedAt: '2026-12-03T08:05:00Z',
      kind: 'moved',
      from: '2026-12-03 10:00 (20) · Anne Lunde',
      to: '2026-12-03 10:10 (30) · Bjørn Aasen'
    },
    {
      userName: 'Randi Berg',
      changedAt: '2026-12-03T08:00:00Z',
      kind: 'booked',
      from: null,
      to: '2026-12-03 10:00 (20) · Anne Lunde'
    }
  ])
})

it('lists a patient’s appointments newest first, with those to come, and how many there are', async () => {
  const { book, desk, ingrid, odd } = await openDesk()
  await book({ date: '2026-11-05' })
  await book({ date: '2027-01-14' })
  await book({ date: '2026-12-10' })
  await book({ patientId: odd, date: '2026-12-11' })
  const { changeId } = await book({ date: '2026-12-12' })
  await desk.call('appointments.undo', { changeId })
  const { appointments, total } = await desk.call('appointments.forPatient', { patientId: ingrid, limit: 2 })
  expect(appointments.map(({ date }) => date)).toEqual(['2027-01-14', '2026-12-10'])
  expect(total).toBe(3)
})

it('refuses what cannot be booked: nobody, the dead, types and clinicians no longer in use', async () => {
  const { book, core, manager, type, clinicians, ingrid, odd } = await openDesk()
  await core.database.write(async (transaction) => {
    await transaction
      .updateTable('patient')
      .set({ deceased_on: '2026-11-01' })
      .where('id', '=', odd)
      .execute()
  })
  await expect(book({ patientId: odd })).rejects.toEqual(refusal('patient-deceased'))
  await manager.call('clinicians.save', { ...draftOf(clinicians[2]), isActive: false })
  await expect(book({ clinicianId: clinicians[2].id })).rejects.toEqual(refusal('clinician-inactive'))
  await manager.call('appointmentTypes.save', { ...type, isActive: false })
  await expect(book({ patientId: ingrid })).rejects.toEqual(refusal('appointment-type-inactive'))
})

it('keeps the column of a clinician who has left while there are bookings in it', async () => {
  const { book, manager, desk, clinicians } = await openDesk()
  await book({ clinicianId: clinicians[2].id })
  await manager.call('clinicians.save', { ...draftOf(clinicians[2]), isActive: false })
  await manager.call('clinicians.save', { ...draftOf(clinicians[1]), isActive: false })
  const { columns } = await desk.call('appointments.day', { date: '2026-12-03' })
  expect(columns.map(({ clinicianId }) => clinicianId)).toEqual([clinicians[0].id, clinicians[2].id])
})

it('writes the access log: each change at the patient, the day view once a day for each person', async () => {
  const { book, clock, core, desk, as, ingrid } = await openDesk()
  const { appointment } = await book()
  await desk.call('waitingRoom.arrive', { id: appointment.id })
  for (let looks = 0; looks < 3; looks += 1) await desk.call('appointments.day', { date: '2026-12-03' })
  await desk.call('appointments.day', { date: '2026-12-04' })
  await (await as('clinician')).call('appointments.day', { date: '2026-12-03' })
  clock.set(clock.now().add({ hours: 24 }))
  await desk.call('appointments.day', { date: '2026-12-03' })
  const rows = await core.database.reader
    .selectFrom('access_log')
    .select(['action', 'patient_id', 'user_name', 'detail'])
    .where('action', 'not like', 'session%')
    .where('action', 'not like', '%saved')
    .where('action', 'not like', 'user.%')
    .orderBy('id')
    .limit(20)
    .execute()
  const detail = `appointment ${appointment.id}`
  const opened = { action: 'schedule.opened', patient_id: null }
  expect(rows).toEqual([
    { action: 'appointment.booked', patient_id: ingrid, user_name: 'Randi Berg', detail },
    { action: 'appointment.arrived', patient_id: ingrid, user_name: 'Randi Berg', detail },
    { ...opened, user_name: 'Randi Berg', detail: '2026-12-03' },
    { ...opened, user_name: 'Randi Berg', detail: '2026-12-04' },
    { ...opened, user_name: 'Anne Lunde', detail: '2026-12-03' },
    { ...opened, user_name: 'Randi Berg', detail: '2026-12-03' }
  ])
})

it('shows in the day view at once what has changed at the patient', async () => {
  const { book, desk, ingrid } = await openDesk()
  await book()
  const alerts = async () => {
    const { columns } = await desk.call('appointments.day', { date: '2026-12-03' })
    return columns[0]?.appointments[0]?.alerts
  }
  expect(await alerts()).toContain('mobile-missing')
  expect(await alerts()).toContain('mobile-missing')
  const { version } = await desk.call('patients.open', { id: ingrid, reason: null })
  await desk.call('patients.update', {
    id: ingrid,
    version,
    draft: { ...ingridAsTyped, mobile: '412 34 567' }
  })
  expect(await alerts()).not.toContain('mobile-missing')
})

it('says at the next booking that the patient did not come the last two times', async () => {
  const { book, clock, desk, look } = await openDesk()
  const missed = [await book({ time: '09:00' }), await book({ time: '09:20' })]
  const next = await book({ date: '2026-12-10' })
  expect(next.appointment.alerts).not.toContain('no-show-history')
  clock.set(clock.now().add({ hours: 1 }))
  await look(next.appointment)
  for (const { appointment } of missed) await desk.call('waitingRoom.noShow', { id: appointment.id })
  expect((await look(next.appointment)).alerts).toContain('no-show-history')
})

it('has everything after a restart, history and undo too', async () => {
  const { book, desk, restart } = await openDesk()
  const { appointment } = await book({ note: 'Tolk' })
  const arrived = await desk.call('waitingRoom.arrive', { id: appointment.id })
  const again = await (await restart()).as('receptionist')
  expect(await again.call('appointments.get', { id: appointment.id })).toEqual(arrived.appointment)
  expect(await again.call('appointments.history', { id: appointment.id })).toHaveLength(2)
  expect(await again.call('appointments.undo', { changeId: arrived.changeId })).toMatchObject({
    status: 'booked',
    note: 'Tolk'
  })
})

it('keeps the history as it was written', async () => {
  const { book, core } = await openDesk()
  await book()
  const run = (statement: string) => () => core.database.driver.exec(statement)
  expect(run(`update appointment_change set user_name = 'Nobody'`)).toThrow('append-only')
  expect(run('delete from appointment_change')).toThrow('append-only')
  expect(run('delete from appointment')).toThrow('appointment-kept')
})

function draftOf({ id, name, colour, defaultRoomId }: Awaited<ReturnType<typeof openDesk>>['clinicians'][0]) {
  return { id, name, colour, defaultRoomId }
}

const ingridAsTyped = {
  familyName: 'Sørlie',
  givenName: 'Ingrid',
  birthDate: '1987-05-17',
  sex: 'female',
  language: null,
  nationalNumber: null,
  nationalNumberType: null,
  acceptsNumberWarning: false,
  addressProtection: 'none',
  address: null,
  email: null,
  gpClinicianId: null,
  gpExternalName: null,
  note: ''
} as const
