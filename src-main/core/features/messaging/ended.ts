import type { Temporal } from 'temporal-polyfill'
import { storedMoment } from './moment'

/** What ends a message. The digits of a code go with it. */
export function ended(
  state: 'failed' | 'expired' | 'superseded' | 'blocked' | 'cancelled' | 'uncertain',
  reason: string,
  { now }: { now: Temporal.Instant }
) {
  return { state, reason, code_digits: null, ended_at: storedMoment(now) }
}
