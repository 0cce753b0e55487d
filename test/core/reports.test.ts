import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { openDesk, type Desk } from './fixtures/desk'
import { openMessaging } from './fixtures/messaging'

const year = { from: '2026-01-01', until: '2026-12-31', clinicianId: null } as const

it('answers nothing yet, and never a share of nothing, for a period without appointments', async () => {
  const { manager, type } = await openDesk()
  const empty = { from: '2025-01-01', until: '2025-01-31', clinicianId: null }
  const { total, withReminder, stretches } = await manager.call('reports.attendance', empty)
  expect(total).toMatchObject({ came: 0, missed: 0, noShowRate: null, lateRate: null })
  expect(withReminder.noShowRate).toBeNull()
  expect(stretches).toHaveLength(31)
  expect((await manager.call('reports.waiting', empty)).total).toEqual({
    calledIn: 0,
    waited: 0,
    medianWait: null,
    p90Wait: null,
    medianToRoom: null,
    medianStartDelay: null,
    onTimeRate: null,
    medianVisit: null
  })
  expect(await manager.call('reports.messages', empty)).toEqual({
    total: { messages: 0, segments: 0, costMinor: 0 },
    purposes: []
  })
  const capacity = await manager.call('reports.capacity', {
    ...empty,
    from: '2025-01-04',
    until: '2025-01-05'
  })
  expect(capacity.total).toMatchObject({ offeredMinutes: 0, utilisation: null })
  expect(capacity.firstFree).toEqual([{ typeId: type.id, date: '2026-12-03' }])
})

it('is for managers, refuses a period that ends before it begins, and is in the access log', async () => {
  const { desk, manager, core } = await openDesk()
  await expect(desk.call('reports.attendance', year)).rejects.toMatchObject({ code: 'not-allowed' })
  await expect(manager.call('reports.waiting', { ...year, until: '2025-12-31' })).rejects.toMatchObject({
    code: 'period-wrong'
  })
  await manager.call('reports.attendance', year)
  await manager.call('reports.rows', {
    ...year,
    figure: { of: 'appointments', figure: 'missed', reminder: null },
    cursor: null,
    limit: 50
  })
  const rows = await core.database.reader.selectFrom('access_log').select(['action', 'detail']).execute()
  expect(rows).toContainEqual({ action: 'report.opened', detail: '2026-01-01/2026-12-31' })
  expect(rows).toContainEqual({ action: 'report.rows-opened', detail: '2026-01-01/2026-12-31' })
})

it('tells those who were reminded from those who were not, and leads to the rows behind', async () => {
  const clinic = await openMessaging()
  const kari = await clinic.register('Nordmann', { mobile: '412 34 567' })
  const reminded = await clinic.book({ patientId: kari.id, date: '2026-12-03', time: '09:00' })
  const other = await clinic.book({ date: '2026-12-03', time: '09:20' })
  for (const moment of [
    '2026-11-26T08:06:00Z',
    '2026-11-30T08:00:00Z',
    '2026-12-02T04:00:00Z',
    '2026-12-02T08:00:00Z'
  ])
    await clinic.at(moment)
  await clinic.at('2026-12-03T09:00:00Z')
  await clinic.desk.call('waitingRoom.noShow', { id: other.appointment.id })
  await clinic.desk.call('waitingRoom.arrive', { id: reminded.appointment.id })
  await clinic.at('2026-12-03T09:12:00Z')
  await clinic.desk.call('waitingRoom.callIn', { id: reminded.appointment.id, roomId: null })
  await clinic.at('2026-12-03T09:30:00Z')
  await clinic.desk.call('waitingRoom.finish', { id: reminded.appointment.id })

  const report = await clinic.manager.call('reports.attendance', year)
  expect(report.total).toMatchObject({ came: 1, missed: 1, noShowRate: 0.5 })
  expect(report.withReminder).toMatchObject({ came: 1, missed: 0, noShowRate: 0 })
  expect(report.withoutReminder).toMatchObject({ came: 0, missed: 1, noShowRate: 1 })
  const { rows } = await clinic.manager.call('reports.rows', {
    ...year,
    figure: { of: 'appointments', figure: 'missed', reminder: 'without' },
    cursor: null,
    limit: 10
  })
  expect(rows).toMatchObject([{ patientName: 'Ingrid Sørlie', appointmentId: other.appointment.id }])

  // Called in at 10.12 on the wall, an hour and twelve minutes after the start, twelve minutes after arrival.
  expect((await clinic.manager.call('reports.waiting', year)).total).toMatchObject({
    calledIn: 1,
    waited: 1,
    medianWait: 12,
    medianToRoom: 12,
    medianStartDelay: 72,
    onTimeRate: 0,
    medianVisit: 30
  })
  const messages = await clinic.manager.call('reports.messages', year)
  const reminders = messages.purposes.find(({ purpose }) => purpose === 'appointment-reminder')
  expect(reminders?.states.find(({ state }) => state === 'sent')?.messages).toBe(1)
  const { months } = await clinic.desk.call('messages.costs', {})
  expect(messages.total.costMinor).toBe(months.reduce((sum, { costMinor }) => sum + costMinor, 0))
})

