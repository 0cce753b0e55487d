import type { CivilDate } from '@contract/values'
import { addDays, isoWeek, isoWeekday } from '../../lib/dates'

export interface YearWeek {
  /** Its Monday. */
  readonly monday: CivilDate
  /** ISO week number. */
  readonly number: number
  /** Monday to Sunday; null for days of the years beside it. */
  readonly dates: readonly (CivilDate | null)[]
  /** The month (1–12) that begins in this week, for the heading; null when none does. */
  readonly month: number | null
}

/** The weeks that have a day in the year, in order: 53, or 54 when it begins on a Sunday in a leap year. */
export function yearWeeks(year: number): YearWeek[] {
  const newYear = `${year}-01-01`
  const weeks: YearWeek[] = []
  let monday = addDays(newYear, 1 - isoWeekday(newYear))
  while (monday <= `${year}-12-31`) {
    const first = monday
    const dates = Array.from({ length: 7 }, (_, day) => addDays(first, day)).map((date) =>
      date.startsWith(String(year)) ? date : null
    )
    const begins = dates.find((date) => date?.endsWith('-01'))
    weeks.push({
      monday,
      number: isoWeek(monday),
      dates,
      month: begins ? Number(begins.slice(5, 7)) : null
    })
    monday = addDays(monday, 7)
  }
  return weeks
}

/** The day that an arrow key leads to from another: a day, a week, a month or the year's edge away, held in the year. */
export function dayAfterKey(date: CivilDate, key: string): CivilDate | null {
  const year = date.slice(0, 4)
  const steps: Readonly<Record<string, number>> = {
    ArrowUp: -1,
    ArrowDown: 1,
    ArrowLeft: -7,
    ArrowRight: 7,
    PageUp: -28,
    PageDown: 28
  }
  if (key === 'Home') return `${year}-01-01`
  if (key === 'End') return `${year}-12-31`
  const step = steps[key]
  if (step === undefined) return null
  const wished = addDays(date, step)
  return wished.startsWith(year) ? wished : date
}
