import type { MergeId, PatientId } from '@contract/ids'
import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'
import { FOLLOWING_APPOINTMENT, MOVED, type MovedReference } from './patient-references.rules'

const ROWS_OF_ONE_STATEMENT = 500

/** Every row that names the one names the other from now on, and the journal says which they were. */
export async function moveRows(
  transaction: Transaction,
  mergeId: MergeId,
  { from, to }: { from: PatientId; to: PatientId }
): Promise<void> {
  for (const reference of MOVED) {
    const ids = await renameAll(transaction, reference, { from, to })
    await keepMoved(transaction, mergeId, { reference, ids })
  }
  for (const table of FOLLOWING_APPOINTMENT)
    await sql`update ${sql.table(table)} set patient_id = ${to} where patient_id = ${from}`.execute(
      transaction
    )
  // Whoever has taken on to confirm the contact details does so for the one that stands.
  await sql`update or ignore task_owner set subject_id = ${to}
    where subject = 'contact' and subject_id = ${from}`.execute(transaction)
  await ownDecisions(transaction, mergeId, { from, to })
}

async function renameAll(
  transaction: Transaction,
  { table, column }: MovedReference,
  { from, to }: { from: PatientId; to: PatientId }
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`update ${sql.table(table)} set ${sql.ref(column)} = ${to}
    where ${sql.ref(column)} = ${from} returning id`.execute(transaction)
  return rows.map(({ id }) => id)
}

async function keepMoved(
  transaction: Transaction,
  mergeId: MergeId,
  { reference, ids }: { reference: MovedReference; ids: readonly number[] }
): Promise<void> {
  for (let start = 0; start < ids.length; start += ROWS_OF_ONE_STATEMENT)
    await transaction
      .insertInto('patient_merge_row')
      .values(
        ids.slice(start, start + ROWS_OF_ONE_STATEMENT).map((id) => ({
          merge_id: mergeId,
          table_name: reference.table,
          row_key: JSON.stringify([id]),
          column_name: reference.column,
          before: null,
          after: null
        }))
      )
      .execute()
}

/** Decisions are never changed: that they are the survivor's now is a row beside each. */
async function ownDecisions(
  transaction: Transaction,
  mergeId: MergeId,
  { from, to }: { from: PatientId; to: PatientId }
): Promise<void> {
  await sql`insert into consent_decision_owner (decision_id, patient_id, merge_id)
    select id, ${to}, ${mergeId} from consent_decision
    where patient_id = ${from}
      and not exists (select 1 from consent_decision_owner as owner where owner.decision_id = consent_decision.id)
    order by id`.execute(transaction)
}

/** A row's cell is changed for the merge, and the journal says what it was. */
export async function changeCell(
  transaction: Transaction,
  mergeId: MergeId,
  change: { table: string; id: number; column: string; before: unknown; after: string | number | null }
): Promise<void> {
  const { table, id, column, before, after } = change
  await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${after} where id = ${id}`.execute(
    transaction
  )
  await transaction
    .insertInto('patient_merge_row')
    .values({
      merge_id: mergeId,
      table_name: table,
      row_key: JSON.stringify([id]),
      column_name: column,
      before: JSON.stringify(before),
      after: JSON.stringify(after)
    })
    .execute()
}

export interface JournalRow {
  readonly table: string
  readonly column: string
  readonly id: number
  /** Null: it was moved. */
  readonly cell: { readonly before: string | number | null; readonly after: string | number | null } | null
}

const RowKey = z.tuple([z.int()])
const Cell = z.union([z.string(), z.number(), z.null()])

/** What the merge moved and changed. */
export async function readJournal(reader: Reader, mergeId: MergeId): Promise<JournalRow[]> {
  const rows = await reader
    .selectFrom('patient_merge_row')
    .select(['table_name', 'column_name', 'row_key', 'before', 'after'])
    .where('merge_id', '=', mergeId)
    .orderBy('table_name')
    .orderBy('row_key')
    .limit(1_000_000)
    .execute()
  return rows.map(({ table_name, column_name, row_key, before, after }) => ({
    table: table_name,
    column: column_name,
    id: RowKey.parse(JSON.parse(row_key))[0],
    cell:
      before === null || after === null
        ? null
        : { before: Cell.parse(JSON.parse(before)), after: Cell.parse(JSON.parse(after)) }
  }))
}

/** Those of these rows that still name `from` name `to` from now on. @returns their ids */
export async function moveThese(
  transaction: Transaction,
  { table, column }: Pick<MovedReference, 'table' | 'column'>,
  { ids, from, to }: { ids: readonly number[]; from: PatientId; to: PatientId }
): Promise<number[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: number }>`update ${sql.table(table)} set ${sql.ref(column)} = ${to}
    where id in ${listed(ids)} and ${sql.ref(column)} = ${from} returning id`.execute(transaction)
  return rows.map(({ id }) => id)
}

/** What is about an appointment belongs to the patient whose it is. */
export async function followAppointments(
  transaction: Transaction,
  { from, to }: { from: PatientId; to: PatientId }
): Promise<void> {
  for (const table of FOLLOWING_APPOINTMENT)
    await sql`update ${sql.table(table)} set patient_id = ${to}
      where patient_id = ${from}
        and (select appointment.patient_id from appointment where appointment.id = appointment_id) = ${to}`.execute(
      transaction
    )
}

/** Tables of which a merge changes a cell; a row that it takes away comes back by itself. */
const isKept: ReadonlySet<string> = new Set(['guardian'])

/** A cell that still is what the merge made it becomes what it was. Nobody carries messages beside another. */
export async function changeCellBack(
  transaction: Transaction,
  { table, column, id, cell }: JournalRow
): Promise<void> {
  if (cell === null || !isKept.has(table)) return
  if (column === 'carries_messages' && cell.before === 1 && (await isCarriedElsewhere(transaction, id)))
    return
  await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${cell.before}
    where id = ${id} and ${sql.ref(column)} is ${cell.after}`.execute(transaction)
}

