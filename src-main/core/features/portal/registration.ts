import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { consentState } from '../consents'
import { findPatientRows, standingPatientId, type ClinicDay } from '../patients'
import { readEligibility } from './eligibility'
import { judgeRegistration, type RegistrationJudgement } from './eligibility.rules'
import { patientsWithNumber } from './portal-rows.queries'

export interface RegistrationAsked {
  /** As it was typed at the portal, digits only. */
  readonly nationalNumber: string
  /** A consent was given in the same breath. */
  readonly agreesNow: boolean
}

/** The answer for the portal, and whose record it rests on; the portal is never told whose. */
export type JudgedRegistration = RegistrationJudgement & { readonly patientId: PatientId | null }

/**
 * Whether the person with that number may become a portal user. A number that was replaced, as a D-number by a
 * fødselsnummer, still finds its patient; one that several have had finds nobody.
 */
export async function judgeRegistrationOf(
  reader: Reader,
  { nationalNumber, agreesNow }: RegistrationAsked,
  day: ClinicDay
): Promise<JudgedRegistration> {
  const found = await patientsWithNumber(reader, nationalNumber)
  const ids = new Set<PatientId>()
  for (const id of found) ids.add(await standingPatientId(reader, id))
  const [patientId] = ids.size === 1 ? ids : []
  if (patientId === undefined) return { ...judgeRegistration(null), patientId: null }
  const facts = await readEligibility(reader, patientId, day)
  const [row] = await findPatientRows(reader, [patientId])
  const key = { patientId, purpose: 'one-time-code', channel: 'sms' } as const
  // Whoever types a number has proven nothing yet: a no that was said here is not taken back by that.
  const hasSaidNo = (await consentState(reader, key, day)).state === 'withdrawn'
  const isProtected = row?.address_protection !== 'none'
  const person = facts && { ...facts, isProtected, agreesNow: agreesNow && !hasSaidNo }
  return { ...judgeRegistration(person ?? null), patientId }
}
