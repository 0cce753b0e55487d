import type { CheckAddress } from '../messaging'
import type { Candidate } from './candidates.queries'

/** On a number typed for want of another may stand thousands: whose it is, one answer cannot tell. */
export const MOST_ON_ONE_NUMBER = 20

/** Whom a campaign is about. */
export interface Choice {
  readonly onlyNeverVerified: boolean
  readonly gpClinicianId: Candidate['gpClinicianId']
  /** Confirmed at this moment or before it, as {@link Candidate.key} is written. */
  readonly until: string
}

/** Whether a patient is of those chosen at all. */
export function isChosen(candidate: Candidate, { onlyNeverVerified, gpClinicianId, until }: Choice): boolean {
  return (
    candidate.key <= until &&
    !(onlyNeverVerified && candidate.isVerified) &&
    (gpClinicianId === null || candidate.gpClinicianId === gpClinicianId)
  )
}

export interface CandidateFacts {
  readonly address: CheckAddress
  /** The patient or the number was asked too short a time ago. */
  readonly wasAsked: boolean
  /** How many have the number. */
  readonly sharing: number
  /** The text would tell whoever has the number where somebody with a protected address is a patient. */
  readonly tells: boolean
}

/** Why a patient who was chosen is not asked; null when nothing speaks against it. */
export function exclusionOf(
  candidate: Candidate,
  { address, wasAsked, sharing, tells }: CandidateFacts
): string | null {
  if (!address.ok) return address.reason
  // A child whose messages go to a guardian: the child's own number serves nothing.
  if (address.recipient !== candidate.mobile) return 'to-guardian'
  if (sharing > MOST_ON_ONE_NUMBER) return 'number-of-many'
  if (tells) return 'protected-text'
  return wasAsked ? 'asked-recently' : null
}
