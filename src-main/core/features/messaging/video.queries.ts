import type { AppointmentId, ClinicianId, PatientId } from '@contract/ids'
import type { MessagePurpose, MessageState } from '@contract/messages'
import type { Instant } from '@contract/values'
import type { Reader } from '../../database/database'
import { listed } from '../../database/listed'
import type { VideoAppointment } from './video.rules'

const MOST = 1_000

export interface VideoRow extends VideoAppointment {
  readonly patientId: PatientId
  readonly clinicianId: ClinicianId
}

/** Video appointments that start in [from, until) and stand, in time order. */
export async function videoAppointments(
  reader: Reader,
  { from, until }: { from: Instant; until: Instant }
): Promise<VideoRow[]> {
  const rows = await reader
    .selectFrom('appointment')
    .innerJoin('appointment_type', 'appointment_type.id', 'appointment.type_id')
    .select([
      'appointment.id',
      'appointment.patient_id as patientId',
      'appointment.clinician_id as clinicianId',
      'appointment.start_at as start',
      'appointment.status',
      'appointment.encounter_status as encounterStatus'
    ])
    .where('appointment.start_at', '>=', from)
    .where('appointment.start_at', '<', until)
    .where('appointment_type.kind', '=', 'video')
    .where('appointment.is_live', '=', 1)
    .orderBy('appointment.start_at')
    .orderBy('appointment.id')
    .limit(MOST)
    .execute()
  return rows
}

export interface VideoMessage {
  readonly appointment_id: AppointmentId | null
  readonly purpose: MessagePurpose
  readonly state: MessageState
  readonly reason: string | null
  readonly about_start: string | null
  readonly sent_at: string | null
  readonly delivered_at: string | null
}

/** What was written about these visits, oldest first. */
export async function videoMessages(reader: Reader, ids: readonly AppointmentId[]): Promise<VideoMessage[]> {
  if (ids.length === 0) return []
  return await reader
    .selectFrom('message')
    .select(['appointment_id', 'purpose', 'state', 'reason', 'about_start', 'sent_at', 'delivered_at'])
    .where('appointment_id', 'in', listed(ids))
    .where('purpose', 'in', ['video-link', 'video-late'])
    .orderBy('id')
    .limit(MOST)
    .execute()
}
