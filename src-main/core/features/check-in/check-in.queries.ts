import type { AppointmentId, PatientId } from '@contract/ids'
import type { AppointmentStatus } from '@contract/appointments'
import type { CivilDate } from '@contract/values'
import type { Reader } from '../../database/database'

/** More share a birthday on one day only in a village of twins. */
const MOST_OF_BIRTH_DATE = 50

export interface BornOn {
  readonly id: AppointmentId
  readonly patientId: PatientId
  readonly status: AppointmentStatus
  readonly isProtected: boolean
}

/** Appointments on a day of those born on another, in time order: still to come, or arrived and not yet called in. */
export async function appointmentsByBirth(
  reader: Reader,
  { date, birthDate }: { date: CivilDate; birthDate: CivilDate }
): Promise<BornOn[]> {
  const rows = await reader
    .selectFrom('appointment')
    .innerJoin('patient', 'patient.id', 'appointment.patient_id')
    .select(['appointment.id', 'appointment.patient_id', 'appointment.status', 'patient.address_protection'])
    .where('appointment.local_date', '=', date)
    .where('patient.birth_date', '=', birthDate)
    .where('appointment.status', 'in', ['booked', 'arrived'])
    .where('appointment.is_left_unseen', '=', 0)
    .orderBy('appointment.start_at')
    .limit(MOST_OF_BIRTH_DATE)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    patientId: row.patient_id,
    status: row.status,
    isProtected: row.address_protection !== 'none'
  }))
}
