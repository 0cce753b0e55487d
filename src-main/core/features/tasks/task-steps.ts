import type { TaskChangeId, TaskId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { toStoredInstant, type Clock } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import type { Audit } from '../audit'
import {
  differenceOf,
  takenBack,
  TaskFields,
  type ChangedTaskFields,
  type TaskChangeKind,
  type TaskRecord
} from './task-record'
import {
  appendTaskChange,
  getTask,
  getTaskChange,
  insertTask,
  lastStanding,
  markUndone,
  updateTask
} from './task-row.queries'

export interface NewTask extends Pick<
  TaskRecord,
  'kind' | 'title' | 'note' | 'patientId' | 'appointmentId' | 'dueOn' | 'ownerId'
> {
  readonly key: string | null
}

export interface TaskStep {
  readonly id: TaskId
  readonly changeId: TaskChangeId
}

/** The one way in which a task changes: row, history and access log in one transaction. */
export interface TaskSteps {
  /** @returns null when there is a task with that key */
  create(transaction: Transaction, task: NewTask, actor: Actor): Promise<TaskStep | null>
  change(
    transaction: Transaction,
    step: { id: TaskId; kind: TaskChangeKind; changes: ChangedTaskFields; actor: Actor }
  ): Promise<TaskStep>
  /** @throws AppError `undo-outdated` */
  undo(transaction: Transaction, changeId: TaskChangeId, actor: Actor): Promise<TaskStep>
}

export function createTaskSteps({ clock, audit }: { clock: Clock; audit: Audit }): TaskSteps {
  async function writeDown(
    transaction: Transaction,
    { after, kind, before, actor }: Written
  ): Promise<TaskStep> {
    const changes = before ? differenceOf(before, after) : { before: {}, after: TaskFields.parse(after) }
    const changeId = await appendTaskChange(transaction, {
      task_id: after.id,
      changed_at: toStoredInstant(clock.now()),
      user_id: actor.userId,
      user_name: actor.name,
      kind,
      before: JSON.stringify(changes.before),
      after: JSON.stringify(changes.after)
    })
    await audit.record(transaction, actor, {
      action: `task.${kind}`,
      patientId: after.patientId,
      detail: `task ${after.id}`
    })
    return { id: after.id, changeId }
  }

  async function change(
    transaction: Transaction,
    step: Parameters<TaskSteps['change']>[1]
  ): Promise<TaskStep> {
    const before = await getTask(transaction, step.id)
    const after = { ...before, ...TaskFields.parse({ ...before, ...step.changes }) }
    await updateTask(transaction, step.id, after)
    return await writeDown(transaction, { before, after, kind: step.kind, actor: step.actor })
  }

  return {
    change,
    async create(transaction, { key, ...task }, actor) {
      const id = await insertTask(transaction, {
        key,
        kind: task.kind,
        title: task.title,
        note: task.note,
        patient_id: task.patientId,
        appointment_id: task.appointmentId,
        due_on: task.dueOn,
        owner_id: task.ownerId,
        created_at: toStoredInstant(clock.now()),
        created_by: actor.userId,
        done_at: null,
        done_by: null
      })
      if (id === null) return null
      const after = await getTask(transaction, id)
      return await writeDown(transaction, { before: null, after, kind: 'created', actor })
    },
    async undo(transaction, changeId, actor) {
      const past = await getTaskChange(transaction, changeId)
      const changes = takenBack(past, await lastStanding(transaction, past.taskId))
      const undone = await change(transaction, { id: past.taskId, kind: 'undone', changes, actor })
      await markUndone(transaction, changeId, undone.changeId)
      return undone
    }
  }
}

interface Written {
  readonly before: TaskRecord | null
  readonly after: TaskRecord
  readonly kind: TaskChangeKind
  readonly actor: Actor
}
