import { expect, it } from 'vitest'
import { openDesk, type Desk } from './fixtures/desk'
import { daysAway, sessionOf, type workBy } from './fixtures/schedules'

/** What a clinician does on a date, short: `08:00–11:00 ordinary`. */
async function hoursOn({ desk, clinicians }: Desk, date: string): Promise<string[]> {
  const { columns } = await desk.call('appointments.day', { date })
  const column = columns.find(({ clinicianId }) => clinicianId === clinicians[0].id)
  return (column?.sessions ?? []).map(
    ({ startMinute, endMinute, kind }) => `${clock(startMinute)}–${clock(endMinute)} ${kind}`
  )
}

function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

const THURSDAY = { weekday: 4, startMinute: 480, endMinute: 930 }

it('paints a template over the year, a later one over it, and goes back when that one ends', async () => {
  const clinic = await openDesk()
  const { desk, clinicians } = clinic
  await desk.call('schedules.save', {
    change: {
      kind: 'save-template',
      template: {
        id: null,
        clinicianId: clinicians[0].id,
        name: 'Desember',
        validFrom: '2026-12-10',
        validUntil: '2026-12-31',
        cycleWeeks: 2,
        anchorDate: '2026-12-07',
        sessions: [
          sessionOf({ weekday: 4, startMinute: 600, endMinute: 720, kind: 'telephone' }),
          sessionOf({ ...THURSDAY, week: 2, startMinute: 540, kind: 'video' })
        ]
      }
    }
  })
  expect(await hoursOn(clinic, '2026-12-03')).toEqual(['08:00–15:30 ordinary'])
  expect(await hoursOn(clinic, '2026-12-10')).toEqual(['10:00–12:00 telephone'])
  expect(await hoursOn(clinic, '2026-12-17')).toEqual(['09:00–15:30 video'])
  expect(await hoursOn(clinic, '2026-12-24')).toEqual(['10:00–12:00 telephone'])
  expect(await hoursOn(clinic, '2027-01-07')).toEqual(['08:00–15:30 ordinary'])
})

it('lets one date have hours of its own, instead of the usual or beside them, also on a holiday', async () => {
  const clinic = await openDesk()
  const { desk, clinicians, events } = clinic
  const exception = (date: string, isReplacing: boolean, startMinute: number, endMinute: number) =>
    desk.call('schedules.save', {
      change: {
        kind: 'save-exception',
        exception: {
          id: null,
          clinicianId: clinicians[0].id,
          date,
          isReplacing,
          note: '',
          sessions: [{ startMinute, endMinute, kind: 'ordinary', heldUntilMinute: null, roomId: null }]
        }
      }
    })
  await exception('2026-12-03', true, 540, 600)
  await exception('2026-12-04', false, 900, 1020)
  const { id } = await exception('2026-12-25', false, 600, 660)
  expect(await hoursOn(clinic, '2026-12-03')).toEqual(['09:00–10:00 ordinary'])
  expect(await hoursOn(clinic, '2026-12-04')).toEqual(['08:00–15:00 ordinary', '15:00–17:00 ordinary'])
  expect(await hoursOn(clinic, '2026-12-25')).toEqual(['10:00–11:00 ordinary'])
  await expect(exception('2026-12-25', true, 480, 540)).rejects.toMatchObject({ code: 'exception-exists' })
  await desk.call('schedules.save', {
    change: {
      kind: 'remove-exception',
      id: (await desk.call('schedules.get', { clinicianId: clinicians[0].id })).exceptions.find(
        (one) => one.id === id
      )!.id
    }
  })
  expect(await hoursOn(clinic, '2026-12-25')).toEqual([])
  expect(events.filter(({ event }) => event === 'schedules.changed')).toHaveLength(4)
})

