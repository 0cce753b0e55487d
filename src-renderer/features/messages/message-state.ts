import type { MessageState, OutboundMessage } from '@contract/messages'

export type StateTone = 'ok' | 'wait' | 'late' | 'neutral'

export interface StateLook {
  /** A sign beside the word, so that colour never speaks alone. */
  readonly glyph: string
  readonly tone: StateTone
}

const LOOKS = {
  queued: { glyph: '◷', tone: 'neutral' },
  sending: { glyph: '↑', tone: 'neutral' },
  sent: { glyph: '✓', tone: 'neutral' },
  delivered: { glyph: '✓✓', tone: 'ok' },
  failed: { glyph: '✕', tone: 'late' },
  uncertain: { glyph: '?', tone: 'wait' },
  expired: { glyph: '⌛', tone: 'wait' },
  superseded: { glyph: '↷', tone: 'neutral' },
  blocked: { glyph: '–', tone: 'wait' },
  cancelled: { glyph: '–', tone: 'neutral' }
} as const satisfies Record<MessageState, StateLook>

export function lookOf(state: MessageState): StateLook {
  return LOOKS[state]
}

export type NextStep =
  'correct-number' | 'call' | 'print-letter' | 'ask-consent' | 'wait' | 'mend-modem' | 'none'

/** +CMS ERROR numbers (3GPP TS 24.011 / 23.040) that mean the number cannot be reached: correcting it helps. */
const NUMBER_REASONS: readonly string[] = [
  'cms-1',
  'cms-21',
  'cms-28',
  'status-65',
  'status-70',
  'number-unknown'
]
/** Those that a person mends at the modem, the SIM card or the subscription. */
const MODEM_REASONS: readonly string[] = [
  'modem-absent',
  'modem-lost',
  'no-modem',
  'pin-required',
  'puk-required',
  'no-sim'
]
const MODEM_CMS: readonly number[] = [8, 10, 29, 30, 50, 69, 310, 311, 312, 313, 315, 316, 317, 318, 330]

/** What the desk can do about a message that did not arrive. */
export function nextStepOf({ state, reason }: Pick<OutboundMessage, 'state' | 'reason'>): NextStep {
  if (state === 'queued' || state === 'sending') return needsModem(reason) ? 'mend-modem' : 'wait'
  if (state === 'uncertain' || state === 'expired') return 'call'
  if (state !== 'failed' && state !== 'blocked') return 'none'
  return stepOfReason(reason ?? '')
}

function stepOfReason(reason: string): NextStep {
  if (reason === 'reserved') return 'print-letter'
  if (reason === 'consent-missing') return 'ask-consent'
  if (reason.startsWith('mobile-') || NUMBER_REASONS.includes(reason)) return 'correct-number'
  return needsModem(reason) ? 'mend-modem' : 'call'
}

function needsModem(reason: string | null): boolean {
  if (reason === null) return false
  const cms = /^cms-(\d+)$/.exec(reason)
  return MODEM_REASONS.includes(reason) || (cms !== null && MODEM_CMS.includes(Number(cms[1])))
}
