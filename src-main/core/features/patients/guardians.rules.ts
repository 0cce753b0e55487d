import type { Temporal } from 'temporal-polyfill'
import { majorityDate } from './age.rules'

interface Relation {
  readonly kind: 'parent' | 'legal-guardian'
  readonly period_end: string | null
}

interface Child {
  readonly birth_date: string | null
}

/** The day a relation ends: a parent's with the child's health majority, a legal guardian's when it is ended. */
export function relationUntil({ kind, period_end }: Relation, { birth_date }: Child): string | null {
  if (period_end !== null || kind === 'legal-guardian' || birth_date === null) return period_end
  return majorityDate(birth_date)
}

export function isGuardianOn(relation: Relation, child: Child, today: Temporal.PlainDate): boolean {
  const until = relationUntil(relation, child)
  return until === null || today.toString() < until
}
