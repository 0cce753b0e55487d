import type { CostLevel } from '@contract/system'
import type { Temporal } from 'temporal-polyfill'

const WARNING_SHARE = 0.8

export interface CostState {
  readonly spentMinor: number
  readonly ceilingMinor: number | null
  /** The manager has let messages go on this month. */
  readonly isLetOn: boolean
}

export interface CostQueue {
  /** What the shortest SMS costs. */
  readonly leastMinor: number
  /** Whether something waits for the ceiling. */
  readonly isHolding: boolean
}

/** The ceiling is reached as soon as it keeps something back: what waits, or the next SMS, however short. */
export function costLevel(state: CostState, { leastMinor, isHolding }: CostQueue): CostLevel {
  const { spentMinor, ceilingMinor, isLetOn } = state
  if (ceilingMinor === null) return 'none'
  const isReached = isHolding || spentMinor >= ceilingMinor || !fitsCeiling(state, leastMinor)
  if (isReached && !isLetOn) return 'reached'
  if (spentMinor < ceilingMinor * WARNING_SHARE) return 'none'
  return isLetOn ? 'let-on' : 'near'
}

/** Whether a message that costs so much may still leave this month. */
export function fitsCeiling(state: CostState, costMinor: number): boolean {
  return costMinor <= leftMinor(state)
}

/** What may still be spent this month. */
export function leftMinor({ spentMinor, ceilingMinor, isLetOn }: CostState): number {
  return ceilingMinor === null || isLetOn ? Infinity : ceilingMinor - spentMinor
}

/** Those of what waits, in this order, that can be paid with what is left; what does not fit keeps nobody else. */
export function fitting<Waiting extends { readonly cost_minor: number }>(
  waiting: readonly Waiting[],
  leftMinor: number
): Waiting[] {
  let left = leftMinor
  return waiting.filter(({ cost_minor: costMinor }) => {
    if (costMinor > left) return false
    left -= costMinor
    return true
  })
}

/** A month on the clinic's calendar. */
export interface Month {
  /** `2026-12`. */
  readonly name: string
  readonly from: Temporal.Instant
  readonly until: Temporal.Instant
}

export function monthOf(now: Temporal.Instant, timeZone: string, monthsBack = 0): Month {
  const first = now
    .toZonedDateTimeISO(timeZone)
    .with({ day: 1 })
    .subtract({ months: monthsBack })
    .startOfDay()
  return {
    name: first.toPlainDate().toPlainYearMonth().toString(),
    from: first.toInstant(),
    until: first.add({ months: 1 }).startOfDay().toInstant()
  }
}
