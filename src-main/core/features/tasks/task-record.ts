import { AppointmentId, PatientId, type TaskChangeId, type TaskId, UserId } from '@contract/ids'
import { CivilDate, Instant } from '@contract/values'
import { z } from 'zod'
import { AppError } from '../../platform/app-error'

/** What a step may change; the history keeps it as it was and as it became. */
export const TaskFields = z.object({
  title: z.string(),
  note: z.string(),
  /** What the patient who asked for it at the portal reads there. */
  answer: z.string(),
  patientId: PatientId.nullable(),
  appointmentId: AppointmentId.nullable(),
  dueOn: CivilDate,
  ownerId: UserId.nullable(),
  doneAt: Instant.nullable(),
  doneBy: UserId.nullable(),
  isRemoved: z.boolean()
})
export type TaskFields = z.infer<typeof TaskFields>

export const ChangedTaskFields = TaskFields.partial()
export type ChangedTaskFields = z.infer<typeof ChangedTaskFields>

export interface TaskRecord extends TaskFields {
  readonly id: TaskId
  readonly kind:
    | 'follow-up'
    | 'other'
    | 'video-late'
    | 'majority'
    | 'number-disputed'
    | 'portal-request'
    | 'guardian-deceased'
  readonly createdAt: Instant
  readonly createdBy: UserId | null
}

export type TaskChangeKind = 'created' | 'changed' | 'assigned' | 'done' | 'reopened' | 'undone'

export interface PastTaskChange {
  readonly id: TaskChangeId
  readonly taskId: TaskId
  readonly kind: TaskChangeKind
  readonly before: ChangedTaskFields
  readonly undoneBy: TaskChangeId | null
}

/** The fields in which `after` differs, as they were and as they became. */
export function differenceOf(
  before: TaskFields,
  after: TaskFields
): { before: ChangedTaskFields; after: ChangedTaskFields } {
  const fresh = new Map<string, unknown>(Object.entries(TaskFields.parse(after)))
  const changed = Object.entries(TaskFields.parse(before)).filter(
    ([name, value]) => fresh.get(name) !== value
  )
  return {
    before: ChangedTaskFields.parse(Object.fromEntries(changed)),
    after: ChangedTaskFields.parse(Object.fromEntries(changed.map(([name]) => [name, fresh.get(name)])))
  }
}

/**
 * The fields that take the last step back. A task taken back is removed: its row stays. `last` is the newest step that
 * stands.
 * @throws AppError `undo-outdated`
 */
export function takenBack(change: PastTaskChange, last: TaskChangeId | null): ChangedTaskFields {
  if (change.kind === 'undone' || change.undoneBy !== null || change.id !== last)
    throw new AppError('undo-outdated')
  return change.kind === 'created' ? { isRemoved: true } : change.before
}
