import { Temporal } from 'temporal-polyfill'
import type { CivilDate } from '@contract/values'

const SATURDAY = 6

/** Whether the desk works that day; `isHoliday` says so of public holidays. */
function isWorkingDay(day: Temporal.PlainDate, isHoliday: (date: CivilDate) => boolean): boolean {
  return day.dayOfWeek < SATURDAY && !isHoliday(day.toString())
}

/** The working day so many after `from`; with 0 the first one from that day on. */
export function workingDaysAfter(
  from: CivilDate,
  count: number,
  isHoliday: (date: CivilDate) => boolean
): CivilDate {
  let day = Temporal.PlainDate.from(from)
  for (let left = count; left > 0;) {
    day = day.add({ days: 1 })
    if (isWorkingDay(day, isHoliday)) left -= 1
  }
  while (!isWorkingDay(day, isHoliday)) day = day.add({ days: 1 })
  return day.toString()
}
