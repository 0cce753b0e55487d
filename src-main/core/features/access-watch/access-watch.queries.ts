import type { AccessFindingId, PatientId, UserId } from '@contract/ids'
import type { Insertable } from 'kysely'
import { z } from 'zod'
import type { Reader, Transaction } from '../../database/database'
import { literal } from '../../database/literal'
import type { AccessFindingTable } from '../../database/tables/rights'
import { readMark, writeMark } from '../settings'

const BEGIN_MARK = 'access-watch-begin'

/** Reading a record, and taking it out: what the report asks about. */
const LOOKS = ['patient.opened', 'access-log.opened', 'access-log.given', 'record.exported']

/** How far the log has been looked through; `lookedAt` null: never. */
export async function readWatch(reader: Reader): Promise<{ entryId: number; lookedAt: string | null }> {
  const row = await reader
    .selectFrom('access_watch')
    .select(['entry_id as entryId', 'looked_at as lookedAt'])
    .where('id', '=', 1)
    .executeTakeFirstOrThrow()
  return row
}

export async function moveWatch(
  transaction: Transaction,
  to: { entryId: number; lookedAt: string }
): Promise<void> {
  await transaction
    .updateTable('access_watch')
    .set({ entry_id: to.entryId, looked_at: to.lookedAt })
    .where('id', '=', 1)
    .execute()
}

export async function newestEntry(reader: Reader): Promise<number> {
  const row = await reader
    .selectFrom('access_log')
    .select('id')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? 0
}

/**
 * The last entry before the moment; 0: there is none. Entries are numbered in the order of time, so that some twenty
 * looks find it among millions, without an index that every other row of the log would pay for.
 */
export async function lastEntryBefore(reader: Reader, moment: string): Promise<number> {
  let [low, high] = [0, await newestEntry(reader)]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const row = await reader
      .selectFrom('access_log')
      .select('occurred_at')
      .where('id', '=', middle)
      .executeTakeFirst()
    if (row && row.occurred_at < moment) low = middle
    else high = middle - 1
  }
  return low
}

/** What the log's first look begins after; null: none has been made, or by a program that did not write it down. */
export async function readBegin(reader: Reader): Promise<number | null> {
  const mark = await readMark(reader, BEGIN_MARK)
  return mark === null ? null : z.int().parse(JSON.parse(mark))
}

export async function writeBegin(transaction: Transaction, afterId: number): Promise<void> {
  await writeMark(transaction, BEGIN_MARK, JSON.stringify(afterId))
}

/** The next entries, looks and others, so that what lies between is not gone through twice. */
export async function entriesBetween(
  reader: Reader,
  { after, until, limit }: { after: number; until: number; limit: number }
) {
  const rows = await reader
    .selectFrom('access_log')
    .select(['id', 'occurred_at', 'user_id', 'user_name', 'action', 'patient_id'])
    .where('id', '>', after)
    .where('id', '<=', until)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, isLook: LOOKS.includes(row.action) }))
}

export async function patientsLookedAt(reader: Reader, ids: readonly PatientId[]) {
  if (ids.length === 0) return []
  return await reader
    .selectFrom('patient')
    .select(['id', 'family_name', 'confidentiality', 'address_protection', 'erased_at'])
    .where('id', 'in', ids)
    .orderBy('id')
    .limit(1_000)
    .execute()
}

/** Whether anything explains a look: within the bounds an appointment, a message, a task, a letter, a wish, a change. */
export async function hasOccasion(
  reader: Reader,
  { patientId, userId, from, until }: { patientId: PatientId; userId: UserId; from: string; until: string }
): Promise<boolean> {
  const appointment = reader
    .selectFrom('appointment')
    .select('id')
    .where('patient_id', '=', patientId)
    .where('start_at', '>=', from)
    .where('start_at', '<', until)
    .limit(1)
  const message = reader
    .selectFrom('message')
    .select('id')
    .where('patient_id', '=', patientId)
    .where('created_at', '>=', from)
    .where('created_at', '<', until)
    .limit(1)
  const reply = reader
    .selectFrom('inbound_message')
    .select('id')
    .where('patient_id', '=', patientId)
    .where('received_at', '>=', from)
    .where('received_at', '<', until)
    .limit(1)
  const task = reader
    .selectFrom('task')
    .select('id')
    .where('patient_id', '=', patientId)
    .where(({ eb, or }) => or([eb('done_at', 'is', null), eb('done_at', '>=', from)]))
    .limit(1)
  const wish = reader
    .selectFrom('waiting_list_entry')
    .select('id')
    .where('patient_id', '=', patientId)
    .where('state', '=', literal('waiting'))
    .limit(1)
  const letter = reader
    .selectFrom('letter')
    .select('id')
    .where('patient_id', '=', patientId)
    .where('created_at', '>=', from)
    .where('created_at', '<', until)
    .limit(1)
  // Registering, changing, recording a consent: work that is its own reason.
  const change = reader
    .selectFrom('access_log')
    .select('id')
    .where('patient_id', '=', patientId)
    .where('user_id', '=', userId)
    .where('action', 'not in', LOOKS)
    .where('action', 'not like', '%.opened')
    .where('occurred_at', '>=', from)
    .where('occurred_at', '<', until)
    .limit(1)
  for (const occasion of [appointment, message, reply, task, wish, letter, change])
    if (await occasion.executeTakeFirst()) return true
  return false
}

