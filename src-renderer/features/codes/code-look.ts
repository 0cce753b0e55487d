import type { CodeLife } from '@contract/codes'

interface CodeLook {
  /** A sign beside the word, so that colour never speaks alone. */
  readonly glyph: string
  readonly tone: 'ok' | 'wait' | 'late' | 'neutral'
  /** `codes.state.<word>` */
  readonly word: CodeLife['state'] | 'undelivered'
}

const LOOKS = {
  asked: { glyph: '◷', tone: 'neutral' },
  'on-modem': { glyph: '↑', tone: 'neutral' },
  sent: { glyph: '✓', tone: 'neutral' },
  delivered: { glyph: '✓✓', tone: 'ok' },
  used: { glyph: '●', tone: 'ok' },
  failed: { glyph: '✕', tone: 'late' },
  uncertain: { glyph: '?', tone: 'wait' },
  expired: { glyph: '!', tone: 'neutral' },
  replaced: { glyph: '↷', tone: 'neutral' },
  ended: { glyph: '■', tone: 'wait' }
} as const satisfies Record<CodeLife['state'], Omit<CodeLook, 'word'>>

export function codeLook({ state, sentAt }: Pick<CodeLife, 'state' | 'sentAt'>): CodeLook {
  const isLost = state === 'failed' && sentAt !== null
  return { ...LOOKS[state], word: isLost ? 'undelivered' : state }
}

/** What a code's row says below its state, as the key of a sentence; null where the state says all. */
export type CodeNote = 'failure' | 'validUntil' | 'wrongTries' | 'mobileChanged' | 'neverLeft' | null

const MOST_TRIES = 5

export function codeNote({
  state,
  sentAt,
  wrongTries
}: Pick<CodeLife, 'state' | 'sentAt' | 'wrongTries'>): CodeNote {
  if (state === 'failed' || state === 'uncertain') return 'failure'
  if (state === 'ended' && wrongTries < MOST_TRIES) return 'mobileChanged'
  if (state === 'replaced' && sentAt === null) return 'neverLeft'
  if (['asked', 'on-modem', 'sent', 'delivered'].includes(state)) return 'validUntil'
  return wrongTries > 0 ? 'wrongTries' : null
}

/** The next moment at which a code on the way runs out, in milliseconds; null when none is on the way. */
export function nextEnd(codes: readonly Pick<CodeLife, 'state' | 'expiresAt'>[]): number | null {
  const ends = codes
    .filter(({ state }) => ['asked', 'on-modem', 'sent', 'delivered'].includes(state))
    .map(({ expiresAt }) => Date.parse(expiresAt))
  return ends.length === 0 ? null : Math.min(...ends)
}
