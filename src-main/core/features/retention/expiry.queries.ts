import type { PatientId } from '@contract/ids'
import type { RetentionKind } from '@contract/retention'
import { sql } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'

/** One slice of one kind: rows from `after` on whose time was over at `before`, but those of patients held. */
export interface Slice {
  readonly after: number
  readonly before: string
  readonly limit: number
  readonly held: ReadonlySet<PatientId>
}

export interface SliceResult {
  /** The last row gone through; null: there are no more. */
  readonly lastId: number | null
  readonly removed: number
}

interface Found {
  readonly id: number
  readonly patient_id: PatientId | null
}

type Expiry = (transaction: Transaction, slice: Slice) => Promise<SliceResult>

/** Finds rows by number, and changes those that no hold keeps. */
function expiry(
  find: (reader: Reader, slice: Slice) => Promise<readonly Found[]>,
  change: (ids: readonly number[]) => ReturnType<typeof sql>
): Expiry {
  return async (transaction, slice) => {
    const rows = await find(transaction, slice)
    const ids = rows
      .filter(({ patient_id }) => patient_id === null || !slice.held.has(patient_id))
      .map(({ id }) => id)
    if (ids.length > 0) await change(ids).execute(transaction)
    return { lastId: rows.length === slice.limit ? (rows.at(-1)?.id ?? null) : null, removed: ids.length }
  }
}

const find =
  (table: string, isOver: (before: string) => ReturnType<typeof sql>) =>
  async (reader: Reader, { after, before, limit }: Slice): Promise<Found[]> => {
    const { rows } = await sql<Found>`select id, patient_id from ${sql.table(table)}
      where id > ${after} and ${isOver(before)} order by id limit ${sql.lit(limit)}`.execute(reader)
    return rows
  }

/**
 * What is done to what is past its time. Rows that other rows speak of are emptied, not deleted: that a message went, when
 * and whether it arrived, is kept with the appointment it was about.
 */
export const EXPIRIES: Readonly<Record<Exclude<RetentionKind, 'patient'>, Expiry>> = {
  code: expiry(
    find('one_time_code', (before) => sql`asked_at < ${before} and state <> 'active'`),
    (ids) => sql`delete from one_time_code where id in ${listed(ids)}`
  ),
  'message-text': expiry(
    find(
      'message',
      (before) => sql`created_at < ${before} and body <> '' and state not in ('queued', 'sending')`
    ),
    (ids) => sql`update message set body = '' where id in ${listed(ids)}`
  ),
  'reply-text': expiry(
    find('inbound_message', (before) => sql`received_at < ${before} and body <> ''`),
    (ids) => sql`update inbound_message set body = '' where id in ${listed(ids)}`
  ),
  'waiting-list': expiry(
    find('waiting_list_entry', (before) => sql`ended_at < ${before} and note <> ''`),
    (ids) => sql`update waiting_list_entry set note = '' where id in ${listed(ids)}`
  ),
  task: expiry(
    find('task', (before) => sql`done_at < ${before} and note <> ''`),
    (ids) => sql`update task set note = '' where id in ${listed(ids)}`
  ),
  'appointment-note': expiry(
    find('appointment', (before) => sql`end_at < ${before} and note <> ''`),
    (ids) => sql`update appointment set note = '' where id in ${listed(ids)}`
  )
}

/**
 * Patients, by number, who have had nothing to do with the clinic since: nothing changed, booked, written or asked. Those
 * of whom somebody is a guardian, or who are one, stay with them. @returns also how far this went
 */
export async function patientsWithoutRelation(
  reader: Reader,
  { after, before, limit }: Slice
): Promise<{ ids: PatientId[]; lastId: PatientId | null }> {
  const rows = await reader
    .selectFrom('patient')
    .select(['id', 'updated_at', 'erased_at', 'merged_into'])
    .where(sql<number>`id`, '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  const old = rows.filter(
    (row) => row.updated_at < before && row.erased_at === null && row.merged_into === null
  )
  const ids: PatientId[] = []
  for (const { id } of old) {
    const { rows: relations } = await sql<{ id: number }>`select 1 as id where
      exists (select 1 from appointment where patient_id = ${id} and start_at >= ${before})
      or exists (select 1 from message where patient_id = ${id} and created_at >= ${before})
      or exists (select 1 from inbound_message where patient_id = ${id} and received_at >= ${before})
      or exists (select 1 from guardian where child_id = ${id} or guardian_id = ${id})
      or exists (select 1 from task where patient_id = ${id} and done_at is null)
      or exists (select 1 from erasure where patient_id = ${id} and state in ('asked', 'queued', 'refused', 'taken-back'))`.execute(
      reader
    )
    if (relations.length === 0) ids.push(id)
  }
  return { ids, lastId: rows.length === limit ? (rows.at(-1)?.id ?? null) : null }
}

export async function writeRun(
  transaction: Transaction,
  { localDate, kind, removed }: { localDate: string; kind: string; removed: number }
): Promise<void> {
  await transaction
    .insertInto('retention_run')
    .values({ local_date: localDate, kind, removed })
    .onConflict((conflict) =>
      conflict
        .columns(['local_date', 'kind'])
        .doUpdateSet(({ ref, eb }) => ({ removed: eb(ref('retention_run.removed'), '+', removed) }))
    )
    .execute()
}

/** What the last night removed. */
export async function lastRun(
  reader: Reader
): Promise<{ date: string; removed: Record<string, number> } | null> {
  const newest = await reader
    .selectFrom('retention_run')
    .select('local_date')
    .orderBy('local_date', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!newest) return null
  const rows = await reader
    .selectFrom('retention_run')
    .select(['kind', 'removed'])
    .where('local_date', '=', newest.local_date)
    .orderBy('kind')
    .limit(50)
    .execute()
  return {
    date: newest.local_date,
    removed: Object.fromEntries(rows.map(({ kind, removed }) => [kind, removed]))
  }
}
