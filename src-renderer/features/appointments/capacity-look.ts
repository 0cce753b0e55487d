import type { DayCapacity } from '@contract/calendar'
import type { CivilDate } from '@contract/values'

/** How a day of the month shows what it offers. */
export type CapacityLook = 'holiday' | 'closed' | 'past' | 'full' | 'few' | 'open'

/** Below this share of the offered time a day is nearly full. */
const FEW_SHARE = 0.15

export function capacityLook(capacity: DayCapacity, today: CivilDate): CapacityLook {
  const { date, holiday, offeredMinutes, freeMinutes, openings } = capacity
  if (holiday !== null && offeredMinutes === 0) return 'holiday'
  if (offeredMinutes === 0) return 'closed'
  if (date < today) return 'past'
  if (openings === 0) return 'full'
  return freeMinutes < offeredMinutes * FEW_SHARE ? 'few' : 'open'
}
