import type { ColumnView } from './column-view'
import { freeGaps, STEP_MINUTES } from './day-range'
import { spanOf } from './stops'

/** The first minute from which a booking of `slotMinutes` fits. For the eye only; booking asks the core. */
export function firstFreeMinute(
  { appointments, open }: Pick<ColumnView, 'appointments' | 'open'>,
  slotMinutes: number,
  fromMinute: number
): number | null {
  const taken = appointments.filter((one) => one.status !== 'cancelled').map(spanOf)
  const gap = freeGaps(open, taken).find(
    (one) => one.endMinute - Math.max(one.startMinute, fromMinute) >= slotMinutes
  )
  return gap ? Math.max(gap.startMinute, Math.ceil(fromMinute / STEP_MINUTES) * STEP_MINUTES) : null
}
