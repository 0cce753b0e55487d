import { expect, it } from 'vitest'
import type { MethodInput } from '../../src-preload/contract'
import { openDesk } from './fixtures/desk'

const agenda = (changes: Partial<MethodInput<'calendar.agenda'>> = {}): MethodInput<'calendar.agenda'> => ({
  from: '2026-12-03',
  until: '2026-12-31',
  clinicianId: null,
  typeId: null,
  state: 'all',
  cursor: null,
  limit: 50,
  ...changes
})

it('shows one clinician’s week, and Saturday only when something is on it', async () => {
  const { book, desk, clinicians, odd } = await openDesk()
  const [anne, bjorn] = clinicians
  const thursday = await book()
  await book({ clinicianId: bjorn.id })
  const friday = await book({ patientId: odd, date: '2026-12-04', time: '08:00' })
  const week = await desk.call('calendar.week', { clinicianId: anne.id, date: '2026-12-04' })
  expect(week.monday).toBe('2026-11-30')
  expect(week.days.map(({ date }) => date)).toEqual([
    '2026-11-30',
    '2026-12-01',
    '2026-12-02',
    '2026-12-03',
    '2026-12-04'
  ])
  expect(week.days.map(({ columns }) => columns[0]?.appointments.map(({ id }) => id))).toEqual([
    [],
    [],
    [],
    [thursday.appointment.id],
    [friday.appointment.id]
  ])
  await book({ date: '2026-12-05' })
  const { days } = await desk.call('calendar.week', { clinicianId: anne.id, date: '2026-11-30' })
  expect(days.map(({ date }) => date).at(-1)).toBe('2026-12-05')
  expect(days[5]?.columns[0]?.sessions).toEqual([])
})

it('shows a day of the week as the day view has it, holidays by name', async () => {
  const { book, desk, clinicians } = await openDesk({ now: '2026-12-21T08:00:00Z' })
  await book()
  const day = await desk.call('appointments.day', { date: '2026-12-21' })
  const { days } = await desk.call('calendar.week', { clinicianId: clinicians[0].id, date: '2026-12-25' })
  expect(days[0]).toEqual({ ...day, columns: day.columns.slice(0, 1) })
  expect(days[4]).toMatchObject({ date: '2026-12-25', holiday: 'Første juledag' })
})

it('writes a look at a week to the access log once a day, without a name', async () => {
  const { core, desk, clinicians } = await openDesk()
  for (const date of ['2026-12-03', '2026-12-04', '2026-12-10'])
    await desk.call('calendar.week', { clinicianId: clinicians[0].id, date })
  const rows = await core.database.reader
    .selectFrom('access_log')
    .select(['patient_id', 'user_name', 'detail'])
    .where('action', '=', 'schedule.opened')
    .orderBy('id')
    .limit(10)
    .execute()
  const randi = { patient_id: null, user_name: 'Randi Berg' }
  expect(rows).toEqual([
    { ...randi, detail: '2026-11-30/2026-12-06 clinician 1' },
    { ...randi, detail: '2026-12-07/2026-12-13 clinician 1' }
  ])
})

it('adds up what a month offers, from now on, and follows each booking', async () => {
  // Thursday, 09.00 at the clinic; three clinicians at work from 8 to 15.30.
  const { book, desk, clinicians } = await openDesk()
  const month = async (clinicianId: (typeof clinicians)[0]['id'] | null) => {
    const { days } = await desk.call('calendar.month', {
      clinicianId,
      date: '2026-12-15',
      durationMinutes: 20
    })
    return new Map(days.map((day) => [day.date, day]))
  }
  const before = await month(null)
  expect([...before.keys()].at(0)).toBe('2026-11-30')
  expect([...before.keys()].at(-1)).toBe('2027-01-03')
  const empty = { holiday: null, usedMinutes: 0, appointments: 0 }
  expect(before.get('2026-12-03')).toEqual({
    ...empty,
    date: '2026-12-03',
    clinicians: 3,
    offeredMinutes: 1_350,
    freeMinutes: 1_170,
    openings: 57
  })
  expect(before.get('2026-12-02')).toMatchObject({ offeredMinutes: 1_350, freeMinutes: 0, openings: 0 })
  expect(before.get('2026-12-25')).toMatchObject({ holiday: 'Første juledag', clinicians: 0, freeMinutes: 0 })
  expect(before.get('2026-12-05')).toMatchObject({ clinicians: 0, offeredMinutes: 0 })
  const { appointment } = await book({ date: '2026-12-04' })
  const after = (await month(clinicians[0].id)).get('2026-12-04')
  expect(after).toMatchObject({ clinicians: 1, offeredMinutes: 450, usedMinutes: 20, freeMinutes: 430 })
  expect(after?.appointments).toBe(1)
  await desk.call('appointments.cancel', {
    id: appointment.id,
    version: appointment.version,
    reason: 'patient',
    notifyPatient: false
  })
  expect((await month(clinicians[0].id)).get('2026-12-04')).toMatchObject({ usedMinutes: 0, appointments: 0 })
})

