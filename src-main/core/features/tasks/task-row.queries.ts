import type { PatientId, TaskChangeId, TaskId } from '@contract/ids'
import type { Insertable, Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { literal } from '../../database/literal'
import type { TaskChangeTable, TaskTable } from '../../database/tables/tasks'
import { AppError } from '../../platform/app-error'
import { ChangedTaskFields, type PastTaskChange, type TaskFields, type TaskRecord } from './task-record'

const COLUMNS = [
  'id',
  'kind',
  'title',
  'note',
  'answer',
  'patient_id',
  'appointment_id',
  'due_on',
  'owner_id',
  'created_at',
  'created_by',
  'done_at',
  'done_by',
  'is_removed'
] as const

const MOST_OF_KIND = 100

type TaskRow = Omit<Selectable<TaskTable>, 'key'>

export function selectTasks(reader: Reader) {
  return reader.selectFrom('task').select(COLUMNS)
}

export function toTaskRecord(row: TaskRow): TaskRecord {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    note: row.note,
    answer: row.answer,
    patientId: row.patient_id,
    appointmentId: row.appointment_id,
    dueOn: row.due_on,
    ownerId: row.owner_id,
    createdAt: row.created_at,
    createdBy: row.created_by,
    doneAt: row.done_at,
    doneBy: row.done_by,
    isRemoved: row.is_removed === 1
  }
}

/** @throws AppError `not-found` */
export async function getTask(reader: Reader, id: TaskId): Promise<TaskRecord> {
  const row = await selectTasks(reader).where('id', '=', id).executeTakeFirst()
  if (!row) throw new AppError('not-found')
  return toTaskRecord(row)
}

/** Those of one kind about a patient, done or not, newest first; more than these never were. */
export async function tasksOfKind(
  reader: Reader,
  patientId: PatientId,
  kind: TaskRecord['kind']
): Promise<TaskRecord[]> {
  const rows = await selectTasks(reader)
    .where('patient_id', '=', patientId)
    .where('kind', '=', kind)
    .where('is_removed', '=', literal(0))
    .orderBy('id', 'desc')
    .limit(MOST_OF_KIND)
    .execute()
  return rows.map(toTaskRecord)
}

/** Whether a task was made for this, done or taken back since or not. */
export async function hasTask(reader: Reader, key: string): Promise<boolean> {
  const row = await reader.selectFrom('task').select('id').where('key', '=', key).executeTakeFirst()
  return row !== undefined
}

/** @returns null when there is a task with that key */
export async function insertTask(
  transaction: Transaction,
  row: Insertable<TaskTable>
): Promise<TaskId | null> {
  const inserted = await transaction
    .insertInto('task')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted?.id ?? null
}

export async function updateTask(transaction: Transaction, id: TaskId, fields: TaskFields): Promise<void> {
  await transaction
    .updateTable('task')
    .set({
      title: fields.title,
      note: fields.note,
      answer: fields.answer,
      patient_id: fields.patientId,
      appointment_id: fields.appointmentId,
      due_on: fields.dueOn,
      owner_id: fields.ownerId,
      done_at: fields.doneAt,
      done_by: fields.doneBy,
      is_removed: fields.isRemoved ? 1 : 0
    })
    .where('id', '=', id)
    .execute()
}

export async function appendTaskChange(
  transaction: Transaction,
  row: Omit<Insertable<TaskChangeTable>, 'undone_by'>
): Promise<TaskChangeId> {
  const { id } = await transaction
    .insertInto('task_change')
    .values({ ...row, undone_by: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @throws AppError `not-found` */
export async function getTaskChange(reader: Reader, id: TaskChangeId): Promise<PastTaskChange> {
  const row = await reader
    .selectFrom('task_change')
    .select(['id', 'task_id', 'kind', 'before', 'undone_by'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new AppError('not-found')
  return {
    id: row.id,
    taskId: row.task_id,
    kind: row.kind,
    before: ChangedTaskFields.parse(JSON.parse(row.before)),
    undoneBy: row.undone_by
  }
}

/** The newest step that stands: neither taken back nor itself a step back. */
export async function lastStanding(reader: Reader, taskId: TaskId): Promise<TaskChangeId | null> {
  const row = await reader
    .selectFrom('task_change')
    .select('id')
    .where('task_id', '=', taskId)
    .where('undone_by', 'is', null)
    .where('kind', '<>', 'undone')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

/** @throws AppError `undo-outdated` when it was taken back already */
export async function markUndone(
  transaction: Transaction,
  id: TaskChangeId,
  undoneBy: TaskChangeId
): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('task_change')
    .set({ undone_by: undoneBy })
    .where('id', '=', id)
    .where('undone_by', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new AppError('undo-outdated')
}