/** Whether another guardian of this relation's child has been chosen since. */
async function isCarriedElsewhere(reader: Reader, id: number): Promise<boolean> {
  const { rows } = await sql`select other.id from guardian as own
    join guardian as other on other.child_id = own.child_id and other.id <> own.id
    where own.id = ${id} and other.period_end is null and other.carries_messages = 1 limit 1`.execute(reader)
  return rows.length > 0
}

/** What the merge gave is taken before what it took is given back: the one stands in the other's way. */
export function inOrderOfUndoing(journal: readonly JournalRow[]): JournalRow[] {
  const wasGiven = ({ cell }: JournalRow) => cell !== null && (cell.before === null || cell.before === 0)
  return [...journal.filter(wasGiven), ...journal.filter((row) => !wasGiven(row))]
}

/** The decisions that the merge gave to the survivor are their own patient's again. */
export async function giveDecisionsBack(transaction: Transaction, mergeId: MergeId): Promise<void> {
  await transaction.deleteFrom('consent_decision_owner').where('merge_id', '=', mergeId).execute()
}

/**
 * From now on the decision is these patients' instead of `from`'s. Others whose it is too keep it, those as well whose
 * record is in this one by another merge.
 */
export async function setDecisionOwners(
  transaction: Transaction,
  mergeId: MergeId,
  { decisionId, from, owners }: { decisionId: number; from: PatientId; owners: readonly PatientId[] }
): Promise<void> {
  await transaction
    .deleteFrom('consent_decision_owner as owner')
    .where('owner.decision_id', '=', decisionId)
    .where('owner.patient_id', '=', from)
    .where(({ not }) => not(cameWithMerge(from)))
    .execute()
  await transaction
    .insertInto('consent_decision_owner')
    .values(owners.map((patient_id) => ({ decision_id: decisionId, patient_id, merge_id: mergeId })))
    .execute()
}

/** Whether a row `owner` came into this record with a merge that stands: it goes back with that one. */
export function cameWithMerge(survivorId: PatientId): RawBuilder<boolean> {
  return sql<boolean>`exists (
    select 1 from patient_merge as standing
    join patient_merge_row as moved on moved.merge_id = standing.id
      and moved.table_name = 'consent_decision_owner' and moved.row_key = '[' || owner.id || ']'
    where standing.survivor_id = ${survivorId} and standing.undone_at is null)`
}

/** The highest id of each table at this moment. */
export async function highestIds(reader: Reader): Promise<Record<string, number>> {
  const tables = [...new Set([...MOVED.map(({ table }) => table), 'consent_decision' as const])]
  const highest: Record<string, number> = {}
  for (const table of tables) {
    const { rows } = await sql<{ id: number | null }>`select max(id) as id from ${sql.table(table)}`.execute(
      reader
    )
    highest[table] = rows[0]?.id ?? 0
  }
  return highest
}
