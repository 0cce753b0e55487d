import type { Letter, LetterDelivery } from '@contract/letters'

export interface Mark {
  readonly key: string
  readonly tone: 'neutral' | 'wait' | 'late'
  /** A sign beside the word, so that colour never speaks alone. */
  readonly glyph: string
}

const MARKS = {
  post: { key: 'letters.delivery.post', tone: 'neutral', glyph: '✉' },
  'hand-over': { key: 'letters.delivery.hand-over', tone: 'wait', glyph: '⇄' },
  'address-missing': { key: 'letters.delivery.address-missing', tone: 'late', glyph: '!' }
} as const satisfies Record<LetterDelivery, Mark>

/** How a letter reaches the patient, or that it comes too late by post. */
export function markOf({ delivery, isLate }: Pick<Letter, 'delivery' | 'isLate'>): Mark {
  if (isLate && delivery === 'post') return { key: 'letters.lateTag', tone: 'wait', glyph: '◷' }
  return MARKS[delivery]
}

/** Taken along unless the envelope would show no address, or the post would be too slow. */
export function isTickedAtFirst({ delivery, isLate }: Pick<Letter, 'delivery' | 'isLate'>): boolean {
  return delivery !== 'address-missing' && !isLate
}
