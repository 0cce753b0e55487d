import { Temporal } from 'temporal-polyfill'

/** A moment as messaging stores it: always milliseconds, so that text compares as time does. */
export function storedMoment(instant: Temporal.Instant): string {
  // A Date writes the same text in a twentieth of the time; this stands in every step of a message.
  return new Date(instant.epochMilliseconds).toISOString()
}

/** The moment of a stored text, in milliseconds: comparing and subtracting need no more. */
export function momentMs(stored: string): number {
  return Date.parse(stored)
}

/** From one moment to another; negative when the other lies before. Asking Temporal for a total takes fifty times as long. */
export function minutesUntil(from: Temporal.Instant, to: Temporal.Instant): number {
  return (to.epochMilliseconds - from.epochMilliseconds) / 60_000
}

export function earliest(a: Temporal.Instant, b: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(a, b) <= 0 ? a : b
}

export function isAfter(a: Temporal.Instant, b: Temporal.Instant): boolean {
  return Temporal.Instant.compare(a, b) > 0
}
