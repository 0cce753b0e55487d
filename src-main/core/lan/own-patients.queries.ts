import type { AppointmentId, ClinicianId, PatientId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import type { Reader } from '../database/database'

/** Whether the patient is on the clinician's list, or has an appointment with them on `since` or later. */
export async function isOwnPatient(
  reader: Reader,
  { clinicianId, patientId, since }: { clinicianId: ClinicianId; patientId: PatientId; since: CivilDate }
): Promise<boolean> {
  const listed = await reader
    .selectFrom('patient')
    .select('id')
    .where('id', '=', patientId)
    .where('gp_clinician_id', '=', clinicianId)
    .executeTakeFirst()
  if (listed) return true
  const booked = await reader
    .selectFrom('appointment')
    .select('id')
    .where('patient_id', '=', patientId)
    .where('clinician_id', '=', clinicianId)
    .where('local_date', '>=', since)
    .where('status', 'not in', ['cancelled', 'entered-in-error'])
    .limit(1)
    .executeTakeFirst()
  return booked !== undefined
}

/** Null when there is no such appointment. */
export async function clinicianOfAppointment(reader: Reader, id: AppointmentId): Promise<ClinicianId | null> {
  const row = await reader
    .selectFrom('appointment')
    .select('clinician_id')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.clinician_id ?? null
}
