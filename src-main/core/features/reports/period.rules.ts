import type { CivilDate } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import { AppError } from '../../platform/app-error'

/** Both days included. */
export interface Stretch {
  readonly from: CivilDate
  readonly until: CivilDate
}

const MOST_DAYS = 732
/** Longer periods are shown by weeks, and those longer still by months. */
const MOST_SINGLE_DAYS = 31
const MOST_WEEKS_DAYS = 26 * 7
/** Days read at once; between two reads others get their turn. */
const CHUNK_DAYS = 7

/** @throws AppError `period-wrong` when it ends before it begins or is longer than two years */
export function assertPeriod(period: Stretch): void {
  const days = daysOf(period)
  if (days < 1 || days > MOST_DAYS) throw new AppError('period-wrong')
}

function daysOf({ from, until }: Stretch): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(until)).days + 1
}

/** The days, weeks (Monday first) or months of a period; the first and the last may be cut short. */
export function stretchesOf(period: Stretch): Stretch[] {
  const days = daysOf(period)
  if (days <= MOST_SINGLE_DAYS) return cut(period, (day) => day)
  if (days <= MOST_WEEKS_DAYS) return cut(period, (day) => day.add({ days: 7 - day.dayOfWeek }))
  return cut(period, (day) => day.with({ day: day.daysInMonth }))
}

/** The period in parts that are read one after the other. */
export function chunksOf(period: Stretch): Stretch[] {
  return cut(period, (day) => day.add({ days: CHUNK_DAYS - 1 }))
}

export function datesOf({ from, until }: Stretch): CivilDate[] {
  return cut({ from, until }, (day) => day).map((day) => day.from)
}

function cut({ from, until }: Stretch, endOf: (day: Temporal.PlainDate) => Temporal.PlainDate): Stretch[] {
  const last = Temporal.PlainDate.from(until)
  const parts: Stretch[] = []
  let day = Temporal.PlainDate.from(from)
  while (Temporal.PlainDate.compare(day, last) <= 0) {
    const wished = endOf(day)
    const end = Temporal.PlainDate.compare(wished, last) < 0 ? wished : last
    parts.push({ from: day.toString(), until: end.toString() })
    day = end.add({ days: 1 })
  }
  return parts
}