it('lists appointments over days, page by page, each once', async () => {
  const { book, desk, clinicians, odd } = await openDesk()
  const booked = []
  for (const [date, time, clinician] of [
    ['2026-12-03', '10:00', 0],
    ['2026-12-03', '10:00', 1],
    ['2026-12-03', '10:00', 2],
    ['2026-12-04', '08:00', 0],
    ['2026-12-07', '08:00', 0]
  ] as const)
    booked.push(
      (await book({ patientId: odd, date, time, clinicianId: clinicians[clinician].id })).appointment.id
    )
  const first = await desk.call('calendar.agenda', agenda({ limit: 2 }))
  const second = await desk.call('calendar.agenda', agenda({ limit: 2, cursor: first.nextCursor }))
  const third = await desk.call('calendar.agenda', agenda({ limit: 2, cursor: second.nextCursor }))
  const ids = [first, second, third].flatMap(({ appointments }) => appointments.map(({ id }) => id))
  expect(ids).toEqual(booked)
  expect(third.nextCursor).toBeNull()
  await expect(desk.call('calendar.agenda', agenda({ cursor: 'elsewhere' }))).rejects.toMatchObject({
    code: 'invalid-input'
  })
})

it('filters the agenda by dates, clinician, type and state', async () => {
  const { book, desk, manager, clinicians, type } = await openDesk()
  const today = await book()
  const tomorrow = await book({ date: '2026-12-04', clinicianId: clinicians[1].id })
  const other = await manager.call('appointmentTypes.save', {
    id: null,
    name: 'Vaksine',
    durationMinutes: 10,
    colour: 'blue',
    kind: 'ordinary',
    isActive: true
  })
  await desk.call('waitingRoom.arrive', { id: today.appointment.id })
  const idsOf = async (changes: Partial<MethodInput<'calendar.agenda'>>) =>
    (await desk.call('calendar.agenda', agenda(changes))).appointments.map(({ id }) => id)
  const [first, second] = [today.appointment.id, tomorrow.appointment.id]
  expect(await idsOf({})).toEqual([first, second])
  expect(await idsOf({ until: '2026-12-03' })).toEqual([first])
  expect(await idsOf({ from: '2026-12-04' })).toEqual([second])
  expect(await idsOf({ clinicianId: clinicians[1].id })).toEqual([second])
  expect(await idsOf({ typeId: type.id })).toEqual([first, second])
  expect(await idsOf({ typeId: other.id })).toEqual([])
  expect(await idsOf({ state: 'present' })).toEqual([first])
  expect(await idsOf({ state: 'coming' })).toEqual([second])
  expect(await idsOf({ state: 'overbooked' })).toEqual([])
  await desk.call('waitingRoom.callIn', { id: first, roomId: null })
  await desk.call('waitingRoom.finish', { id: first })
  expect(await idsOf({ state: 'present' })).toEqual([])
  expect(await idsOf({ state: 'finished' })).toEqual([first])
  const { version } = tomorrow.appointment
  await desk.call('appointments.cancel', { id: second, version, reason: 'patient', notifyPatient: false })
  expect(await idsOf({ state: 'cancelled' })).toEqual([second])
  expect(await idsOf({ state: 'missed' })).toEqual([])
})

