import { GUARDIAN_PURPOSES } from '@contract/choices'
import type { GuardianId } from '@contract/ids'
import { AppError } from '../../platform/app-error'
import { carrierOf, type GuardianRow } from '../patients'

/** @throws AppError `death-in-future`, `death-before-birth` */
export function assertDeathDate(
  on: string,
  { birthDate, today }: { birthDate: string | null; today: string }
): void {
  if (on > today) throw new AppError('death-in-future')
  if (birthDate !== null && on < birthDate) throw new AppError('death-before-birth')
}

type Relation = Pick<GuardianRow, 'id' | 'carries_messages' | 'chosenFor'>

/**
 * Whether some message about a child would reach nobody once this relation has ended.
 * @param family the child's guardians today
 * @param living those of them who are alive
 */
export function leavesChildAlone(
  family: readonly Relation[],
  living: ReadonlySet<GuardianId>,
  ending: GuardianId
): boolean {
  const left = family.filter(({ id }) => id !== ending && living.has(id))
  return GUARDIAN_PURPOSES.some(
    (purpose) => carrierOf(family, purpose)?.id === ending && carrierOf(left, purpose) === null
  )
}

/** Why an appointment that was cancelled cannot be had back, from the refusal. */
export function whyNotBack(refusal: string): 'taken' | 'changed' {
  return ['slot-taken', 'slot-held', 'resource-taken'].includes(refusal) ? 'taken' : 'changed'
}
