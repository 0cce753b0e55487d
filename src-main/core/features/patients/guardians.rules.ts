import type { GuardianKind, GuardianPurpose } from '@contract/patients'
import { majorityDate, type AgeDay } from './age.rules'

interface Relation {
  readonly kind: GuardianKind
  readonly period_start: string
  readonly planned_end: string | null
  readonly period_end: string | null
}

interface Child {
  readonly birth_date: string | null
}

/** A legal guardian was appointed by an authority, and stays one until that is ended. */
export function endsWithMajority(kind: GuardianKind): boolean {
  return kind !== 'legal-guardian'
}

/**
 * The day on which a relation ends: when it was ended, else as the desk has planned it, and no later than the child's
 * health majority unless an authority appointed the guardian. Null: nobody knows.
 */
export function relationUntil(
  { kind, planned_end, period_end }: Relation,
  { birth_date }: Child,
  { country }: Pick<AgeDay, 'country'>
): string | null {
  if (period_end !== null) return period_end
  const majority = endsWithMajority(kind) && birth_date !== null ? majorityDate(birth_date, country) : null
  if (planned_end === null || majority === null) return planned_end ?? majority
  return planned_end < majority ? planned_end : majority
}

export function isGuardianOn(relation: Relation, child: Child, day: AgeDay): boolean {
  const today = day.today.toString()
  const until = relationUntil(relation, child, day)
  return relation.period_start <= today && (until === null || today < until)
}

interface Carrying {
  readonly carries_messages: number
  readonly chosenFor: ReadonlySet<GuardianPurpose>
}

/**
 * Whose mobile one kind of a child's messages goes to, of those who are guardians today: who was chosen for it, else
 * who carries all. Whoever was chosen and has ended leaves it to the one who carries all.
 */
export function carrierOf<R extends Carrying>(relations: readonly R[], purpose: GuardianPurpose): R | null {
  return (
    relations.find(({ chosenFor }) => chosenFor.has(purpose)) ??
    relations.find(({ carries_messages }) => carries_messages === 1) ??
    null
  )
}
