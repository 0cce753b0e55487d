import type { Concatenation } from './user-data'

/** One stored part of an incoming message, as far as joining needs it. */
export interface ReceivedPart {
  readonly from: string
  readonly text: string
  readonly concat: Concatenation | null
}

export interface JoinedText {
  /** Known parts in order; a missing one leaves the mark [...]. */
  readonly text: string
  readonly isComplete: boolean
  /** Part numbers, from 1, that have not come. */
  readonly missing: readonly number[]
}

/**
 * The key under which parts belong together: sender, reference, number of parts and width of the reference.
 * A telephone reuses references, so the caller also limits how far apart in time parts may be.
 * Null for a message that is whole by itself.
 */
export function concatKey({ from, concat }: Omit<ReceivedPart, 'text'>): string | null {
  if (concat === null) return null
  return `${from}/${concat.ref}/${concat.total}/${concat.bits}`
}

/** Joins parts of one key in any order, repeated or missing. The first copy of a repeated part counts. */
export function joinParts(parts: readonly ReceivedPart[]): JoinedText {
  const total = Math.max(1, ...parts.map((part) => part.concat?.total ?? 1))
  const texts = new Map<number, string>()
  for (const part of parts) {
    const number = part.concat?.part ?? 1
    if (!texts.has(number)) texts.set(number, part.text)
  }
  const numbers = Array.from({ length: total }, (_, index) => index + 1)
  const missing = numbers.filter((number) => !texts.has(number))
  const text = numbers.map((number) => texts.get(number) ?? ' [...] ').join('')
  return { text, isComplete: missing.length === 0, missing }
}
