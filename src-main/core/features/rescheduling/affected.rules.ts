import type { PlaceNote } from '@contract/place-notes'
import type { Schedule, ScheduleChange } from '@contract/schedules'
import type { CivilDate } from '@contract/values'

export interface Period {
  readonly from: CivilDate
  /** Null: without an end. */
  readonly until: CivilDate | null
}

/** What is wrong with a place after a change that was not wrong before: what was decided earlier is not asked again. */
export function newNotes(before: readonly PlaceNote[], after: readonly PlaceNote[]): PlaceNote[] {
  const known = new Set(before.map(({ code }) => code))
  // Where nobody worked before, that nobody works now is no news, whatever the reason is called.
  const wasOutside = known.has('absence') || OUTSIDE.some((code) => known.has(code))
  return after.filter(({ code }) => !known.has(code) && !(wasOutside && OUTSIDE.includes(code)))
}

const OUTSIDE: readonly PlaceNote['code'][] = ['outside-hours', 'holiday']

/** The dates on which the change can make a difference: those of what is changed, as it was and as it becomes. */
export function periodOf(change: ScheduleChange, schedule: Schedule): Period {
  switch (change.kind) {
    case 'save-template':
      return joined(
        change.template.id,
        schedule.templates.map(validity),
        validity({ ...change.template, id: 0 })
      )
    case 'remove-template':
      return joined(change.id, schedule.templates.map(validity), null)
    case 'save-exception':
      return joined(
        change.exception.id,
        schedule.exceptions.map(dateOf),
        dateOf({ ...change.exception, id: 0 })
      )
    case 'remove-exception':
      return joined(change.id, schedule.exceptions.map(dateOf), null)
    case 'save-absence':
      return joined(change.absence.id, schedule.absences.map(awayOf), awayOf({ ...change.absence, id: 0 }))
    case 'remove-absence':
      return joined(change.id, schedule.absences.map(awayOf), null)
  }
}

interface Known extends Period {
  readonly id: number
}

function joined(id: number | null, before: readonly Known[], after: Period | null): Period {
  const periods = [...before.filter((one) => one.id === id), ...(after ? [after] : [])]
  const [first = { from: '9999-12-31', until: null }, ...others] = periods
  return others.reduce<Period>(
    (all, { from, until }) => ({
      from: from < all.from ? from : all.from,
      until: all.until === null || until === null ? null : laterOf(all.until, until)
    }),
    { from: first.from, until: first.until }
  )
}

function laterOf(a: CivilDate, b: CivilDate): CivilDate {
  return a > b ? a : b
}

function validity(one: { id: number | null; validFrom: CivilDate; validUntil: CivilDate | null }): Known {
  return { id: one.id ?? 0, from: one.validFrom, until: one.validUntil }
}

function dateOf(one: { id: number | null; date: CivilDate }): Known {
  return { id: one.id ?? 0, from: one.date, until: one.date }
}

function awayOf(one: { id: number | null; fromDate: CivilDate; untilDate: CivilDate }): Known {
  return { id: one.id ?? 0, from: one.fromDate, until: one.untilDate }
}
