import type { Offer, OfferRound } from '@contract/waiting-list'
import type { Tone } from '../../ui/tones'

interface OfferLook {
  /** A sign beside the word, so that colour never speaks alone. */
  readonly glyph: string
  readonly tone: Tone
}

const LOOKS = {
  next: { glyph: '·', tone: 'neutral' },
  open: { glyph: '◷', tone: 'wait' },
  accepted: { glyph: '✓', tone: 'ok' },
  declined: { glyph: '✕', tone: 'neutral' },
  unanswered: { glyph: '–', tone: 'neutral' },
  undelivered: { glyph: '!', tone: 'late' },
  taken: { glyph: '–', tone: 'neutral' },
  withdrawn: { glyph: '–', tone: 'neutral' },
  skipped: { glyph: '!', tone: 'wait' }
} as const satisfies Record<Offer['state'], OfferLook>

export function offerLook(state: Offer['state']): OfferLook {
  return LOOKS[state]
}

const ROUND_LOOKS = {
  running: { glyph: '◷', tone: 'wait' },
  won: { glyph: '✓', tone: 'ok' },
  nobody: { glyph: '–', tone: 'neutral' },
  stopped: { glyph: '✕', tone: 'neutral' },
  past: { glyph: '–', tone: 'neutral' }
} as const satisfies Record<OfferRound['state'], OfferLook>

export function roundLook(state: OfferRound['state']): OfferLook {
  return ROUND_LOOKS[state]
}

/** Whole minutes that are left, never less than none. */
export function minutesLeft(expiresAt: string, nowMs: number): number {
  return Math.max(0, Math.ceil((Date.parse(expiresAt) - nowMs) / 60_000))
}
