import type { RegistrationReason } from '../../portal/wire'

/** What decides whether the portal may serve a patient (DOMAIN.md §4). */
export interface EligibilityFacts {
  /** False: merged into another, deleted or deceased. */
  readonly isStanding: boolean
  readonly isReserved: boolean
  /** The GP is a clinician at work here. */
  readonly hasGpHere: boolean
  /** In use, and one that a portal can be sure of. */
  readonly hasFullNumber: boolean
  /** Their own, and not one that the parents gave before health majority. */
  readonly hasOwnMobile: boolean
  /** Whether a one-time code may be sent: without it nobody can log in. */
  readonly isCodeAllowed: boolean
  /** Under health majority: guardians log in. */
  readonly isMinor: boolean
  /** Somebody whom the portal serves is the child's guardian today. */
  readonly hasGuardianAtPortal: boolean
}

export type PortalObstacle = 'not-here' | 'guardian-missing' | Exclude<RegistrationReason, 'under-age'>

/** All that stands against it, in the order in which it is said; nothing: the portal holds the patient. */
export function obstaclesOf(facts: EligibilityFacts): PortalObstacle[] {
  const { isMinor } = facts
  const holds = {
    'not-here': !facts.isStanding,
    'gp-elsewhere': !facts.hasGpHere,
    reserved: facts.isReserved,
    'number-missing': !facts.hasFullNumber,
    'mobile-missing': !isMinor && !facts.hasOwnMobile,
    'consent-missing': !isMinor && !facts.isCodeAllowed && !facts.isReserved,
    'guardian-missing': isMinor && !facts.hasGuardianAtPortal
  } satisfies Record<PortalObstacle, boolean>
  return ORDER.filter((obstacle) => holds[obstacle])
}

const ORDER = [
  'not-here',
  'gp-elsewhere',
  'reserved',
  'number-missing',
  'mobile-missing',
  'consent-missing',
  'guardian-missing'
] as const satisfies readonly PortalObstacle[]

export interface Registrant extends EligibilityFacts {
  /** Kode 6 or 7: that somebody is a patient here would tell where they live. */
  readonly isProtected: boolean
  /** Agreed to in the portal, in the same breath. */
  readonly agreesNow: boolean
}

export type RegistrationJudgement =
  { readonly allowed: true } | { readonly allowed: false; readonly reason: RegistrationReason }

/**
 * Whether somebody with that number may become a portal user. Who is no patient, no longer one, has the GP elsewhere or
 * a protected address gets one and the same answer, so that nothing is told about any of them. Null: nobody has it.
 */
export function judgeRegistration(person: Registrant | null): RegistrationJudgement {
  const reason = person === null ? 'gp-elsewhere' : refusalOf(person)
  return reason === null ? { allowed: true } : { allowed: false, reason }
}

function refusalOf(person: Registrant): RegistrationReason | null {
  if (!person.isStanding || !person.hasGpHere || person.isProtected) return 'gp-elsewhere'
  if (person.isMinor) return 'under-age'
  if (person.isReserved) return 'reserved'
  if (!person.hasFullNumber) return 'number-missing'
  if (!person.hasOwnMobile) return 'mobile-missing'
  return person.isCodeAllowed || person.agreesNow ? null : 'consent-missing'
}
