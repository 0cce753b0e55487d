import type {
  AppointmentHistoryEntry,
  AppointmentStatus,
  AppointmentType,
  CancelReason,
  EncounterStatus
} from '@contract/appointments'
import type {
  AppointmentChangeId,
  AppointmentId,
  AppointmentTypeId,
  ClinicianId,
  PatientId,
  RoomId,
  SeriesId,
  SeriesStepId,
  UserId
} from '@contract/ids'
import type { FeeKind } from '@contract/fees'
import type { Recurrence } from '@contract/series'
import type { Generated, GeneratedAlways } from 'kysely'

export interface AppointmentTypeTable {
  id: Generated<AppointmentTypeId>
  name: string
  duration_minutes: number
  colour: AppointmentType['colour']
  kind: AppointmentType['kind']
  is_active: number
  sort_order: number
  /** JSON list of hours before the start; null: as the clinic's settings say. */
  reminder_hours: string | null
  sends_confirmation: Generated<number>
  /** JSON list of session kinds. */
  allowed_sessions: Generated<string>
  /** Kept free after each visit. */
  buffer_minutes: Generated<number>
  is_portal_bookable: Generated<number>
  quick_code: string | null
}

export interface AppointmentTable {
  id: Generated<AppointmentId>
  version: Generated<number>
  patient_id: PatientId
  clinician_id: ClinicianId
  type_id: AppointmentTypeId
  /** UTC, whole minutes. */
  start_at: string
  end_at: string
  /** As the clinic's calendar and clock showed it when it was booked. */
  local_date: string
  local_time: string
  status: AppointmentStatus
  encounter_status: EncounterStatus | null
  is_overbooked: Generated<number>
  is_left_unseen: Generated<number>
  note: Generated<string>
  room_id: RoomId | null
  /** JSON list of the ids of devices and rooms it takes. */
  resource_ids: Generated<string>
  cancel_reason: CancelReason | null
  arrived_at: string | null
  in_progress_at: string | null
  finished_at: string | null
  confirmed_at: string | null
  created_at: string
  created_by: UserId | null
  /** Whether it takes its place; neither cancelled, missed, entered in error nor left unseen. */
  is_live: GeneratedAlways<number>
  series_id: SeriesId | null
  /** Which of its series, from 1. */
  series_number: number | null
  /** The start the desk itself has told the patient of, and when. */
  told_start_at: string | null
  told_at: string | null
  is_cancelled_late: Generated<number>
  /** What a fee may be taken for. */
  lapse: GeneratedAlways<FeeKind | null>
}

export interface AppointmentChangeTable {
  id: Generated<AppointmentChangeId>
  appointment_id: AppointmentId
  changed_at: string
  user_id: UserId | null
  user_name: string
  kind: AppointmentHistoryEntry['kind']
  /** JSON of the fields that changed. */
  before: string
  after: string
  undone_by: AppointmentChangeId | null
  /** Taken together with the same step of the series' other occurrences. */
  series_step_id: SeriesStepId | null
}

export interface AppointmentSeriesTable {
  id: Generated<SeriesId>
  patient_id: PatientId
  rhythm: Recurrence['rhythm']
  every: number
  first_date: string
  /** This or the count says where it ends. */
  until_date: string | null
  occurrence_count: number | null
  created_at: string
  created_by: UserId | null
}

export interface AppointmentSeriesStepTable {
  id: Generated<SeriesStepId>
  series_id: SeriesId
  kind: 'booked' | 'changed' | 'cancelled'
  taken_at: string
  user_id: UserId | null
  user_name: string
}

/** Append-only: the newest row of an appointment stands. */
export interface FeeDecisionTable {
  id: Generated<number>
  appointment_id: AppointmentId
  decided_at: string
  user_id: UserId | null
  user_name: string
  is_handled: number
  /** Hundredths of the currency. */
  amount_minor: number | null
  note: string
}

export interface AppointmentTables {
  appointment_type: AppointmentTypeTable
  appointment: AppointmentTable
  appointment_change: AppointmentChangeTable
  appointment_series: AppointmentSeriesTable
  appointment_series_step: AppointmentSeriesStepTable
  fee_decision: FeeDecisionTable
}
