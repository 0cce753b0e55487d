import type { Selectable } from 'kysely'
import type { Reader } from '../../database/database'
import type { AppointmentTable } from '../../database/tables/appointments'
import type { PatientTable } from '../../database/tables/patients'
import type { AppointmentFields, AppointmentRecord } from './appointment-record'

type Row = Omit<Selectable<AppointmentTable>, 'created_by' | 'is_live' | 'lapse'> &
  Pick<Selectable<PatientTable>, 'family_name' | 'given_name' | 'birth_date'>

/** Appointments with the names of their patients. */
export function selectAppointments(reader: Reader) {
  return reader
    .selectFrom('appointment')
    .innerJoin('patient', 'patient.id', 'appointment.patient_id')
    .select([
      'appointment.id',
      'appointment.version',
      'appointment.patient_id',
      'patient.family_name',
      'patient.given_name',
      'patient.birth_date',
      'appointment.clinician_id',
      'appointment.type_id',
      'appointment.start_at',
      'appointment.end_at',
      'appointment.local_date',
      'appointment.local_time',
      'appointment.status',
      'appointment.encounter_status',
      'appointment.is_overbooked',
      'appointment.is_left_unseen',
      'appointment.note',
      'appointment.room_id',
      'appointment.resource_ids',
      'appointment.cancel_reason',
      'appointment.arrived_at',
      'appointment.in_progress_at',
      'appointment.finished_at',
      'appointment.confirmed_at',
      'appointment.created_at',
      'appointment.series_id',
      'appointment.series_number',
      'appointment.told_start_at',
      'appointment.told_at',
      'appointment.is_cancelled_late'
    ])
}

export function toRecord(row: Row): AppointmentRecord {
  return {
    id: row.id,
    version: row.version,
    patientId: row.patient_id,
    patientFamilyName: row.family_name,
    patientGivenName: row.given_name,
    patientBirthDate: row.birth_date,
    clinicianId: row.clinician_id,
    typeId: row.type_id,
    startAt: row.start_at,
    endAt: row.end_at,
    date: row.local_date,
    time: row.local_time,
    status: row.status,
    encounterStatus: row.encounter_status,
    isOverbooked: row.is_overbooked === 1,
    isLeftUnseen: row.is_left_unseen === 1,
    note: row.note,
    roomId: row.room_id,
    resourceIds: row.resource_ids,
    cancelReason: row.cancel_reason,
    isCancelledLate: row.is_cancelled_late === 1,
    arrivedAt: row.arrived_at,
    inProgressAt: row.in_progress_at,
    finishedAt: row.finished_at,
    confirmedAt: row.confirmed_at,
    createdAt: row.created_at,
    toldStartAt: row.told_start_at,
    toldAt: row.told_at,
    series: row.series_id === null ? null : { id: row.series_id, number: row.series_number ?? 0 }
  }
}

export function toRow(fields: AppointmentFields) {
  return {
    clinician_id: fields.clinicianId,
    type_id: fields.typeId,
    start_at: fields.startAt,
    end_at: fields.endAt,
    local_date: fields.date,
    local_time: fields.time,
    status: fields.status,
    encounter_status: fields.encounterStatus,
    is_overbooked: fields.isOverbooked ? 1 : 0,
    is_left_unseen: fields.isLeftUnseen ? 1 : 0,
    note: fields.note,
    room_id: fields.roomId,
    resource_ids: fields.resourceIds,
    cancel_reason: fields.cancelReason,
    is_cancelled_late: fields.isCancelledLate ? 1 : 0,
    arrived_at: fields.arrivedAt,
    in_progress_at: fields.inProgressAt,
    finished_at: fields.finishedAt,
    confirmed_at: fields.confirmedAt,
    told_start_at: fields.toldStartAt,
    told_at: fields.toldAt
  }
}
