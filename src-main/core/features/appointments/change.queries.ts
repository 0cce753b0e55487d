import type { AppointmentChangeId, AppointmentId, SeriesStepId } from '@contract/ids'
import type { Instant } from '@contract/values'
import type { Insertable, Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { prepared, type Slots } from '../../database/prepared'
import type { AppointmentChangeTable } from '../../database/tables/appointments'
import { AppError } from '../../platform/app-error'
import type { Actor } from '../../rpc/handlers'
import { ChangedFields, type ChangeKind } from './appointment-record'
import type { PastChange } from './undo.rules'

const MOST_CHANGES = 1_000

export interface ChangeRecord extends PastChange {
  readonly appointmentId: AppointmentId
  readonly changedAt: Instant
  readonly userName: string
  readonly after: ChangedFields
  /** The series' step it is part of. */
  readonly seriesStepId: SeriesStepId | null
}

const COLUMNS = [
  'id',
  'appointment_id',
  'changed_at',
  'user_id',
  'user_name',
  'kind',
  'before',
  'after',
  'undone_by',
  'series_step_id'
] as const

export interface NewChange {
  readonly appointmentId: AppointmentId
  readonly changedAt: Instant
  readonly actor: Actor
  readonly kind: ChangeKind
  readonly before: ChangedFields
  readonly after: ChangedFields
  readonly seriesStepId: SeriesStepId | null
}

const insertion = prepared((transaction: Transaction, row: Slots<Insertable<AppointmentChangeTable>>) =>
  transaction.insertInto('appointment_change').values(row).returning('id')
)

export async function appendChange(
  transaction: Transaction,
  { appointmentId, changedAt, actor, kind, before, after, seriesStepId }: NewChange
): Promise<AppointmentChangeId> {
  const inserted = await insertion.first(transaction, {
    appointment_id: appointmentId,
    changed_at: changedAt,
    user_id: actor.userId,
    user_name: actor.name,
    kind,
    before: JSON.stringify(before),
    after: JSON.stringify(after),
    series_step_id: seriesStepId
  })
  if (!inserted) throw new Error('The change was not inserted.')
  return inserted.id
}

/** @throws AppError `undo-outdated` when it was taken back already. */
export async function markUndone(
  transaction: Transaction,
  id: AppointmentChangeId,
  undoneBy: AppointmentChangeId
): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('appointment_change')
    .set({ undone_by: undoneBy })
    .where('id', '=', id)
    .where('undone_by', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) throw new AppError('undo-outdated')
}

/** @throws AppError `not-found` */
export async function getChange(reader: Reader, id: AppointmentChangeId): Promise<ChangeRecord> {
  const row = await reader
    .selectFrom('appointment_change')
    .select(COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row) throw new AppError('not-found')
  return toChange(row)
}

/** The newest step that stands: neither taken back nor itself a step back. */
export async function lastStanding(
  reader: Reader,
  appointmentId: AppointmentId
): Promise<AppointmentChangeId | null> {
  const row = await reader
    .selectFrom('appointment_change')
    .select('id')
    .where('appointment_id', '=', appointmentId)
    .where('undone_by', 'is', null)
    .where('kind', '<>', 'undone')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

/** The steps of a visit on the day itself. */
const VISIT_STEPS = [
  'arrived',
  'called-in',
  'finished',
  'left-unseen',
  'no-show'
] as const satisfies readonly ChangeKind[]

/** The newest step that stands, when it is one of the visit; null when it is another, or there is none. */
export async function lastVisitStep(
  reader: Reader,
  appointmentId: AppointmentId
): Promise<AppointmentChangeId | null> {
  const last = await lastStanding(reader, appointmentId)
  if (last === null) return null
  const { kind } = await getChange(reader, last)
  return VISIT_STEPS.some((step) => step === kind) ? last : null
}

/** Whether any of these appointments changed after that step. */
export async function haveChangedSince(
  reader: Reader,
  appointmentIds: readonly AppointmentId[],
  changeId: AppointmentChangeId
): Promise<boolean> {
  const row = await reader
    .selectFrom('appointment_change')
    .select('id')
    .where('appointment_id', 'in', appointmentIds)
    .where('id', '>', changeId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Newest first. */
export async function changesOf(reader: Reader, appointmentId: AppointmentId): Promise<ChangeRecord[]> {
  const rows = await reader
    .selectFrom('appointment_change')
    .select(COLUMNS)
    .where('appointment_id', '=', appointmentId)
    .orderBy('id', 'desc')
    .limit(MOST_CHANGES)
    .execute()
  return rows.map(toChange)
}

function toChange(row: Selectable<AppointmentChangeTable>): ChangeRecord {
  return {
    id: row.id,
    appointmentId: row.appointment_id,
    changedAt: row.changed_at,
    userName: row.user_name,
    kind: row.kind,
    before: ChangedFields.parse(JSON.parse(row.before)),
    after: ChangedFields.parse(JSON.parse(row.after)),
    undoneBy: row.undone_by,
    seriesStepId: row.series_step_id
  }
}
