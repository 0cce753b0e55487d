import type { CivilDate } from '@contract/values'
import { Temporal } from 'temporal-polyfill'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** One civil day at the clinic, in milliseconds since 1970. */
export interface ClinicDay {
  readonly date: CivilDate
  readonly weekday: number
  readonly next: CivilDate
  /** The moment at which the clinic's clock shows that minute of the day. */
  momentMs(minute: number): number
  /** The minute of the day the clinic's clock shows at that moment of the day. */
  minuteOf(momentMs: number): number
}

/** Days are worked out once: asking the time zone costs more than the rest of a search. */
export function createClinicDays(): (date: CivilDate, timeZone: string) => ClinicDay {
  const days = new Map<string, ClinicDay>()
  return (date, timeZone) => {
    const key = `${date} ${timeZone}`
    const day = days.get(key) ?? clinicDay(Temporal.PlainDate.from(date), timeZone)
    days.set(key, day)
    return day
  }
}

function clinicDay(date: Temporal.PlainDate, timeZone: string): ClinicDay {
  const next = date.add({ days: 1 })
  const startMs = date.toZonedDateTime(timeZone).epochMilliseconds
  const lengthMs = next.toZonedDateTime(timeZone).epochMilliseconds - startMs
  const day = { date: date.toString(), weekday: date.dayOfWeek, next: next.toString() }
  if (lengthMs === DAY_MS)
    return {
      ...day,
      momentMs: (minute) => startMs + minute * MINUTE_MS,
      minuteOf: (momentMs) => Math.floor((momentMs - startMs) / MINUTE_MS)
    }
  // The clock changes on this day: only the time zone knows when.
  return {
    ...day,
    momentMs: (minute) =>
      minute === 1440
        ? startMs + lengthMs
        : date.toZonedDateTime({ timeZone, plainTime: timeOf(minute) }).epochMilliseconds,
    minuteOf(momentMs) {
      const { hour, minute } = Temporal.Instant.fromEpochMilliseconds(momentMs).toZonedDateTimeISO(timeZone)
      return hour * 60 + minute
    }
  }
}

function timeOf(minute: number): Temporal.PlainTime {
  return new Temporal.PlainTime(Math.floor(minute / 60), minute % 60)
}
