import type { DayColumn } from '@contract/appointments'
import type { Session } from '@contract/sessions'
import { freeGaps, STEP_MINUTES } from './day-range'
import type { Span } from './lanes'
import { spanOf } from './stops'

/** Where a day's clock stands. */
interface FirstFree {
  readonly slotMinutes: number
  /** The clock of that date: null on a day to come. */
  readonly nowMinute: number | null
}

/**
 * The first minute from which an ordinary booking of `slotMinutes` fits: what is held back for urgent visits, or meant for
 * telephone or video, is not counted. For the eye only; booking asks the core.
 */
export function firstFreeMinute(
  { appointments, sessions }: Pick<DayColumn, 'appointments' | 'sessions'>,
  { slotMinutes, nowMinute }: FirstFree
): number | null {
  const from = nowMinute ?? 0
  const taken = appointments.filter(({ status }) => !GONE.has(status)).map(spanOf)
  const gap = freeGaps(ordinarySpans(sessions, nowMinute), taken).find(
    (one) => one.endMinute - Math.max(one.startMinute, from) >= slotMinutes
  )
  return gap ? Math.max(gap.startMinute, Math.ceil(from / STEP_MINUTES) * STEP_MINUTES) : null
}

const GONE: ReadonlySet<string> = new Set(['cancelled', 'entered-in-error'])

/** Ordinary sessions and urgent ones that are released by now; those that follow on one another are one. */
function ordinarySpans(sessions: readonly Session[], nowMinute: number | null): Span[] {
  const spans: Span[] = []
  for (const { kind, startMinute, endMinute, heldUntilMinute } of sessions) {
    const isReleased = heldUntilMinute !== null && nowMinute !== null && nowMinute >= heldUntilMinute
    if (kind !== 'ordinary' && !(kind === 'urgent' && isReleased)) continue
    const last = spans.at(-1)
    if (last?.endMinute === startMinute) spans.splice(-1, 1, { ...last, endMinute })
    else spans.push({ startMinute, endMinute })
  }
  return spans
}
