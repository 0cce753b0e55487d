import type { CodeLife } from '@contract/codes'
import type { IdentifierType } from '@contract/patients'
import type { TryOutcome } from './portal-codes.rules'

/** A code of the last day, as login help judges it. */
export interface CodeFact {
  readonly channel: CodeLife['channel']
  readonly state: CodeLife['state']
  /** Why it did not arrive, as the network or the modem says it. */
  readonly failure: string | null
  readonly ageMinutes: number
  readonly isSent: boolean
  readonly isDelivered: boolean
  readonly wrongTries: number
  /** It went where codes on that channel go today. */
  readonly isToCurrentAddress: boolean
}

/** All that the record tells about why somebody does not get into the portal. */
export interface LoginFacts {
  readonly isReserved: boolean
  readonly hasGpHere: boolean
  readonly hasFullNumber: boolean
  /** A register replaced it, as a D-number by a fødselsnummer. */
  readonly hasFormerNumber: boolean
  /** The clinic had a wrong one, which others may have been told. */
  readonly wasNumberCorrected: boolean
  readonly hasMobile: boolean
  /** Somebody has answered from it that it is not the patient's: nothing goes there. */
  readonly isMobileDisputed: boolean
  /** Given before the sixteenth birthday and not confirmed by the patient since. */
  readonly isMobileFromParents: boolean
  readonly isCodeAllowed: boolean
  /** A guardian logs in for the patient. */
  readonly isMinor: boolean
  /** Of whom the patient is guardian: a minor, or somebody who came of age within a year. */
  readonly childState: 'none' | 'minor' | 'grown'
  /** Nothing forbids it now but the number of codes sent. */
  readonly canBeSentCode: boolean
  /** Newest first. */
  readonly codes: readonly CodeFact[]
  /** 0 is now. */
  readonly minutesToNextCode: number
  readonly portal: PortalFacts
}

/** What the portal has told, and what came of what was typed there. */
export interface PortalFacts {
  readonly isLocked: boolean
  /** The e-mail that was to open the account came back. */
  readonly hasActivationBounced: boolean
  /** The last thing typed there within the hour; null: nothing, or what was typed was right. */
  readonly lastTry: Exclude<TryOutcome, 'right'> | null
}

/** Numbers that a portal can be sure of. An H-number is the clinic's own, and a DUF number no identity for health. */
const FULL: readonly IdentifierType[] = ['fodselsnummer', 'd-number', 'fh-number', 'cpr', 'bsn']

export function isFullNumber(type: IdentifierType | null): boolean {
  return type !== null && FULL.includes(type)
}

/**
 * Refusals (3GPP TS 24.011 annex E: unassigned number, rejected) and final reports (23.040 § 9.2.3.15) that blame the
 * receiving number: it does not exist, was changed, or is barred.
 */
const BLAMES_NUMBER: ReadonlySet<string> = new Set([
  ...['cms-1', 'cms-21'],
  ...[64, 65, 66, 67, 69, 73].map((status) => `status-${status}`)
])

/** The telephone was off or out of reach until the time ran out. */
const BLAMES_REACH: ReadonlySet<string> = new Set([
  'cms-27',
  ...[70, 97, 98, 101].map((status) => `status-${status}`)
])

export type FailureKind = 'number' | 'reach' | 'former-mobile' | 'own'

/** Where the fault lies when a code did not arrive; `own` is ours: modem, network, time. */
export function kindOfFailure(failure: string | null): FailureKind {
  if (failure === 'mobile-changed') return 'former-mobile'
  if (failure !== null && BLAMES_NUMBER.has(failure)) return 'number'
  return failure !== null && BLAMES_REACH.has(failure) ? 'reach' : 'own'
}
