import type { AppointmentId, LetterId, PatientId } from '@contract/ids'
import type { Reader } from './database/database'
import { listed } from './database/listed'

/** Whose appointment it is; nobody's when there is none such. */
export async function patientOfAppointment(reader: Reader, id: AppointmentId): Promise<PatientId[]> {
  const rows = reader.selectFrom('appointment').select('patient_id').where('id', '=', id)
  return (await rows.execute()).map(({ patient_id }) => patient_id)
}

/** To whom these letters are, each once. */
export async function patientsOfLetters(reader: Reader, ids: readonly LetterId[]): Promise<PatientId[]> {
  const rows = reader
    .selectFrom('letter')
    .select('patient_id')
    .distinct()
    .where('id', 'in', listed(ids))
    .orderBy('patient_id')
    .limit(ids.length)
  return (await rows.execute()).map(({ patient_id }) => patient_id)
}
