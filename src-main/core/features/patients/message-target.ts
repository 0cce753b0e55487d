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
  const patients = await findPatientRows(reader, [patientId])
  const contacts = await findContacts(reader, [patientId])
  const target = (await messageTargetsOf(reader, patients, contacts, day)).get(patientId)
  if (!target) throw new AppError('not-found')
  return target
}

/** The same for many patients whose rows and contacts have been read. */
export async function messageTargetsOf(
  reader: Reader,
  patients: readonly PatientRow[],
  contacts: readonly ContactRow[],
  day: Pick<ClinicDay, 'today' | 'timeZone'>
): Promise<ReadonlyMap<PatientId, MessageTarget>> {
  const ids = patients.map(({ id }) => id)
  const relations = (await findGuardianRows(reader, 'child_id', ids)).filter(
    ({ carries_messages }) => carries_messages === 1
  )
  const carrierIds = [...new Set(relations.map(({ guardian_id }) => guardian_id))]
  const carriers = new Map((await findPatientRows(reader, carrierIds)).map((row) => [row.id, row]))
  const reachable = reachableBy([...contacts, ...(await findContacts(reader, carrierIds))])
  const carrierOf = carriersToday(relations, carriers, day)
  return new Map(
    patients.map((patient) => {
      const carrier = carrierOf(patient)
      return [patient.id, targetOf(reachable(patient), carrier ? reachable(carrier) : null, day)]
    })
  )
}

function carriersToday(
  relations: readonly GuardianRow[],
  carriers: ReadonlyMap<PatientId, PatientRow>,
  { today }: Pick<ClinicDay, 'today'>
): (child: PatientRow) => PatientRow | null {
  const ofChild = Map.groupBy(relations, ({ child_id }) => child_id)
  return (child) => {
    const relation = ofChild.get(child.id)?.find((row) => isGuardianOn(row, child, today))
    return (relation && carriers.get(relation.guardian_id)) ?? null
  }
}

function reachableBy(contacts: readonly ContactRow[]): (row: PatientRow) => Reachable {
  const mobiles = new Map(
    contacts.filter(({ channel }) => channel === 'mobile').map((row) => [row.patient_id, row])
  )
  return (row) => ({
    id: row.id,
    birthDate: row.birth_date,
    isReserved: row.is_reserved === 1,
    isDeceased: row.deceased_on !== null,
    language: row.language,
    mobile: mobiles.get(row.id) ?? null
  })
}
