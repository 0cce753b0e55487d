import type {
  AbsenceId,
  AppointmentId,
  AppointmentTypeId,
  ClinicianId,
  ResourceId,
  ResourceKindId,
  RoomId,
  ScheduleExceptionId,
  ScheduleTemplateId
} from '@contract/ids'
import type { AbsenceReason, SessionKind } from '@contract/sessions'
import type { Generated } from 'kysely'

export interface ScheduleTemplateTable {
  id: Generated<ScheduleTemplateId>
  clinician_id: ClinicianId
  name: string
  valid_from: string
  valid_until: string | null
  cycle_weeks: number
  /** Any date of a week that is the first of the cycle. */
  anchor_date: string
}

interface SessionColumns {
  id: Generated<number>
  start_minute: number
  end_minute: number
  kind: SessionKind
  held_until_minute: number | null
  room_id: RoomId | null
}

export interface ScheduleSessionTable extends SessionColumns {
  template_id: ScheduleTemplateId
  week: number
  weekday: number
}

export interface ScheduleExceptionTable {
  id: Generated<ScheduleExceptionId>
  clinician_id: ClinicianId
  local_date: string
  is_replacing: number
  note: string
}

export interface ScheduleExceptionSessionTable extends SessionColumns {
  exception_id: ScheduleExceptionId
}

export interface AbsenceTable {
  id: Generated<AbsenceId>
  clinician_id: ClinicianId
  from_date: string
  from_minute: number
  until_date: string
  until_minute: number
  reason: AbsenceReason
  note: string
}

export interface ResourceKindTable {
  id: Generated<ResourceKindId>
  name: string
  is_active: number
  sort_order: number
}

export interface ResourceTable {
  id: Generated<ResourceId>
  kind_id: ResourceKindId
  name: string
  room_id: RoomId | null
  is_active: number
  sort_order: number
}

/** Written by the triggers of the table `appointment` only. */
export interface AppointmentResourceTable {
  resource_id: ResourceId
  start_at: string
  end_at: string
  appointment_id: AppointmentId
}

export interface AppointmentTypeNeedTable {
  type_id: AppointmentTypeId
  kind_id: ResourceKindId
}

export interface ScheduleTables {
  schedule_template: ScheduleTemplateTable
  schedule_session: ScheduleSessionTable
  schedule_exception: ScheduleExceptionTable
  schedule_exception_session: ScheduleExceptionSessionTable
  absence: AbsenceTable
  resource_kind: ResourceKindTable
  resource: ResourceTable
  appointment_resource: AppointmentResourceTable
  appointment_type_need: AppointmentTypeNeedTable
}
