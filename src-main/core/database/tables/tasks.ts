import type { AppointmentId, PatientId, TaskChangeId, TaskId, UserId } from '@contract/ids'
import type { Generated } from 'kysely'

export interface TaskTable {
  id: Generated<TaskId>
  key: string | null
  kind:
    | 'follow-up'
    | 'other'
    | 'video-late'
    | 'majority'
    | 'number-disputed'
    | 'portal-request'
    | 'guardian-deceased'
  title: string
  note: string
  patient_id: PatientId | null
  appointment_id: AppointmentId | null
  due_on: string
  owner_id: UserId | null
  created_at: string
  created_by: UserId | null
  done_at: string | null
  done_by: UserId | null
  /** What the patient who asked at the portal reads there; empty: nothing. */
  answer: Generated<string>
  /** Its making was taken back. */
  is_removed: Generated<number>
}

export interface TaskChangeTable {
  id: Generated<TaskChangeId>
  task_id: TaskId
  changed_at: string
  user_id: UserId | null
  user_name: string
  kind: 'created' | 'changed' | 'assigned' | 'done' | 'reopened' | 'undone'
  /** JSON of the fields that changed. */
  before: string
  after: string
  undone_by: TaskChangeId | null
}

export interface TaskOwnerTable {
  subject: 'message' | 'contact'
  subject_id: number
  owner_id: UserId
}

/** Names alone: what a task may be. */
export interface TaskKindTable {
  name: string
}

export interface TaskTables {
  task_kind: TaskKindTable
  task: TaskTable
  task_change: TaskChangeTable
  task_owner: TaskOwnerTable
}
