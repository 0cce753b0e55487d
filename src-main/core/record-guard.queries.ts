import type { AppointmentId, PatientId } from '@contract/ids'
import type { Reader } from './database/database'

/** Whose appointment it is; nobody's when there is none such. */
export async function patientOfAppointment(reader: Reader, id: AppointmentId): Promise<PatientId[]> {
  const rows = reader.selectFrom('appointment').select('patient_id').where('id', '=', id)
  return (await rows.execute()).map(({ patient_id }) => patient_id)
}
