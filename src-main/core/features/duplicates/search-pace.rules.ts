import type { Temporal } from 'temporal-polyfill'

/** A slice may keep others waiting this long. */
const SLICE_MS = 12
const SMALLEST_SLICE = 10
const LARGEST_SLICE = 400

/** How many patients the next slice has, after one of `size` took `elapsedMs`. */
export function nextSlice(size: number, elapsedMs: number): number {
  const fitting = Math.round((size * SLICE_MS) / Math.max(elapsedMs, 1))
  // At most doubled: one quick slice is no proof.
  return Math.min(Math.max(Math.min(fitting, size * 2), SMALLEST_SLICE), LARGEST_SLICE)
}

const FIRST_HOUR = 1
const LAST_HOUR = 5
const NIGHT_HOURS = 18
const LONGEST_HOURS = 26

/**
 * Whether to search now, asked every hour: once a night, and by day where the PC is off at night. One that was broken
 * off goes on.
 */
export function isSearchDue(
  { startedAt, finishedAt }: { startedAt: Temporal.Instant | null; finishedAt: Temporal.Instant | null },
  now: Temporal.Instant,
  timeZone: string
): boolean {
  if (startedAt !== null || finishedAt === null) return true
  const hours = finishedAt.until(now).total('hours')
  const { hour } = now.toZonedDateTimeISO(timeZone)
  const isNight = hour >= FIRST_HOUR && hour <= LAST_HOUR
  return hours > (isNight ? NIGHT_HOURS : LONGEST_HOURS)
}
