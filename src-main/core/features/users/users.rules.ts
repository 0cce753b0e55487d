import { Temporal } from 'temporal-polyfill'

const FREE_ATTEMPTS = 5
const FIRST_WAIT_SECONDS = 30
const LONGEST_WAIT_SECONDS = 900

/** How long a user waits after this many wrong passwords in a row, in seconds; 0 for the first four. */
export function waitSecondsAfter(failedAttempts: number): number {
  if (failedAttempts < FREE_ATTEMPTS) return 0
  return Math.min(FIRST_WAIT_SECONDS * 2 ** (failedAttempts - FREE_ATTEMPTS), LONGEST_WAIT_SECONDS)
}

/** Seconds left of a wait, rounded up; 0 when it is over. */
export function secondsLeft(lockedUntil: string | null, now: Temporal.Instant): number {
  if (lockedUntil === null) return 0
  return Math.max(0, Math.ceil(now.until(Temporal.Instant.from(lockedUntil)).total('seconds')))
}

/** Wrong tries from one address longer ago than this count no more. */
const FORGOTTEN_AFTER_HOURS = 1

/** How many wrong tries in a row this makes from one address, and the seconds it waits now. */
export function attemptsAfterWrong(
  before: { readonly count: number; readonly lastAt: string } | null,
  now: Temporal.Instant
): { count: number; waitSeconds: number } {
  const isRecent =
    before !== null && Temporal.Instant.from(before.lastAt).until(now).total('hours') < FORGOTTEN_AFTER_HOURS
  const count = (isRecent ? before.count : 0) + 1
  return { count, waitSeconds: waitSecondsAfter(count) }
}
