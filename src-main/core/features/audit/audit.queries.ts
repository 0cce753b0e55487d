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
  // One prepared statement for each: a statement of many rows has another text for each number of them.
  for (const row of rows) await entry.run(transaction, row)
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

/** Part of the log that is about a patient: what stands at `patientId`, of entries from `above` to `upTo`. */
interface LogSpan {
  readonly patientId: PatientId
  readonly above: number
  readonly upTo: number
}

/** Records merged into one; deeper chains there are none, nor so many. */
const MOST_SPANS = 200

/**
 * Newest first. Entries are never changed, so the log of a record that others were merged into is read together with
 * theirs, and that of one that was merged and made its own again with the survivor's of that time: whoever looked at the
 * one saw the other.
 */
export async function patientEntries(reader: Reader, asked: PatientEntriesQuery): Promise<AccessLogRow[]> {
  const byId = new Map<number, AccessLogRow>()
  for (const span of await logSpans(reader, asked.patientId))
    for (const row of await entriesOf(reader, span, asked)) byId.set(row.id, row)
  return [...byId.values()].sort((one, other) => other.id - one.id).slice(0, asked.limit)
}

/** How many there are about this patient, as `patientEntries` reads them. */
export async function countPatientEntries(reader: Reader, patientId: PatientId): Promise<number> {
  let count = 0
  for (const { patientId: id, above, upTo } of await logSpans(reader, patientId)) {
    let query = reader
      .selectFrom('access_log')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('patient_id', '=', id)
      .where('id', '>', above)
    if (Number.isFinite(upTo)) query = query.where('id', '<=', upTo)
    count += (await query.executeTakeFirstOrThrow()).count
  }
  return count
}

async function entriesOf(
  reader: Reader,
  { patientId, above, upTo }: LogSpan,
  { beforeId, since, before, limit }: PatientEntriesQuery
): Promise<AccessLogRow[]> {
  const end = Math.min(beforeId ?? Infinity, upTo + 1)
  let query = reader.selectFrom('access_log').select(COLUMNS).where('patient_id', '=', patientId)
  if (above > 0) query = query.where('id', '>', above)
  if (Number.isFinite(end)) query = query.where('id', '<', end)
  if (since !== null) query = query.where('occurred_at', '>=', since)
  if (before !== null) query = query.where('occurred_at', '<', before)
  return await query.orderBy('id', 'desc').limit(limit).execute()
}

async function logSpans(reader: Reader, patientId: PatientId): Promise<LogSpan[]> {
  const spans: LogSpan[] = []
  const waiting: LogSpan[] = [{ patientId, above: 0, upTo: Infinity }]
  while (spans.length < MOST_SPANS) {
    const span = waiting.shift()
    if (!span) break
    spans.push(span)
    waiting.push(...(await spansBehind(reader, span)))
  }
  return spans
}

/** What was merged into this record while the span lasted, and what this one was part of before it was undone. */
async function spansBehind(reader: Reader, { patientId, above, upTo }: LogSpan): Promise<LogSpan[]> {
  const rows = await reader
    .selectFrom('patient_merge')
    .select(['survivor_id', 'loser_id', 'log_from', 'log_until'])
    .where(({ eb, or, and }) =>
      or([
        and([eb('survivor_id', '=', patientId), eb('undone_at', 'is', null)]),
        and([eb('loser_id', '=', patientId), eb('undone_at', 'is not', null)])
      ])
    )
    .orderBy('id')
    .limit(MOST_SPANS)
    .execute()
  return rows.flatMap((row) => {
    if (row.survivor_id === patientId) return [{ patientId: row.loser_id, above: 0, upTo }]
    const until = Math.min(upTo, row.log_until ?? Infinity)
    const from = Math.max(above, row.log_from)
    return from < until ? [{ patientId: row.survivor_id, above: from, upTo: until }] : []
  })
}

/** How many entries there are: the place in the log at this moment. */
export async function logPosition(reader: Reader): Promise<number> {
  return (await readHead(reader)).entries
}