it('keeps the days apart in the agenda and the month on the nights the clock changes', async () => {
  const { book, desk } = await openDesk({ now: '2026-10-23T08:00:00Z' })
  const late = await book({ date: '2026-10-25', time: '23:50', durationMinutes: 5 })
  const early = await book({ date: '2026-10-26', time: '00:00', durationMinutes: 5 })
  const onSunday = await desk.call('calendar.agenda', agenda({ from: '2026-10-25', until: '2026-10-25' }))
  expect(onSunday.appointments.map(({ id }) => id)).toEqual([late.appointment.id])
  const onMonday = await desk.call('calendar.agenda', agenda({ from: '2026-10-26', until: '2026-10-26' }))
  expect(onMonday.appointments.map(({ id }) => id)).toEqual([early.appointment.id])
  const query = { clinicianId: null, date: '2026-10-01', durationMinutes: 20 }
  const { days } = await desk.call('calendar.month', query)
  const counts = new Map(days.map(({ date, appointments }) => [date, appointments]))
  expect([counts.get('2026-10-25'), counts.get('2026-10-26')]).toEqual([1, 1])
})

it('says where a booking is made what the patient has that day already, and that the GP is somebody else', async () => {
  const { core, book, desk, clinicians, ingrid } = await openDesk()
  const [anne, bjorn] = clinicians
  const first = await book({ time: '11:00' })
  const second = await book({ time: '10:00', clinicianId: bjorn.id })
  const notes = (changes: Partial<MethodInput<'calendar.patientNotes'>> = {}) =>
    desk.call('calendar.patientNotes', {
      patientId: ingrid,
      clinicianId: bjorn.id,
      date: '2026-12-03',
      movingId: null,
      ...changes
    })
  expect((await notes()).map((note) => note.code === 'same-day' && note.time)).toEqual(['10:00', '11:00'])
  expect(await notes({ movingId: first.appointment.id })).toHaveLength(1)
  expect(await notes({ date: '2026-12-04' })).toEqual([])
  const { id, version } = second.appointment
  await desk.call('appointments.cancel', { id, version, reason: 'patient', notifyPatient: false })
  expect(await notes()).toHaveLength(1)
  await core.database.write(async (transaction) => {
    await transaction
      .updateTable('patient')
      .set({ gp_clinician_id: anne.id })
      .where('id', '=', ingrid)
      .execute()
  })
  expect(await notes({ date: '2026-12-04' })).toEqual([{ code: 'other-gp', clinicianId: anne.id }])
  expect(await notes({ date: '2026-12-04', clinicianId: anne.id })).toEqual([])
  expect(await notes({ date: '2026-12-04', clinicianId: null })).toEqual([])
})

it.each([
  { date: '2026-10-25', monday: '2026-10-19', from: '2026-09-28', until: '2026-11-01' },
  { date: '2027-03-28', monday: '2027-03-22', from: '2027-03-01', until: '2027-04-04' },
  { date: '2028-02-29', monday: '2028-02-28', from: '2028-01-31', until: '2028-03-05' }
])('shows the week and the month of $date with every day once', async ({ date, monday, from, until }) => {
  const { book, desk, clinicians } = await openDesk({ now: '2026-09-01T08:00:00Z' })
  const { appointment } = await book({ date, time: '10:00' })
  const week = await desk.call('calendar.week', { clinicianId: clinicians[0].id, date })
  expect(week.monday).toBe(monday)
  const shown = week.days.filter(({ columns }) => (columns[0]?.appointments.length ?? 0) > 0)
  expect(shown.map((day) => day.date)).toEqual([date])
  expect(shown[0]?.columns[0]?.appointments).toEqual([appointment])
  const wanted = { clinicianId: null, date, durationMinutes: 20 }
  const { days } = await desk.call('calendar.month', wanted)
  const dates = days.map((day) => day.date)
  expect([dates[0], dates.at(-1)]).toEqual([from, until])
  expect(new Set(dates).size).toBe(dates.length)
  expect(dates.length % 7).toBe(0)
  expect(days.find((day) => day.date === date)).toMatchObject({ appointments: 1 })
})
