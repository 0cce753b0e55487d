import type { ScheduleDay, Session } from '@contract/sessions'
import { openMinutes } from './week-painting'

/** How a day looks in the year. */
export type DayLook = 'off' | 'short' | 'full' | 'own' | 'absent' | 'partly' | 'holiday'

/** What stands in a cell of the year, and what is said about it. */
export interface YearDay {
  readonly look: DayLook
  readonly letter: string
  readonly words: string
}

/** A day of five hours with patients or more counts as a whole one. */
const WHOLE_DAY_MINUTES = 300

/** The look of a day: absence first, then its own hours, holiday, and how long it is. */
export function lookOf(day: Pick<ScheduleDay, 'holiday' | 'sessions' | 'absences' | 'exceptionId'>): DayLook {
  const minutes = openMinutes(day.sessions)
  if (day.absences.length > 0) return minutes > 0 ? 'partly' : 'absent'
  if (day.exceptionId !== null) return 'own'
  if (day.holiday !== null && minutes === 0) return 'holiday'
  if (minutes === 0) return 'off'
  return minutes >= WHOLE_DAY_MINUTES ? 'full' : 'short'
}

/** From the first session's start until the last one's end; null on a day without. */
export function hoursOf(sessions: readonly Session[]): { startMinute: number; endMinute: number } | null {
  const working = sessions.filter(({ kind }) => kind !== 'blocked')
  if (working.length === 0) return null
  return {
    startMinute: Math.min(...working.map(({ startMinute }) => startMinute)),
    endMinute: Math.max(...working.map(({ endMinute }) => endMinute))
  }
}

export interface Band<T> {
  /** The first week it covers, counted from 0, and the one after the last. */
  readonly from: number
  readonly until: number
  readonly what: T
}

/** Runs of weeks that have the same, in order; weeks that have nothing are left out. */
export function bands<T extends string | number>(weeks: readonly (T | null)[]): Band<T>[] {
  const found: Band<T>[] = []
  weeks.forEach((what, index) => {
    const last = found.at(-1)
    if (what === null) return
    if (last && last.what === what && last.until === index)
      found[found.length - 1] = { ...last, until: index + 1 }
    else found.push({ from: index, until: index + 1, what })
  })
  return found
}
