import { describe, expect, it } from 'vitest'
import { openDesk, type Desk } from './fixtures/desk'
import { bookSeries, preview, shown, weekly } from './fixtures/series'

/** Each of the three countries' clinics, and their nights: 28 March and 31 October 2027. */
const ZONES = ['Europe/Oslo', 'Europe/Copenhagen', 'Europe/Amsterdam'] as const

async function openIn(timeZone: string, now: string): Promise<Desk> {
  const clinic = await openDesk({ now })
  await clinic.manager.call('settings.save', { timeZone })
  return clinic
}

const startsOf = (series: { occurrences: { appointment: { start: string } }[] }) =>
  series.occurrences.map(({ appointment }) => appointment.start)

describe.each(ZONES)('in %s', (timeZone) => {
  it('a series keeps its time of day over both nights, in day view, board and openings too', async () => {
    const clinic = await openIn(timeZone, '2027-03-22T08:00:00Z')
    const spring = await bookSeries(clinic, { date: '2027-03-25', recurrence: weekly(2) })
    expect(shown(spring.series)).toEqual(['2027-03-25 10:00', '2027-04-01 10:00'])
    expect(startsOf(spring.series)).toEqual(['2027-03-25T09:00:00Z', '2027-04-01T08:00:00Z'])
    const autumn = await bookSeries(clinic, { date: '2027-10-28', recurrence: weekly(2) })
    expect(startsOf(autumn.series)).toEqual(['2027-10-28T08:00:00Z', '2027-11-04T09:00:00Z'])
    const day = await clinic.desk.call('appointments.day', { date: '2027-04-01' })
    expect(day.columns.flatMap(({ appointments }) => appointments)).toMatchObject([
      { date: '2027-04-01', time: '10:00', durationMinutes: 20 }
    ])
    const { occurrences } = await preview(clinic, { date: '2027-04-01', patientId: clinic.odd })
    expect(occurrences[0]?.alternatives.map(({ time }) => time)).not.toContain('10:00')
    clinic.clock.set(clinic.clock.now().add({ hours: 10 * 24 }))
    const board = await clinic.desk.call('waitingRoom.board', {})
    expect(board.date).toBe('2027-04-01')
    expect(board.expected).toMatchObject([{ time: '10:00' }])
  })

  it('the hour that is skipped is said before, and the one that comes twice is its first coming', async () => {
    const clinic = await openIn(timeZone, '2027-03-22T08:00:00Z')
    const { occurrences } = await preview(clinic, {
      date: '2027-03-27',
      time: '02:30',
      recurrence: { rhythm: 'days', every: 1, end: { kind: 'count', count: 3 } }
    })
    expect(occurrences.map(({ problems }) => problems.map(({ kind }) => kind))).toEqual([
      ['outside-hours'],
      ['time-does-not-exist'],
      // Easter Monday.
      ['holiday']
    ])
    const nightly = { date: '2027-10-30', time: '02:30', recurrence: weekly(2) }
    const { series } = await bookSeries(clinic, {
      ...nightly,
      recurrence: { rhythm: 'days', every: 1, end: { kind: 'count', count: 3 } }
    })
    expect(startsOf(series)).toEqual(['2027-10-30T00:30:00Z', '2027-10-31T00:30:00Z', '2027-11-01T01:30:00Z'])
  })

  it('29 February is booked in its own year and put on the 28th in others', async () => {
    const clinic = await openIn(timeZone, '2027-12-01T08:00:00Z')
    const { series } = await bookSeries(clinic, {
      date: '2028-02-29',
      recurrence: { rhythm: 'months-by-date', every: 12, end: { kind: 'count', count: 2 } }
    })
    expect(shown(series)).toEqual(['2028-02-29 10:00', '2029-02-28 10:00'])
    const moved = await clinic.desk.call('series.previewChange', {
      appointmentId: series.occurrences[0]!.appointment.id,
      scope: 'following',
      clinicianId: null,
      time: null,
      shiftDays: 1,
      typeId: clinic.type.id,
      durationMinutes: 20,
      shifted: []
    })
    expect(moved.occurrences.map(({ date }) => date)).toEqual(['2028-03-01', '2029-03-01'])
  })

  it('a step over the night keeps the length in minutes that pass and the time on the clock', async () => {
    const clinic = await openIn(timeZone, '2027-03-22T08:00:00Z')
    const { series } = await bookSeries(clinic, { date: '2027-03-26', recurrence: weekly(2) })
    const changed = await clinic.desk.call('series.change', {
      typeId: clinic.type.id,
      durationMinutes: 30,
      notifyPatient: true,
      places: series.occurrences.map(({ appointment: { id, version, clinicianId } }, index) => ({
        appointmentId: id,
        version,
        clinicianId,
        date: index === 0 ? '2027-03-29' : '2027-04-05',
        time: '09:20',
        isOverbooking: false
      }))
    })
    expect(startsOf(changed.series)).toEqual(['2027-03-29T07:20:00Z', '2027-04-05T07:20:00Z'])
    const undone = await clinic.desk.call('series.undo', { stepId: changed.stepId })
    expect(startsOf(undone)).toEqual(['2027-03-26T09:00:00Z', '2027-04-02T08:00:00Z'])
  })
})
