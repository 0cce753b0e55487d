import type { PatientId } from '@contract/ids'
import { AppError } from '../../platform/app-error'
import type { Reader } from '../../database/database'
import type { ClinicDay } from './clinic-day'
import { findContacts, type ContactRow } from './contacts.queries'
import { findGuardianRows, type GuardianRow } from './guardians.queries'
import { isGuardianOn } from './guardians.rules'
import { targetOf, type MessageTarget, type Reachable } from './message-target.rules'
import { findPatientRows, type PatientRow } from './patients.queries'

/**
 * Whose mobile a patient's messages go to at this moment, or why none.
 * @throws AppError `not-found`
 */
export async function messageTarget(
  reader: Reader,
  patientId: PatientId,
  day: Pick<ClinicDay, 'today' | 'timeZone'>
): Promise<MessageTarget> {
  const target = (await messageTargets(reader, [patientId], day)).get(patientId)
  if (!target) throw new AppError('not-found')
  return target
}

/** The same for many patients; one who does not exist is left out. */
export async function messageTargets(
  reader: Reader,
  patientIds: readonly PatientId[],
  day: Pick<ClinicDay, 'today' | 'timeZone'>
): Promise<ReadonlyMap<PatientId, MessageTarget>> {
  const patients = await findPatientRows(reader, patientIds)
  const relations = await findGuardianRows(reader, 'child_id', patientIds)
  const carrierIds = relations.filter((row) => row.carries_messages === 1).map((row) => row.guardian_id)
  const carriers = await findPatientRows(reader, carrierIds)
  const contacts = await findContacts(reader, [...patientIds, ...carrierIds])
  const reachable = (row: PatientRow) => toReachable(row, contacts)
  return new Map(
    patients.map((patient) => {
      const carrier = carrierOf(patient, relations, carriers, day)
      return [patient.id, targetOf(reachable(patient), carrier ? reachable(carrier) : null, day)]
    })
  )
}

function carrierOf(
  child: PatientRow,
  relations: readonly GuardianRow[],
  carriers: readonly PatientRow[],
  { today }: Pick<ClinicDay, 'today'>
): PatientRow | null {
  const relation = relations.find(
    (row) => row.child_id === child.id && row.carries_messages === 1 && isGuardianOn(row, child, today)
  )
  return carriers.find(({ id }) => id === relation?.guardian_id) ?? null
}

function toReachable(row: PatientRow, contacts: readonly ContactRow[]): Reachable {
  return {
    id: row.id,
    birthDate: row.birth_date,
    isReserved: row.is_reserved === 1,
    isDeceased: row.deceased_on !== null,
    language: row.language,
    mobile: contacts.find((contact) => contact.patient_id === row.id && contact.channel === 'mobile') ?? null
  }
}