it('counts the hours of who has left until the last visit with them, so that no more is used than was offered', async () => {
  const { manager, desk, book, clinicians } = await openDesk()
  const [first, second, third] = clinicians
  await book({ date: '2026-12-03', time: '09:00', durationMinutes: 300 })
  const report = async (from: string, until = from, clinicianId: typeof first.id | null = null) =>
    (await manager.call('reports.capacity', { from, until, clinicianId })).total
  for (const { id, name, colour, defaultRoomId } of [first, second, third])
    await manager.call('clinicians.save', { id, name, colour, defaultRoomId, isActive: false })
  const after = await report('2026-12-03')
  expect(after).toEqual(await report('2026-12-03', '2026-12-03', first.id))
  expect([after.usedMinutes, after.offeredMinutes > 300]).toEqual([300, true])
  expect((await report('2026-12-04', '2026-12-31')).offeredMinutes).toBe(0)
  expect((await report('2026-12-04', '2026-12-31', first.id)).offeredMinutes).toBe(0)
  expect(await desk.call('clinicians.list', {})).toHaveLength(3)
})

const ENDINGS = [
  'came',
  'missed',
  'late',
  'cancelled',
  'by-clinic',
  'late-by-clinic',
  'unseen',
  'open'
] as const

const visit = fc.record({
  day: fc.integer({ min: 0, max: 27 }),
  ending: fc.constantFrom(...ENDINGS),
  minutes: fc.integer({ min: 1, max: 9 }).map((fives) => fives * 5),
  isOverbooked: fc.boolean(),
  arrivedAfter: fc.integer({ min: -40, max: 20 }),
  calledAfter: fc.integer({ min: 0, max: 90 }),
  stayed: fc.integer({ min: 1, max: 60 })
})
type Visit = typeof visit extends fc.Arbitrary<infer T> ? T : never

const STATES = {
  came: { status: 'fulfilled', encounter_status: 'finished' },
  missed: { status: 'noshow', encounter_status: 'cancelled' },
  late: {
    status: 'cancelled',
    encounter_status: 'cancelled',
    cancel_reason: 'patient',
    is_cancelled_late: 1
  },
  cancelled: { status: 'cancelled', encounter_status: 'cancelled', cancel_reason: 'patient' },
  'by-clinic': { status: 'cancelled', encounter_status: 'cancelled', cancel_reason: 'clinic' },
  // As older versions marked it.
  'late-by-clinic': {
    status: 'cancelled',
    encounter_status: 'cancelled',
    cancel_reason: 'clinic',
    is_cancelled_late: 1
  },
  unseen: { status: 'arrived', encounter_status: 'cancelled', is_left_unseen: 1 },
  open: { status: 'booked', encounter_status: 'planned' }
} as const

/** Written past the steps, each an hour and a half after the one before; the month has room for all of them. */
async function writeVisits(
  { core, type, ingrid, clinicians }: Desk,
  month: number,
  visits: readonly Visit[]
) {
  const first = Temporal.PlainDate.from('2030-01-01').add({ months: month })
  const stored = (moment: Temporal.Instant): string => moment.toString({ smallestUnit: 'second' })
  await core.database.write(async (transaction) => {
    for (const [index, one] of visits.entries()) {
      const date = first.add({ days: one.day })
      const start = date
        .toZonedDateTime({ timeZone: 'UTC', plainTime: '00:05' })
        .toInstant()
        .add({ minutes: index * 90 })
      const arrived = start.add({ minutes: one.arrivedAfter })
      const called = arrived.add({ minutes: one.calledAfter })
      await transaction
        .insertInto('appointment')
        .values({
          patient_id: ingrid,
          clinician_id: clinicians[index % 2 === 0 ? 0 : 1].id,
          type_id: type.id,
          start_at: stored(start),
          end_at: stored(start.add({ minutes: one.minutes })),
          local_date: date.toString(),
          local_time: '08:00',
          is_overbooked: one.isOverbooked ? 1 : 0,
          room_id: null,
          cancel_reason: null,
          arrived_at: one.ending === 'came' || one.ending === 'unseen' ? stored(arrived) : null,
          in_progress_at: one.ending === 'came' ? stored(called) : null,
          finished_at: one.ending === 'came' ? stored(called.add({ minutes: one.stayed })) : null,
          confirmed_at: null,
          created_at: '2026-01-01T00:00:00Z',
          created_by: null,
          ...NO_SERIES,
          ...STATES[one.ending]
        })
        .execute()
    }
  })
  return { from: first.toString(), until: first.add({ days: 27 }).toString(), clinicianId: null }
}