it('takes absences out of the day and shows them there, by the hour and over many days', async () => {
  const clinic = await openDesk()
  const { desk, clinicians } = clinic
  const clinicianId = clinicians[0].id
  await desk.call('schedules.save', {
    change: {
      kind: 'save-absence',
      absence: {
        id: null,
        clinicianId,
        fromDate: '2026-12-03',
        fromMinute: 780,
        untilDate: '2026-12-07',
        untilMinute: 600,
        reason: 'illness',
        note: ''
      }
    }
  })
  expect(await hoursOn(clinic, '2026-12-03')).toEqual(['08:00–13:00 ordinary'])
  expect(await hoursOn(clinic, '2026-12-04')).toEqual([])
  expect(await hoursOn(clinic, '2026-12-07')).toEqual(['10:00–15:30 ordinary'])
  const { columns } = await desk.call('appointments.day', { date: '2026-12-04' })
  expect(columns[0]?.absences).toMatchObject([{ reason: 'illness', startMinute: 0, endMinute: 1440 }])
})

it('has the same hours after a restart, and tells a year of them at once', async () => {
  const clinic = await openDesk()
  const { desk, clinicians, restart } = clinic
  const clinicianId = clinicians[0].id
  await desk.call('schedules.save', { change: daysAway(clinicianId, '2026-12-21', '2027-01-01') })
  const query = { clinicianIds: [clinicianId], from: '2026-01-01', days: 366 }
  const before = await desk.call('schedules.days', query)
  const days = before[0]?.days ?? []
  expect(days).toHaveLength(366)
  expect(days.find(({ date }) => date === '2026-05-14')).toMatchObject({
    holiday: 'Kristi himmelfartsdag',
    sessions: []
  })
  expect(days.at(-1)).toMatchObject({ date: '2027-01-01', sessions: [], absences: [{ reason: 'course' }] })
  const again = await (await restart()).as('receptionist')
  expect(await again.call('schedules.days', query)).toEqual(before)
})

it('refuses hours that cannot be, and writes nothing', async () => {
  const { desk, manager, clinicians } = await openDesk()
  const clinicianId = clinicians[0].id
  const before = await desk.call('schedules.get', { clinicianId })
  const refused = async (sessions: Parameters<typeof workBy>[2], changes: object = {}) => {
    const template = {
      id: null,
      clinicianId,
      name: '',
      validFrom: '2027-01-01',
      validUntil: null,
      cycleWeeks: 1,
      anchorDate: '2027-01-04',
      sessions: [...sessions],
      ...changes
    }
    return await desk.call('schedules.save', { change: { kind: 'save-template', template } }).then(
      () => 'saved',
      (error: { code: string }) => error.code
    )
  }
  expect(await refused([sessionOf({ ...THURSDAY, endMinute: 480 })])).toBe('sessions-order')
  expect(await refused([sessionOf({ ...THURSDAY, heldUntilMinute: 480 })])).toBe('sessions-order')
  expect(await refused([sessionOf(THURSDAY), sessionOf({ ...THURSDAY, startMinute: 900 })])).toBe(
    'sessions-overlap'
  )
  expect(await refused([sessionOf({ ...THURSDAY, week: 2 })])).toBe('session-outside-cycle')
  expect(await refused([], { validUntil: '2026-12-31' })).toBe('schedule-dates-order')
  expect(await refused([], { validFrom: '2000-01-01' })).toBe('schedule-begins-twice')
  expect(await refused([], { id: 999 })).toBe('not-found')
  await expect(
    desk.call('schedules.save', { change: daysAway(clinicianId, '2026-12-04', '2026-12-03') })
  ).rejects.toMatchObject({ code: 'schedule-dates-order' })
  expect(await manager.call('schedules.get', { clinicianId })).toEqual(before)
})

it('lets the desk change hours but not a clinician, and logs each change', async () => {
  const { as, core, desk, clinicians } = await openDesk()
  const change = daysAway(clinicians[0].id, '2026-12-21', '2026-12-22')
  await expect((await as('clinician')).call('schedules.save', { change })).rejects.toMatchObject({
    code: 'not-allowed'
  })
  await desk.call('schedules.save', { change })
  const rows = await core.database.reader
    .selectFrom('access_log')
    .select(['user_name', 'detail'])
    .where('action', '=', 'absence.saved')
    .execute()
  expect(rows).toEqual([{ user_name: 'Randi Berg', detail: `clinician ${clinicians[0].id}` }])
})
