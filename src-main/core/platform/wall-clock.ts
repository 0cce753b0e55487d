import type { CivilDate, Instant, WallTime } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import { AppError } from './app-error'

/**
 * The moment at which the clinic's calendar and clock show this. An hour that comes twice, the night summer time ends,
 * means its first coming.
 * @throws AppError `time-does-not-exist` for an hour that is skipped, the night summer time begins
 */
export function momentAt(date: CivilDate, time: WallTime, timeZone: string): Temporal.Instant {
  const wanted = Temporal.PlainDateTime.from(`${date}T${time}`)
  const zoned = wanted.toZonedDateTime(timeZone)
  if (!zoned.toPlainDateTime().equals(wanted)) throw new AppError('time-does-not-exist', { date, time })
  return zoned.toInstant()
}

/** The civil date at the clinic. */
export function civilDateOf(moment: Temporal.Instant, timeZone: string): CivilDate {
  return moment.toZonedDateTimeISO(timeZone).toPlainDate().toString()
}

/** The wall-clock time of a minute of the day, 0–1439. */
export function wallTimeAt(minute: number): WallTime {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

function minuteOfDay(stored: Instant): number {
  return Number(stored.slice(11, 13)) * 60 + Number(stored.slice(14, 16))
}

/** Minutes from one stored moment to a later one. */
export function minutesBetween(from: Instant, to: Instant): number {
  // On one day of UTC, to the same second, the clock says it: a day view asks for hundreds of these.
  if (from.slice(0, 10) === to.slice(0, 10) && from.slice(16) === to.slice(16))
    return minuteOfDay(to) - minuteOfDay(from)
  return (Date.parse(to) - Date.parse(from)) / 60_000
}