const NO_SERIES = { series_id: null, series_number: null, told_start_at: null, told_at: null } as const

/** The nearest rank, counted out plainly. */
function rank(values: readonly number[], share: number): number | null {
  const sorted = [...values].sort((one, other) => one - other)
  return (
    sorted.find((value) => sorted.filter((other) => other <= value).length >= share * sorted.length) ?? null
  )
}

function expected(visits: readonly Visit[]) {
  const count = (...endings: Visit['ending'][]): number =>
    visits.filter(({ ending }) => endings.includes(ending)).length
  const came = visits.filter(({ ending }) => ending === 'came')
  const live = visits.filter(({ ending }) => ['came', 'open'].includes(ending))
  const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)
  const waits = came.map(({ arrivedAfter, calledAfter }) =>
    Math.max(0, arrivedAfter + calledAfter - Math.max(arrivedAfter, 0))
  )
  const delays = came.map(({ arrivedAfter, calledAfter }) => arrivedAfter + calledAfter)
  return {
    attendance: {
      came: count('came'),
      missed: count('missed'),
      cancelledLate: count('late'),
      noShowRate: share(count('missed'), count('came', 'missed')),
      lateRate: share(count('late'), count('came', 'missed', 'late')),
      cancelled: count('cancelled'),
      cancelledByClinic: count('by-clinic', 'late-by-clinic'),
      leftUnseen: count('unseen'),
      open: count('open')
    },
    capacity: {
      appointments: live.length,
      overbooked: live.filter(({ isOverbooked }) => isOverbooked).length,
      usedMinutes: live
        .filter(({ isOverbooked }) => !isOverbooked)
        .reduce((sum, { minutes }) => sum + minutes, 0)
    },
    waiting: {
      calledIn: came.length,
      waited: came.length,
      medianWait: rank(waits, 0.5),
      p90Wait: rank(waits, 0.9),
      medianToRoom: rank(
        came.map(({ calledAfter }) => calledAfter),
        0.5
      ),
      medianStartDelay: rank(delays, 0.5),
      onTimeRate: share(delays.filter((delay) => delay <= 5).length, delays.length),
      medianVisit: rank(
        came.map(({ calledAfter, stayed }) => calledAfter + stayed),
        0.5
      )
    }
  }
}

it('equals a plain re-computation on generated visits', async () => {
  const desk = await openDesk()
  let month = 0
  await fc.assert(
    fc.asyncProperty(fc.array(visit, { maxLength: 14 }), async (visits) => {
      const period = await writeVisits(desk, month++, visits)
      const { attendance, capacity, waiting } = expected(visits)
      const shown = await desk.manager.call('reports.attendance', period)
      expect(shown.total).toEqual(attendance)
      expect(shown.withoutReminder.came).toBe(attendance.came)
      expect(sum(shown.stretches.map(({ missed }) => missed))).toBe(attendance.missed)
      const offered = await desk.manager.call('reports.capacity', period)
      expect(offered.total).toMatchObject(capacity)
      expect(sum(offered.stretches.map(({ usedMinutes }) => usedMinutes))).toBe(capacity.usedMinutes)
      expect((await desk.manager.call('reports.waiting', period)).total).toEqual(waiting)
      const behind = {
        'cancelled-late': attendance.cancelledLate,
        cancelled: attendance.cancelled,
        'cancelled-by-clinic': attendance.cancelledByClinic
      } as const
      for (const figure of ['cancelled-late', 'cancelled', 'cancelled-by-clinic'] as const) {
        const { rows } = await desk.manager.call('reports.rows', {
          ...period,
          figure: { of: 'appointments', figure, reminder: null },
          cursor: null,
          limit: 200
        })
        expect(rows).toHaveLength(behind[figure])
      }
    }),
    { numRuns: 40 }
  )
})

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
