import { RECORD_GAPS } from '@contract/choices'
import type { RecordGap } from '@contract/registration'
import { isMinor, type AgeDay } from './age.rules'

/** What decides whether a record lacks something. */
export interface RecordFacts {
  /** Another than the clinic's own H-number. */
  readonly hasNumber: boolean
  readonly isNameProvisional: boolean
  readonly birthDate: string | null
  readonly hasMobile: boolean
  readonly isReserved: boolean
  /** A doctor here or elsewhere. */
  readonly hasGp: boolean
  readonly hasGuardian: boolean
}

/**
 * What a record lacks, in the order in which it is said. Whoever is reserved against digital communication needs no
 * mobile, nor who has a guardian to write to; a guardian is missing until the child decides alone.
 */
export function gapsOf(facts: RecordFacts, day: AgeDay): RecordGap[] {
  const lacks = {
    number: !facts.hasNumber,
    name: facts.isNameProvisional,
    birthDate: facts.birthDate === null,
    mobile: !facts.hasMobile && !facts.isReserved && !facts.hasGuardian,
    gp: !facts.hasGp,
    guardian: !facts.hasGuardian && facts.birthDate !== null && isMinor(facts.birthDate, day)
  } satisfies Record<RecordGap, boolean>
  return RECORD_GAPS.filter((gap) => lacks[gap])
}
