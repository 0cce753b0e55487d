import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import type { Agreed } from './agreed.queries'

const MOST_EACH = 50

/** What both sides hold of one patient: the person, those who act for them, consents and the newest appointments. */
export async function listOfPatient(reader: Reader, patientId: PatientId): Promise<Agreed[]> {
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
  const about = [
    { type: 'Patient', ids: [patientId] },
    { type: 'RelatedPerson', ids: (await relations.execute()).map(({ id }) => id) },
    { type: 'Consent', ids: (await consents.execute()).map(({ id }) => id) },
    { type: 'Appointment', ids: (await appointments.execute()).map(({ id }) => id) }
  ]
  const found: Agreed[] = []
  for (const { type, ids } of about)
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
