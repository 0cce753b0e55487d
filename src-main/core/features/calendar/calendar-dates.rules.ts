import type { CivilDate } from '@contract/values'
import { Temporal } from 'temporal-polyfill'

const DAYS_IN_WEEK = 7

/** The seven days of the ISO week that holds `date`, Monday first. */
export function weekOf(date: CivilDate): CivilDate[] {
  const day = Temporal.PlainDate.from(date)
  const monday = day.subtract({ days: day.dayOfWeek - 1 })
  return daysFrom(monday, DAYS_IN_WEEK)
}

/** The days of the weeks that touch the month which holds `date`: from a Monday to a Sunday. */
export function weeksOfMonth(date: CivilDate): CivilDate[] {
  const first = Temporal.PlainDate.from(date).with({ day: 1 })
  const last = first.with({ day: first.daysInMonth })
  const monday = first.subtract({ days: first.dayOfWeek - 1 })
  const sunday = last.add({ days: DAYS_IN_WEEK - last.dayOfWeek })
  return daysFrom(monday, monday.until(sunday).days + 1)
}

/** ISO weekday, 1 is Monday. */
export function weekdayOf(date: CivilDate): number {
  return Temporal.PlainDate.from(date).dayOfWeek
}

function daysFrom(first: Temporal.PlainDate, count: number): CivilDate[] {
  return Array.from({ length: count }, (_, index) => first.add({ days: index }).toString())
}
