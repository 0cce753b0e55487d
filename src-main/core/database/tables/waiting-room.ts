import type { AppointmentId, ClinicianId, MessageId, PatientId, UserId } from '@contract/ids'
import type { ArrivalCode } from '@contract/waiting-room'
import type { Generated } from 'kysely'

export interface ArrivalCodeTable {
  appointment_id: AppointmentId
  local_date: string
  code: ArrivalCode
  created_at: string
}

export interface ClinicianDelayTable {
  id: Generated<number>
  clinician_id: ClinicianId
  local_date: string
  /** Null: counted again from here on. */
  minutes: number | null
  until_at: string
  set_at: string
  set_by: UserId | null
  user_name: string
}

export interface DelayNoticeTable {
  id: Generated<number>
  clinician_id: ClinicianId
  local_date: string
  minutes: number
  created_at: string
  created_by: UserId | null
}

export interface DelayNoticeEntryTable {
  notice_id: number
  patient_id: PatientId
  appointment_id: AppointmentId
  /** How many steps of the delay it told of. */
  step: number
  message_id: MessageId
}

export interface WaitingRoomTables {
  arrival_code: ArrivalCodeTable
  clinician_delay: ClinicianDelayTable
  delay_notice: DelayNoticeTable
  delay_notice_entry: DelayNoticeEntryTable
}
