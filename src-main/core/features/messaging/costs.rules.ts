import type { CostLevel } from '@contract/system'
import type { Temporal } from 'temporal-polyfill'

const WARNING_SHARE = 0.8

export interface CostState {
  readonly spentMinor: number
  readonly ceilingMinor: number | null
  /** The manager has let messages go on this month. */
  readonly isLetOn: boolean
}

export function costLevel({ spentMinor, ceilingMinor, isLetOn }: CostState): CostLevel {
  if (ceilingMinor === null || spentMinor < ceilingMinor * WARNING_SHARE) return 'none'
  if (isLetOn) return 'let-on'
  return spentMinor < ceilingMinor ? 'near' : 'reached'
}

/** Whether a message that costs so much may still leave this month. */
export function fitsCeiling({ spentMinor, ceilingMinor, isLetOn }: CostState, costMinor: number): boolean {
  return ceilingMinor === null || isLetOn || spentMinor + costMinor <= ceilingMinor
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
