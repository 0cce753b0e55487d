import type { CivilDate, WallTime } from '@contract/values'
import { civilDate } from './dates'
import { readMinute } from './minute-text'
import { wallTimeAt } from './wall-time'

const MINUTES_IN_DAY = 1440

/** A wall-clock time as people type it: `9`, `920`, `09.20`, `9:20`; null when it is none. */
export function typedTime(text: string): WallTime | null {
  const minute = readMinute(text)
  return minute === null || minute === MINUTES_IN_DAY ? null : wallTimeAt(minute)
}

/**
 * A date ahead as people type it: `3.12`, `3/12`, `0312`, `03122026`, `3.12.26`, `2026-12-03`; without a year the next
 * such day counted from `today`. Null when there is no such day.
 */
export function typedDate(text: string, today: CivilDate): CivilDate | null {
  const iso = /^\s*(\d{4})-(\d\d)-(\d\d)\s*$/.exec(text)
  if (iso) return civilDate(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const spelled = /^\s*(\d{1,2})[./\- ](\d{1,2})(?:[./\- ](\d{4}|\d{2}))?\.?\s*$/.exec(text)
  const [, day, month, year] = spelled ?? /^\s*(\d{2})(\d{2})(\d{4}|\d{2})?\s*$/.exec(text) ?? []
  if (day === undefined || month === undefined) return null
  if (year !== undefined)
    return civilDate(Number(year) + (year.length === 2 ? 2000 : 0), Number(month), Number(day))
  const thisYear = Number(today.slice(0, 4))
  const date = civilDate(thisYear, Number(month), Number(day))
  return date !== null && date >= today ? date : civilDate(thisYear + 1, Number(month), Number(day))
}
