import type { CodeableConcept, Identifier as FhirIdentifier, RelatedPerson } from '@medplum/fhirtypes'
import type { GuardianKind, Identifier } from '@contract/patients'
import type { CivilDate, Country } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import { ROLE_CODE } from '../../../platform/fhir'
import { isMinor, sharedIdentifiers } from '../../patients'
import { given, listed, metaOf, periodOf, referenceTo } from './elements.rules'
import { GUARDIAN_ACCESS, type PortalClinic } from './systems.rules'

export interface GuardianFacts {
  /** What the clinic finds it again by. */
  readonly own: FhirIdentifier
  /** The portal's id of the child. */
  readonly childRemoteId: string
  readonly childBirthDate: CivilDate | null
  readonly kind: GuardianKind
  readonly familyName: string
  readonly givenName: string
  /** Of the guardian: the portal knows by them who has logged in. */
  readonly identifiers: readonly Identifier[]
  readonly from: CivilDate
  /** The first day on which it holds no more; null: nobody knows. */
  readonly until: CivilDate | null
  /** False: ended, or one of the two may not be at the portal. */
  readonly isActive: boolean
}

/** HL7 v3 RoleCode: parent, guardian, foster parent. Who the child welfare service names acts as a guardian does. */
const ROLES = {
  parent: 'PRN',
  'legal-guardian': 'GUARD',
  'foster-parent': 'PRNFOST',
  'child-welfare': 'GUARD'
} as const satisfies Record<GuardianKind, string>

/** From this birthday on parents see a part (pasient- og brukerrettighetsloven § 3-4). */
export const SHARED_FROM_YEARS = 12

/** How much of a child's record a guardian sees at the portal. */
export type GuardianAccess = 'full' | 'shared' | 'ended'

/**
 * Under 12 the guardians act; from 12 to health majority both do, and what the child keeps to itself stays with it
 * (pasient- og brukerrettighetsloven § 3-4; BW 7:450); then the child alone. A guardian whom an authority appointed
 * stays one. A child whose birth date is not known is taken for the youngest.
 */
export function guardianAccess(
  { kind, birthDate }: { kind: GuardianKind; birthDate: CivilDate | null },
  { today, country }: { today: Temporal.PlainDate; country: Country }
): GuardianAccess {
  if (kind === 'legal-guardian' || birthDate === null) return 'full'
  if (!isMinor(birthDate, { today, country })) return 'ended'
  const twelfth = Temporal.PlainDate.from(birthDate).add({ years: SHARED_FROM_YEARS })
  return Temporal.PlainDate.compare(today, twelfth) < 0 ? 'full' : 'shared'
}

/** The guardian as the portal should hold it on that day. */
export function toRelatedPerson(
  facts: GuardianFacts,
  { clinic, today }: { clinic: PortalClinic; today: Temporal.PlainDate }
): RelatedPerson {
  const { own, kind, childBirthDate: birthDate } = facts
  const access = guardianAccess({ kind, birthDate }, { today, country: clinic.country })
  const isActive = facts.isActive && access !== 'ended' && isWithin(facts, today)
  const base: RelatedPerson = {
    resourceType: 'RelatedPerson',
    ...metaOf('RelatedPerson', clinic),
    identifier: [own],
    active: isActive,
    patient: referenceTo('Patient', facts.childRemoteId),
    ...periodOf(facts.from, lastDayOf(facts.until))
  }
  if (!isActive) return base
  return {
    ...base,
    extension: [{ url: GUARDIAN_ACCESS, valueCode: access }],
    identifier: [own, ...numbersOf(facts.identifiers)],
    relationship: [relationOf(kind)],
    name: [
      {
        use: 'official',
        ...given('family', facts.familyName),
        ...listed(
          'given',
          facts.givenName.split(' ').filter((name) => name !== '')
        )
      }
    ]
  }
}

function isWithin({ from, until }: GuardianFacts, today: Temporal.PlainDate): boolean {
  const day = today.toString()
  return from <= day && (until === null || day < until)
}

/** FHIR periods include their last day; the clinic's end on the first day after it. */
function lastDayOf(until: CivilDate | null): CivilDate | null {
  return until === null ? null : Temporal.PlainDate.from(until).subtract({ days: 1 }).toString()
}

function numbersOf(identifiers: readonly Identifier[]): NonNullable<RelatedPerson['identifier']> {
  return sharedIdentifiers(identifiers).flatMap(({ identifier, system }) =>
    system === null
      ? []
      : [{ use: identifier.status === 'in-use' ? 'official' : 'old', system, value: identifier.value }]
  )
}

function relationOf(kind: GuardianKind): CodeableConcept {
  return { coding: [{ system: ROLE_CODE, code: ROLES[kind] }], text: kind }
}