/** Looks of a user by day and hour, from a date on. */
export async function talliesOf(reader: Reader, { userId, from }: { userId: UserId; from: string }) {
  return await reader
    .selectFrom('access_tally')
    .select(['local_date', 'hour', 'looks'])
    .where('user_id', '=', userId)
    .where('local_date', '>=', from)
    .orderBy('local_date')
    .orderBy('hour')
    .limit(1_000)
    .execute()
}

export async function addToTally(
  transaction: Transaction,
  { userId, localDate, hour, looks }: { userId: UserId; localDate: string; hour: number; looks: number }
): Promise<void> {
  await transaction
    .insertInto('access_tally')
    .values({ user_id: userId, local_date: localDate, hour, looks })
    .onConflict((conflict) =>
      conflict
        .columns(['user_id', 'local_date', 'hour'])
        .doUpdateSet(({ ref, eb }) => ({ looks: eb(ref('access_tally.looks'), '+', looks) }))
    )
    .execute()
}

/** A new finding; where it is known and not yet reviewed, its numbers follow. @returns nothing of what stood there */
export async function writeFinding(
  transaction: Transaction,
  row: Insertable<AccessFindingTable>
): Promise<void> {
  await transaction
    .insertInto('access_finding')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({ facts: row.facts }).where('access_finding.reviewed_at', 'is', null)
    )
    .execute()
}

const FINDING = [
  'access_finding.id',
  'access_finding.rule',
  'access_finding.occurred_at',
  'access_finding.user_name',
  'access_finding.patient_id',
  'access_finding.facts',
  'access_finding.reviewed_at',
  'access_finding.reviewed_by_name',
  'access_finding.review_note',
  'patient.family_name',
  'patient.given_name',
  'patient.erased_at'
] as const

function selectFindings(reader: Reader) {
  return reader
    .selectFrom('access_finding')
    .leftJoin('patient', 'patient.id', 'access_finding.patient_id')
    .select(FINDING)
}

export type FindingRow = Awaited<ReturnType<ReturnType<typeof selectFindings>['executeTakeFirstOrThrow']>>

export interface FindingQuestion {
  readonly from: string
  readonly until: string
  readonly state: 'open' | 'reviewed' | 'all'
  readonly beforeId: AccessFindingId | null
  readonly limit: number
}

/** Newest first. */
export async function listFindings(
  reader: Reader,
  { from, until, state, beforeId, limit }: FindingQuestion
): Promise<FindingRow[]> {
  let query = selectFindings(reader)
    .where('access_finding.local_date', '>=', from)
    .where('access_finding.local_date', '<=', until)
  if (state === 'open') query = query.where('access_finding.reviewed_at', 'is', null)
  if (state === 'reviewed') query = query.where('access_finding.reviewed_at', 'is not', null)
  if (beforeId !== null) query = query.where('access_finding.id', '<', beforeId)
  return await query.orderBy('access_finding.id', 'desc').limit(limit).execute()
}

export async function findFinding(reader: Reader, id: AccessFindingId): Promise<FindingRow | null> {
  return (await selectFindings(reader).where('access_finding.id', '=', id).executeTakeFirst()) ?? null
}

export async function setReview(
  transaction: Transaction,
  id: AccessFindingId,
  review: { at: string; by: UserId | null; byName: string; note: string } | null
): Promise<void> {
  await transaction
    .updateTable('access_finding')
    .set({
      reviewed_at: review?.at ?? null,
      reviewed_by: review?.by ?? null,
      reviewed_by_name: review?.byName ?? null,
      review_note: review?.note ?? null
    })
    .where('id', '=', id)
    .execute()
}
