import type { PatientId } from '@contract/ids'
import type { Insertable, Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { prepared, type Slots } from '../../database/prepared'
import type { AccessLogHeadTable, AccessLogTable } from '../../database/tables/audit'

export type AccessLogRow = Selectable<AccessLogTable>

const head = prepared((reader: Reader) =>
  reader.selectFrom('access_log_head').select(['id', 'entries', 'hash']).where('id', '=', 1)
)

export async function readHead(reader: Reader): Promise<Selectable<AccessLogHeadTable>> {
  const found = await head.first(reader, {})
  if (!found) throw new Error('The access log has no head.')
  return found
}

const entry = prepared((transaction: Transaction, row: Slots<Insertable<AccessLogTable>>) =>
  transaction.insertInto('access_log').values(row)
)

const headChange = prepared((transaction: Transaction, to: Slots<{ entries: number; hash: string }>) =>
  transaction.updateTable('access_log_head').set(to).where('id', '=', 1)
)

export async function appendEntries(
  transaction: Transaction,
  rows: readonly Insertable<AccessLogTable>[],
  to: { entries: number; hash: string }
): Promise<void> {
  const [only, ...others] = rows
  if (only !== undefined && others.length === 0) await entry.run(transaction, only)
  else await transaction.insertInto('access_log').values(rows).execute()
  await headChange.run(transaction, to)
}

const COLUMNS = [
  'id',
  'occurred_at',
  'user_id',
  'user_name',
  'role',
  'action',
  'patient_id',
  'reason',
  'detail',
  'previous_hash',
  'hash'
] as const

/** In the order they were written, after the id given. */
export async function entriesAfter(reader: Reader, afterId: number, limit: number): Promise<AccessLogRow[]> {
  return await reader
    .selectFrom('access_log')
    .select(COLUMNS)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
}

export interface PatientEntriesQuery {
  readonly patientId: PatientId
  /** Only entries before this one; null: from the newest. */
  readonly beforeId: number | null
  /** Not before this moment; null: from the first. */
  readonly since: string | null
  /** Before this moment; null: up to now. */
  readonly before: string | null
  readonly limit: number
}

/** Newest first. */
export async function patientEntries(
  reader: Reader,
  { patientId, beforeId, since, before, limit }: PatientEntriesQuery
): Promise<AccessLogRow[]> {
  let query = reader.selectFrom('access_log').select(COLUMNS).where('patient_id', '=', patientId)
  if (beforeId !== null) query = query.where('id', '<', beforeId)
  if (since !== null) query = query.where('occurred_at', '>=', since)
  if (before !== null) query = query.where('occurred_at', '<', before)
  return await query.orderBy('id', 'desc').limit(limit).execute()
}
