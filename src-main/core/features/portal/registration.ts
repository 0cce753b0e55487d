import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
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
  const person = facts && row && { ...facts, isProtected: row.address_protection !== 'none', agreesNow }
  return { ...judgeRegistration(person ?? null), patientId }
}
