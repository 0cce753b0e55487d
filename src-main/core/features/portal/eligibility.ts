import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { consentsFrom } from '../consents'
import { isFullNumber } from '../messaging'
import {
  findGuardianRows,
  isGuardianOn,
  isMinor,
  needsOwnConfirming,
  type ClinicDay,
  type PatientRow
} from '../patients'
import { obstaclesOf, type EligibilityFacts } from './eligibility.rules'
import { ourRows, type OurRows } from './our-rows'

/** Whether nothing stands against the portal's serving a patient. An unknown one it does not serve. */
export async function mayBeAtPortal(rows: OurRows, patientId: PatientId, day: ClinicDay): Promise<boolean> {
  const facts = await readFacts(rows, patientId, day)
  return facts !== null && obstaclesOf(facts).length === 0
}

/** Null when there is no such patient. */
export async function readEligibility(
  reader: Reader,
  patientId: PatientId,
  day: ClinicDay
): Promise<EligibilityFacts | null> {
  return await readFacts(ourRows(reader), patientId, day)
}

async function readFacts(
  rows: OurRows,
  patientId: PatientId,
  day: ClinicDay
): Promise<EligibilityFacts | null> {
  const row = await rows.patient(patientId)
  if (!row) return null
  const own = await ownFacts(rows, row, day)
  return { ...own, hasGuardianAtPortal: own.isMinor && (await hasGuardianAtPortal(rows, row, day)) }
}

async function ownFacts(
  rows: OurRows,
  row: PatientRow,
  day: ClinicDay
): Promise<Omit<EligibilityFacts, 'hasGuardianAtPortal'>> {
  const [gp, identifiers, contacts, decisions] = await Promise.all([
    row.gp_clinician_id === null ? undefined : rows.clinician(row.gp_clinician_id),
    rows.identifiers(row.id),
    rows.contacts(row.id),
    rows.decisions(row.id)
  ])
  const mobile = contacts.find(({ channel }) => channel === 'mobile')
  const patient = { birthDate: row.birth_date, isReserved: row.is_reserved === 1 }
  const consents = consentsFrom(decisions, patient, day)
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
async function hasGuardianAtPortal(rows: OurRows, child: PatientRow, day: ClinicDay): Promise<boolean> {
  const relations = await findGuardianRows(rows.reader, 'child_id', [child.id])
  const current = relations.filter((relation) => isGuardianOn(relation, child, day))
  for (const { guardian_id: id } of current) {
    const guardian = await rows.patient(id)
    if (!guardian) continue
    const facts = await ownFacts(rows, guardian, day)
    if (obstaclesOf({ ...facts, hasGuardianAtPortal: false }).length === 0) return true
  }
  return false
}
