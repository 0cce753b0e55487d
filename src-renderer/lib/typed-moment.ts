import type { CivilDate, WallTime } from '@contract/values'
import { minuteOf, wallTimeAt } from './wall-time'

/** A wall-clock time as people type it: `9`, `920`, `09.20`, `9:20`; null when it is none. */
export function typedTime(text: string): WallTime | null {
  const [, hours, minutes = '00'] = /^\s*(\d{1,2})(?:[.: ]?(\d{2}))?\s*$/.exec(text) ?? []
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return null
  return wallTimeAt(minuteOf(`${hours.padStart(2, '0')}:${minutes}`))
}

/**
 * A date ahead as people type it: `3.12`, `3/12`, `0312`, `03122026`, `3.12.26`, `2026-12-03`; without a year the next
 * such day counted from `today`. Null when there is no such day.
 */
export function typedDate(text: string, today: CivilDate): CivilDate | null {
  const iso = /^\s*(\d{4})-(\d\d)-(\d\d)\s*$/.exec(text)
  if (iso) return realDate(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  const spelled = /^\s*(\d{1,2})[./\- ](\d{1,2})(?:[./\- ](\d{4}|\d{2}))?\.?\s*$/.exec(text)
  const [, day, month, year] = spelled ?? /^\s*(\d{2})(\d{2})(\d{4}|\d{2})?\s*$/.exec(text) ?? []
  if (day === undefined || month === undefined) return null
  if (year !== undefined)
    return realDate(Number(year) + (year.length === 2 ? 2000 : 0), Number(month), Number(day))
  const thisYear = Number(today.slice(0, 4))
  const date = realDate(thisYear, Number(month), Number(day))
  return date !== null && date >= today ? date : realDate(thisYear + 1, Number(month), Number(day))
}

function realDate(year: number, month: number, day: number): CivilDate | null {
  const date = new Date(Date.UTC(year, month - 1, day))
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return isReal ? date.toISOString().slice(0, 10) : null
}
