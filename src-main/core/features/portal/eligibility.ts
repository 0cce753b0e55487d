import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { consentsFor } from '../consents'
import { isFullNumber } from '../messaging'
import {
  findContacts,
  findGuardianRows,
  findIdentifiers,
  findPatientRows,
  isGuardianOn,
  isMinor,
  needsOwnConfirming,
  type ClinicDay,
  type PatientRow
} from '../patients'
import { obstaclesOf, type EligibilityFacts, type PortalObstacle } from './eligibility.rules'
import { findClinician } from './portal-rows.queries'

/** What stands against the portal's serving a patient; nothing: it does. An unknown patient is `not-here`. */
export async function portalObstacles(
  reader: Reader,
  patientId: PatientId,
  day: ClinicDay
): Promise<PortalObstacle[]> {
  const facts = await readEligibility(reader, patientId, day)
  return facts === null ? ['not-here'] : obstaclesOf(facts)
}

export async function mayBeAtPortal(reader: Reader, patientId: PatientId, day: ClinicDay): Promise<boolean> {
  return (await portalObstacles(reader, patientId, day)).length === 0
}

/** Null when there is no such patient. */
export async function readEligibility(
  reader: Reader,
  patientId: PatientId,
  day: ClinicDay
): Promise<EligibilityFacts | null> {
  const [row] = await findPatientRows(reader, [patientId])
  if (!row) return null
  const own = await ownFacts(reader, row, day)
  return { ...own, hasGuardianAtPortal: own.isMinor && (await hasGuardianAtPortal(reader, row, day)) }
}

async function ownFacts(
  reader: Reader,
  row: PatientRow,
  day: ClinicDay
): Promise<Omit<EligibilityFacts, 'hasGuardianAtPortal'>> {
  const gp = row.gp_clinician_id === null ? undefined : await findClinician(reader, row.gp_clinician_id)
  const identifiers = await findIdentifiers(reader, [row.id])
  const mobile = (await findContacts(reader, [row.id])).find(({ channel }) => channel === 'mobile')
  const patient = { id: row.id, birthDate: row.birth_date, isReserved: row.is_reserved === 1 }
  const consents = await consentsFor(reader, patient, day)
  return {
    isStanding: row.merged_into === null && row.erased_at === null && row.deceased_on === null,
    isReserved: patient.isReserved,
    hasGpHere: gp?.is_active === 1,
    hasFullNumber: identifiers.some(({ type, status }) => status === 'in-use' && isFullNumber(type)),
    hasOwnMobile: mobile !== undefined && !needsOwnConfirming(mobile, row.birth_date, day),
    isCodeAllowed: consents.some(
      ({ purpose, channel, isAllowed }) => purpose === 'one-time-code' && channel === 'sms' && isAllowed
    ),
    isMinor: isMinor(row.birth_date, day)
  }
}

/** Of the guardians today one whom the portal serves for their own sake. */
async function hasGuardianAtPortal(reader: Reader, child: PatientRow, day: ClinicDay): Promise<boolean> {
  const relations = await findGuardianRows(reader, 'child_id', [child.id])
  const current = relations.filter((relation) => isGuardianOn(relation, child, day))
  for (const guardian of await findPatientRows(
    reader,
    current.map(({ guardian_id }) => guardian_id)
  )) {
    const facts = await ownFacts(reader, guardian, day)
    if (obstaclesOf({ ...facts, hasGuardianAtPortal: false }).length === 0) return true
  }
  return false
}
