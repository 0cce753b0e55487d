import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import type { Agreed } from './agreed.queries'
import type { PortalType } from './kind'
import type { Operation } from './operations.queries'

const MOST_EACH = 50

interface Things {
  readonly type: PortalType
  readonly ids: readonly number[]
}

/** What is about one patient: the person, those who act for them, consents and the newest appointments. */
export async function thingsOfPatient(reader: Reader, patientId: PatientId): Promise<Things[]> {
  const appointments = reader
    .selectFrom('appointment')
    .select('id')
    .where('patient_id', '=', patientId)
    .orderBy('start_at', 'desc')
    .limit(MOST_EACH)
  const consents = reader
    .selectFrom('consent_decision')
    .select('id')
    .where('patient_id', '=', patientId)
    .orderBy('id', 'desc')
    .limit(MOST_EACH)
  const relations = reader
    .selectFrom('guardian')
    .select('id')
    .where('child_id', '=', patientId)
    .limit(MOST_EACH)
  return [
    { type: 'Patient', ids: [patientId] },
    { type: 'RelatedPerson', ids: (await relations.execute()).map(({ id }) => id) },
    { type: 'Consent', ids: (await consents.execute()).map(({ id }) => id) },
    { type: 'Appointment', ids: (await appointments.execute()).map(({ id }) => id) }
  ]
}

/** What both sides hold of them. */
export async function listHeldOf(reader: Reader, things: readonly Things[]): Promise<Agreed[]> {
  const found: Agreed[] = []
  for (const { type, ids } of things)
    if (ids.length > 0)
      found.push(
        ...(await reader
          .selectFrom('portal_resource')
          .selectAll()
          .where('type', '=', type)
          .where('local_id', 'in', ids)
          .orderBy('local_id', 'desc')
          .limit(MOST_EACH)
          .execute())
      )
  return found
}

/** What of them is on its way, has been refused or waits for a decision, in the order in which it goes. */
export async function listOpenOf(reader: Reader, things: readonly Things[]): Promise<Operation[]> {
  const found: Operation[] = []
  for (const { type, ids } of things)
    if (ids.length > 0)
      found.push(
        ...(await reader
          .selectFrom('portal_operation')
          .selectAll()
          .where('type', '=', type)
          .where('local_id', 'in', ids)
          .where('state', 'in', ['waiting', 'in-doubt', 'dead', 'conflict'])
          .orderBy('seq')
          .limit(MOST_EACH)
          .execute())
      )
  return found
}
