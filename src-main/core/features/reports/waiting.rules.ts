import type { Waiting } from '@contract/reports'
import type { CivilDate } from '@contract/values'
import { isWithin, rate } from './attendance.rules'
import type { Stretch } from './period.rules'

/** Visits of a day that took alike, in whole minutes; null where one of the moments is missing. */
export interface DayVisits {
  readonly local_date: CivilDate
  readonly wait: number | null
  readonly toRoom: number | null
  readonly startDelay: number
  readonly visit: number | null
}

/** Called in no later than this after the start is on time. */
const ON_TIME_MINUTES = 5

export function waitingOf(visits: readonly DayVisits[], stretch: Stretch): Waiting {
  const own = visits.filter(({ local_date }) => isWithin(local_date, stretch))
  const waits = present(own.map(({ wait }) => wait))
  const delays = own.map(({ startDelay }) => startDelay)
  return {
    calledIn: own.length,
    waited: waits.length,
    medianWait: percentile(waits, 0.5),
    p90Wait: percentile(waits, 0.9),
    medianToRoom: percentile(present(own.map(({ toRoom }) => toRoom)), 0.5),
    medianStartDelay: percentile(delays, 0.5),
    onTimeRate: rate(delays.filter((delay) => delay <= ON_TIME_MINUTES).length, delays.length),
    medianVisit: percentile(present(own.map(({ visit }) => visit)), 0.5)
  }
}

/**
 * The nearest-rank percentile: the smallest value that at least this share of them does not exceed. Null for no values,
 * for there is nothing to take.
 */
export function percentile(values: readonly number[], share: number): number | null {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null
}

function present(values: readonly (number | null)[]): number[] {
  return values.filter((value) => value !== null)
}
