import type {
  AppointmentChangeId,
  AppointmentId,
  ClinicianId,
  PatientId,
  TaskChangeId,
  UserId
} from '@contract/ids'
import type { CivilDate } from '@contract/values'
import type { Reader } from '../database/database'
import type { ChangeKind } from '../features/appointments'

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

/** Whose calendar an appointment stands in, and on which day. */
export interface AppointmentPlace {
  readonly clinicianId: ClinicianId
  readonly date: CivilDate
}

/** Null when there is no such appointment. */
export async function placeOfAppointment(
  reader: Reader,
  id: AppointmentId
): Promise<AppointmentPlace | null> {
  const row = await reader
    .selectFrom('appointment')
    .select(['clinician_id as clinicianId', 'local_date as date'])
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** What was done to an appointment, and by whom. */
export interface TakenStep extends AppointmentPlace {
  readonly kind: ChangeKind
  readonly userId: UserId | null
}

/** Null when there is no such step. */
export async function appointmentStep(reader: Reader, id: AppointmentChangeId): Promise<TakenStep | null> {
  const row = await reader
    .selectFrom('appointment_change')
    .innerJoin('appointment', 'appointment.id', 'appointment_change.appointment_id')
    .select([
      'appointment_change.kind',
      'appointment_change.user_id as userId',
      'appointment.clinician_id as clinicianId',
      'appointment.local_date as date'
    ])
    .where('appointment_change.id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** Who took a step of a task, and in whose calendar the visit stands that it is about. */
export interface TakenTaskStep {
  readonly userId: UserId | null
  readonly clinicianId: ClinicianId
}

/** Null when there is no such step, or its task is about no visit. */
export async function taskStep(reader: Reader, id: TaskChangeId): Promise<TakenTaskStep | null> {
  const row = await reader
    .selectFrom('task_change')
    .innerJoin('task', 'task.id', 'task_change.task_id')
    .innerJoin('appointment', 'appointment.id', 'task.appointment_id')
    .select(['task_change.user_id as userId', 'appointment.clinician_id as clinicianId'])
    .where('task_change.id', '=', id)
    .executeTakeFirst()
  return row ?? null
}
