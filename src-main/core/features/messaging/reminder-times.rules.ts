import type { Temporal } from 'temporal-polyfill'
import { earliest, isAfter, minutesUntil } from './moment'
import { lastAllowedMoment, type QuietHours } from './quiet-hours.rules'

export interface ReminderTime {
  /** The setting it comes from: hours before the start. */
  readonly hours: number
  readonly at: Temporal.Instant
  readonly expiresAt: Temporal.Instant
}

export interface ReminderTimesInput {
  readonly start: Temporal.Instant
  readonly now: Temporal.Instant
  readonly timeZone: string
  readonly messaging: QuietHours & {
    readonly reminderHours: readonly number[]
    readonly reminderMinimumMinutes: number
  }
  readonly isDayOff: (date: Temporal.PlainDate) => boolean
}

/**
 * A reminder that could not leave for so long, because the PC was off, is not sent any more: the night between quiet
 * hours is not too long, two days are.
 */
const LATE_HOURS = 12

/**
 * When a patient is reminded: the given hours before, on the clinic's clock; what falls in quiet hours or on a day off
 * goes at the last allowed moment before. None when booked too late, none in the past, one where two would coincide.
 */
export function reminderTimes(input: ReminderTimesInput): ReminderTime[] {
  const { start, now, messaging } = input
  if (minutesUntil(now, start) < messaging.reminderMinimumMinutes) return []
  const byMoment = new Map<number, { hours: number; at: Temporal.Instant }>()
  for (const hours of [...messaging.reminderHours].sort((a, b) => b - a)) {
    const at = reminderMoment(input, hours)
    // Smaller hours come later and replace what coincides with them.
    if (at && isAfter(at, now)) byMoment.set(at.epochMilliseconds, { hours, at })
  }
  const times = [...byMoment.values()].sort((a, b) => a.at.epochMilliseconds - b.at.epochMilliseconds)
  return times.map(({ hours, at }, index) => {
    const next = times[index + 1]
    return {
      hours,
      at,
      expiresAt: earliest(at.add({ hours: LATE_HOURS }), next ? between(at, next.at) : start)
    }
  })
}

/** Nearer to the next reminder than to its own time a late one is left to the next: nobody is reminded twice within minutes. */
function between(at: Temporal.Instant, next: Temporal.Instant): Temporal.Instant {
  return at.add({ minutes: Math.floor(minutesUntil(at, next) / 2) })
}

function reminderMoment(
  { start, timeZone, messaging, isDayOff }: ReminderTimesInput,
  hours: number
): Temporal.Instant | null {
  // Whole days keep the time on the wall when summer time begins or ends between.
  const before = start
    .toZonedDateTimeISO(timeZone)
    .subtract({ days: Math.floor(hours / 24), hours: hours % 24 })
  return lastAllowedMoment(messaging, before, isDayOff)?.toInstant() ?? null
}
