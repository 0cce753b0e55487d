import type { AppointmentStatus } from '@contract/appointments'
import type { AppointmentId, PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'

export interface AppointmentFacts {
  readonly id: AppointmentId
  readonly patientId: PatientId
  readonly status: AppointmentStatus
  /** UTC. */
  readonly start: string
  readonly isLeftUnseen: boolean
}

export async function readAppointment(reader: Reader, id: AppointmentId): Promise<AppointmentFacts | null> {
  const row = await reader
    .selectFrom('appointment')
    .select(['id', 'patient_id', 'status', 'start_at', 'is_left_unseen'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    patientId: row.patient_id,
    status: row.status,
    start: row.start_at,
    isLeftUnseen: row.is_left_unseen === 1
  }
}
