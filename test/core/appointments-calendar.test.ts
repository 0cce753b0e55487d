import { expect, it } from 'vitest'
import { openDesk, type Desk } from './fixtures/desk'
import { workOnly } from './fixtures/schedules'

it('puts appointments at the clinic’s wall clock on both sides of the night summer time begins', async () => {
  const { book, desk } = await openDesk({ now: '2026-03-27T08:00:00Z' })
  const friday = await book({ date: '2026-03-27', time: '10:00' })
  const monday = await book({ date: '2026-03-30', time: '10:00' })
  expect(friday.appointment.start).toBe('2026-03-27T09:00:00Z')
  expect(monday.appointment.start).toBe('2026-03-30T08:00:00Z')
  const early = await book({ date: '2026-03-29', time: '01:45', durationMinutes: 30 })
  expect(early.appointment).toMatchObject({
    start: '2026-03-29T00:45:00Z',
    end: '2026-03-29T01:15:00Z',
    time: '01:45',
    durationMinutes: 30
  })
  // 01:45 and thirty minutes end at 03:15 on the wall.
  await expect(book({ date: '2026-03-29', time: '03:10' })).rejects.toMatchObject({ code: 'slot-taken' })
  await expect(book({ date: '2026-03-29', time: '02:30' })).rejects.toMatchObject({
    code: 'time-does-not-exist',
    parameters: { date: '2026-03-29', time: '02:30' }
  })
  const sunday = await desk.call('appointments.day', { date: '2026-03-29' })
  expect(sunday.columns[0]?.appointments).toHaveLength(1)
})

it('takes the first of the two hours of the night summer time ends', async () => {
  const { book } = await openDesk({ now: '2026-10-23T08:00:00Z' })
  const { appointment } = await book({ date: '2026-10-25', time: '02:30', durationMinutes: 90 })
  expect(appointment).toMatchObject({
    start: '2026-10-25T00:30:00Z',
    end: '2026-10-25T02:00:00Z',
    time: '02:30',
    durationMinutes: 90
  })
  await expect(book({ date: '2026-10-25', time: '03:00' })).resolves.toBeDefined()
  expect((await book({ date: '2026-10-26', time: '10:00' })).appointment.start).toBe('2026-10-26T09:00:00Z')
})

it('reads some patients’ part of a day as the day view has it', async () => {
  const { book, desk, clinicians, ingrid, odd } = await openDesk()
  await book({ patientId: ingrid, time: '10:00' })
  const second = await book({ patientId: odd, time: '11:00' })
  const first = await book({ patientId: odd, time: '09:00', clinicianId: clinicians[1].id })
  await book({ patientId: odd, date: '2026-12-04' })
  const { columns } = await desk.call('appointments.day', { date: '2026-12-03' })
  const ofOdd = columns.flatMap(({ appointments }) => appointments).filter((one) => one.patientId === odd)
  expect(await desk.call('appointments.dayOfPatients', { date: '2026-12-03', patientIds: [odd] })).toEqual(
    ofOdd
  )
  expect(ofOdd.map(({ id }) => id)).toEqual([second.appointment.id, first.appointment.id])
})

it('books on 29 February', async () => {
  const { book } = await openDesk({ now: '2028-02-28T08:00:00Z' })
  const { appointment } = await book({ date: '2028-02-29', time: '10:00' })
  expect(appointment).toMatchObject({ date: '2028-02-29', start: '2028-02-29T09:00:00Z', patientAge: 40 })
})

it('names public holidays in the clinic’s language', async () => {
  const { desk } = await openDesk()
  const holiday = async (date: string) => (await desk.call('appointments.day', { date })).holiday
  expect(await holiday('2026-05-17')).toBe('Grunnlovsdagen')
  expect(await holiday('2027-05-17')).toBe('Grunnlovsdagen, Andre pinsedag')
  expect(await holiday('2027-03-26')).toBe('Langfredag')
  expect(await holiday('2026-12-24')).toBeNull()
})

it('finds the first openings in working hours, not before now, one after another in time order', async () => {
  const { book, desk, clinicians } = await openDesk({ now: '2026-12-03T08:02:00Z' })
  await book({ time: '09:20' })
  const found = await desk.call('appointments.findFree', {
    ...wish,
    clinicianIds: [clinicians[0].id],
    from: '2026-12-01',
    limit: 3
  })
  expect(found).toEqual([
    { clinicianId: clinicians[0].id, date: '2026-12-03', time: '09:40', durationMinutes: 20 },
    { clinicianId: clinicians[0].id, date: '2026-12-03', time: '10:00', durationMinutes: 20 },
    { clinicianId: clinicians[0].id, date: '2026-12-03', time: '10:20', durationMinutes: 20 }
  ])
})

