import type { Recurrence } from '@contract/series'
import type { CivilDate } from '@contract/values'
import { LONGEST_SERIES } from '@contract/choices'

/** What is filled in about how a booking is repeated. */
export interface RecurrenceDraft {
  rhythm: Recurrence['rhythm']
  every: number
  endsBy: 'count' | 'until'
  count: number
  until: CivilDate | null
}

export const WEEKLY: RecurrenceDraft = {
  rhythm: 'weeks',
  every: 1,
  endsBy: 'count',
  count: 8,
  until: null
}

/** Null while something is missing or out of bounds. */
export function recurrenceOf({ rhythm, every, endsBy, count, until }: RecurrenceDraft): Recurrence | null {
  if (!Number.isInteger(every) || every < 1 || every > 365) return null
  if (endsBy === 'until')
    return until === null ? null : { rhythm, every, end: { kind: 'until', date: until } }
  if (!Number.isInteger(count) || count < 2 || count > LONGEST_SERIES) return null
  return { rhythm, every, end: { kind: 'count', count } }
}
