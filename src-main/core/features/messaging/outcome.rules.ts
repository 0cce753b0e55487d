import { Temporal } from 'temporal-polyfill'
import type { RefusalClass } from '../../modem'

export type RefusalStep =
  | { readonly kind: 'again'; readonly at: Temporal.Instant; readonly counts: boolean }
  | { readonly kind: 'failed' }

export interface Refusal {
  readonly class: RefusalClass
  /** Counted refusals before this one. */
  readonly tries: number
  readonly now: Temporal.Instant
  readonly expiresAt: Temporal.Instant
}

const SOON_SECONDS = [1, 2, 3, 5, 5]
const LATE_SECONDS = [30, 120, 300]
const BACKOFF_FIRST_SECONDS = 30
const BACKOFF_LONGEST_SECONDS = 1_800
/** "After the modem's set-up": it is made ready anew before it says so. */
const REINIT_SECONDS = 10
/** A person must act first; the message is put aside so that another one is tried next. */
const PERSON_SECONDS = 300

/** What becomes of a message that the network or the modem refused (3GPP TS 24.011 annex E; 27.005 § 3.2.5). */
export function stepAfterRefusal({ class: refusalClass, tries, now, expiresAt }: Refusal): RefusalStep {
  if (refusalClass === 'permanent') return { kind: 'failed' }
  if (refusalClass === 'wait-for-state') return { kind: 'again', at: now, counts: false }
  if (refusalClass === 'person')
    return { kind: 'again', at: now.add({ seconds: PERSON_SECONDS }), counts: false }
  const seconds = delaySeconds(refusalClass, tries)
  if (seconds === null) return { kind: 'failed' }
  const at = now.add({ seconds })
  // A try after the message has ended would never be made: the cause says more than "expired".
  return Temporal.Instant.compare(at, expiresAt) < 0
    ? { kind: 'again', at, counts: true }
    : { kind: 'failed' }
}

function delaySeconds(refusalClass: 'retry-soon' | 'retry-backoff' | 'retry-late' | 'reinit', tries: number) {
  if (refusalClass === 'retry-late') return LATE_SECONDS[tries] ?? null
  if (refusalClass === 'reinit') return tries === 0 ? REINIT_SECONDS : null
  if (refusalClass === 'retry-soon') return SOON_SECONDS[tries] ?? backoffSeconds(tries - SOON_SECONDS.length)
  return backoffSeconds(tries)
}

function backoffSeconds(tries: number): number {
  return Math.min(BACKOFF_FIRST_SECONDS * 2 ** Math.min(tries, 10), BACKOFF_LONGEST_SECONDS)
}
