import type { Temporal } from 'temporal-polyfill'

export interface QuietHours {
  /** Minutes from midnight at the clinic; equal ones mean no quiet hours. */
  readonly quietFrom: number
  readonly quietUntil: number
}

/** From the first minute (included) to the last (excluded) of a day. */
interface Window {
  readonly from: number
  readonly until: number
}

const DAY_MINUTES = 1440
/** A slow modem takes two seconds for a message: what is moved to before the quiet needs room to leave in. */
const MARGIN_MINUTES = 10
const MOST_DAYS_BACK = 30

export function isQuiet({ quietFrom, quietUntil }: QuietHours, minute: number): boolean {
  if (quietFrom === quietUntil) return false
  return quietFrom < quietUntil
    ? minute >= quietFrom && minute < quietUntil
    : minute >= quietFrom || minute < quietUntil
}

/** The end of the quiet hours that `moment` lies in. */
export function endOfQuiet(
  { quietUntil }: QuietHours,
  moment: Temporal.ZonedDateTime
): Temporal.ZonedDateTime {
  const end = atMinute(moment, quietUntil)
  return minuteOf(moment) < quietUntil ? end : atMinute(moment.add({ days: 1 }), quietUntil)
}

/**
 * The moment itself when a message may leave then, else the last one before it: neither in quiet hours nor on a day
 * off. Null when there is none within a month.
 */
export function lastAllowedMoment(
  quiet: QuietHours,
  moment: Temporal.ZonedDateTime,
  isDayOff: (date: Temporal.PlainDate) => boolean
): Temporal.ZonedDateTime | null {
  if (!isDayOff(moment.toPlainDate()) && !isQuiet(quiet, minuteOf(moment))) return moment
  for (let daysBack = 0; daysBack < MOST_DAYS_BACK; daysBack++) {
    const day = moment.subtract({ days: daysBack })
    if (isDayOff(day.toPlainDate())) continue
    const limit = daysBack === 0 ? minuteOf(moment) : DAY_MINUTES
    const window = allowedWindows(quiet).findLast(({ from }) => from < limit)
    if (window) return atMinute(day, Math.max(window.from, Math.min(window.until, limit) - MARGIN_MINUTES))
  }
  return null
}

function allowedWindows({ quietFrom, quietUntil }: QuietHours): readonly Window[] {
  if (quietFrom === quietUntil) return [{ from: 0, until: DAY_MINUTES }]
  if (quietFrom > quietUntil) return [{ from: quietUntil, until: quietFrom }]
  return [
    { from: 0, until: quietFrom },
    { from: quietUntil, until: DAY_MINUTES }
  ].filter(({ from, until }) => from < until)
}

function atMinute(day: Temporal.ZonedDateTime, minute: number): Temporal.ZonedDateTime {
  if (minute >= DAY_MINUTES) return atMinute(day.add({ days: 1 }), minute - DAY_MINUTES)
  return day.withPlainTime({ hour: Math.floor(minute / 60), minute: minute % 60 })
}

export function minuteOf(moment: Temporal.ZonedDateTime): number {
  return moment.hour * 60 + moment.minute
}
