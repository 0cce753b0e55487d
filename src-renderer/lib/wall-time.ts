import type { CivilDate, WallTime } from '@contract/values'

const DAY_MS = 86_400_000
const MINUTES_IN_DAY = 1440

/** Minutes from the clinic's midnight on its wall clock; summer time plays no part in it. */
export function minuteOf(time: WallTime): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

/** The wall-clock time of a minute of the day; minutes outside the day are held at its edges. */
export function wallTimeOf(minute: number): WallTime {
  const held = Math.min(Math.max(Math.trunc(minute), 0), MINUTES_IN_DAY - 1)
  return `${pad(Math.floor(held / 60))}:${pad(held % 60)}`
}

/** A civil date some days on, or back when negative. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return new Date(utcMidnight(date) + days * DAY_MS).toISOString().slice(0, 10)
}

/** ISO weekday: 1 is Monday, 7 is Sunday. */
export function isoWeekday(date: CivilDate): number {
  return new Date(utcMidnight(date)).getUTCDay() || 7
}

/** ISO 8601 week number: week 1 holds the year's first Thursday. */
export function isoWeek(date: CivilDate): number {
  const thursday = utcMidnight(date) + (4 - isoWeekday(date)) * DAY_MS
  const newYear = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1)
  return Math.floor((thursday - newYear) / (7 * DAY_MS)) + 1
}

function utcMidnight(date: CivilDate): number {
  return Date.parse(`${date}T00:00:00Z`)
}

function pad(part: number): string {
  return String(part).padStart(2, '0')
}