it('finds the earliest with anybody, and from a wall-clock time on', async () => {
  const { desk, book, clinicians } = await openDesk()
  await book({ time: '13:00', durationMinutes: 60 })
  const found = await desk.call('appointments.findFree', {
    ...wish,
    fromMinute: 783,
    limit: 3
  })
  expect(found.map(({ clinicianId, time }) => [clinicianId, time])).toEqual([
    [clinicians[1].id, '13:05'],
    [clinicians[2].id, '13:05'],
    [clinicians[1].id, '13:25']
  ])
})

it('goes past evenings, weekends and holidays', async () => {
  const clinic = await openDesk({ now: '2026-12-23T14:25:00Z' })
  await fillDay(clinic, '2026-12-24')
  const { desk, clinicians } = clinic
  const found = await desk.call('appointments.findFree', {
    ...wish,
    clinicianIds: [clinicians[0].id],
    from: '2026-12-23'
  })
  // The 25th and 26th are holidays, the 27th is a Sunday.
  expect(found).toEqual([
    { clinicianId: clinicians[0].id, date: '2026-12-28', time: '08:00', durationMinutes: 20 }
  ])
})

it('knows at once of an opening that was taken, given back and moved away', async () => {
  const { book, desk, clinicians } = await openDesk()
  const first = async () => {
    const query = { ...wish, clinicianIds: [clinicians[0].id], fromMinute: 600 }
    return (await desk.call('appointments.findFree', query))[0]?.time
  }
  expect(await first()).toBe('10:00')
  const { appointment } = await book()
  expect(await first()).toBe('10:20')
  const { changeId } = await desk.call('appointments.move', {
    id: appointment.id,
    version: 1,
    clinicianId: clinicians[1].id,
    date: '2026-12-03',
    time: '10:00',
    durationMinutes: 20,
    isOverbooking: false
  })
  expect(await first()).toBe('10:00')
  await desk.call('appointments.undo', { changeId })
  expect(await first()).toBe('10:20')
  await desk.call('appointments.cancel', {
    id: appointment.id,
    version: 3,
    reason: 'patient',
    notifyPatient: false
  })
  expect(await first()).toBe('10:00')
})

it('finds nothing with a clinician who has no hours, and says so by an empty list', async () => {
  const { desk, manager, clinicians } = await openDesk()
  const { id } = clinicians[2]
  await workOnly(manager, id, [])
  expect(await desk.call('appointments.findFree', { ...wish, clinicianIds: [id] })).toEqual([])
})

it('gives openings at the wall clock on the days the clock changes', async () => {
  const { desk, manager, clinicians } = await openDesk({ now: '2026-03-28T20:00:00Z' })
  const { id } = clinicians[0]
  await workOnly(manager, id, [{ weekday: 7, startMinute: 60, endMinute: 1440 }])
  const on = async (date: string, limit: number) =>
    (
      await desk.call('appointments.findFree', {
        ...wish,
        clinicianIds: [id],
        from: date,
        durationMinutes: 30,
        limit
      })
    )
      .filter((slot) => slot.date === date)
      .map(({ time }) => time)
  expect((await on('2026-03-29', 4)).slice(0, 4)).toEqual(['01:00', '01:30', '03:00', '03:30'])
  expect(await on('2026-10-25', 50)).toHaveLength(48)
})

const wish = {
  typeId: null,
  clinicianIds: [],
  durationMinutes: 20,
  partOfDay: null,
  weekdays: [],
  from: '2026-12-03',
  fromMinute: null,
  until: null,
  movingId: null,
  limit: 1
}

async function fillDay({ book }: Desk, date: string): Promise<void> {
  await book({ date, time: '08:00', durationMinutes: 450 })
}

it.each([
  {
    night: 'ends',
    date: '2026-10-25',
    time: '02:30',
    hour: '2026-10-25T00:30:00Z',
    longer: '2026-10-25T02:30:00Z'
  },
  {
    night: 'begins',
    date: '2027-03-28',
    time: '01:30',
    hour: '2027-03-28T00:30:00Z',
    longer: '2027-03-28T02:30:00Z'
  },
  {
    night: 'is far',
    date: '2028-02-29',
    time: '10:00',
    hour: '2028-02-29T09:00:00Z',
    longer: '2028-02-29T11:00:00Z'
  }
])(
  'moves to a time of the night summer time $night, and makes it longer',
  async ({ date, time, hour, longer }) => {
    const { book, desk } = await openDesk({ now: '2026-10-20T08:00:00Z' })
    const { appointment } = await book({ date: '2026-10-21', durationMinutes: 30 })
    const { id, clinicianId } = appointment
    const place = { clinicianId, date, time, isOverbooking: false }
    const moved = await desk.call('appointments.move', { id, version: 1, ...place, durationMinutes: 30 })
    expect(moved.appointment).toMatchObject({ date, time, start: hour, durationMinutes: 30 })
    const resized = await desk.call('appointments.move', { id, version: 2, ...place, durationMinutes: 120 })
    expect(resized.appointment).toMatchObject({ date, time, start: hour, end: longer, durationMinutes: 120 })
    const history = await desk.call('appointments.history', { id })
    expect(history.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['moved', 'resized']))
  }
)
