import { MergeChoices } from '@contract/duplicates'
import type { MergeId, PatientId, UserId } from '@contract/ids'
import type { Insertable, Selectable } from 'kysely'
import { z } from 'zod'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'
import type { PatientMergeTable } from '../../database/tables/duplicates'
import { AppError } from '../../platform/app-error'
import { PersonState } from './person-state.rules'

/** A merge with its journal of what the records were. */
export interface MergeRecord {
  readonly id: MergeId
  readonly survivorId: PatientId
  readonly loserId: PatientId
  readonly mergedAt: string
  readonly userName: string
  readonly choices: MergeChoices
  readonly survivorBefore: PersonState
  readonly loserBefore: PersonState
  readonly survivorAfter: PersonState
  readonly highest: Readonly<Record<string, number>>
  readonly logFrom: number
  readonly undoneAt: string | null
  readonly undoneName: string | null
}

const COLUMNS = [
  'id',
  'survivor_id',
  'loser_id',
  'merged_at',
  'user_name',
  'choices',
  'survivor_before',
  'loser_before',
  'survivor_after',
  'highest',
  'log_from',
  'undone_at',
  'undone_name'
] as const
type Row = Pick<Selectable<PatientMergeTable>, (typeof COLUMNS)[number]>

const Highest = z.record(z.string(), z.int())
const MOST_OF_ONE_SURVIVOR = 1_000

/** What was deleted with a patient says nothing of who the records were: such a merge is no longer shown or undone. */
const ERASED = '{}'

export async function insertMerge(
  transaction: Transaction,
  row: Insertable<PatientMergeTable>
): Promise<MergeId> {
  const { id } = await transaction
    .insertInto('patient_merge')
    .values(row)
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @throws AppError `not-found`, also where one of the two was deleted since */
export async function getMerge(reader: Reader, id: MergeId): Promise<MergeRecord> {
  const row = await reader
    .selectFrom('patient_merge')
    .select(COLUMNS)
    .where('id', '=', id)
    .where('survivor_before', '<>', ERASED)
    .executeTakeFirst()
  if (!row) throw new AppError('not-found')
  return toMerge(row)
}

/** Merges into the same record that came after this one and stand, in their order. */
export async function laterMerges(reader: Reader, { id, survivorId }: MergeRecord): Promise<MergeRecord[]> {
  const rows = await reader
    .selectFrom('patient_merge')
    .select(COLUMNS)
    .where('survivor_id', '=', survivorId)
    .where('id', '>', id)
    .where('undone_at', 'is', null)
    .where('survivor_before', '<>', ERASED)
    .orderBy('id')
    .limit(MOST_OF_ONE_SURVIVOR)
    .execute()
  return rows.map(toMerge)
}

/** The merge by which this record is part of another now. */
export async function standingMergeOf(reader: Reader, loserId: PatientId): Promise<MergeRecord | null> {
  const row = await reader
    .selectFrom('patient_merge')
    .select(COLUMNS)
    .where('loser_id', '=', loserId)
    .where('undone_at', 'is', null)
    .where('survivor_before', '<>', ERASED)
    .executeTakeFirst()
  return row ? toMerge(row) : null
}

/** Newest first, before the cursor; of one record or of all. Those of deleted patients are left out. */
export async function listMerges(
  reader: Reader,
  question: { patientId: PatientId | null; beforeId: number | null; limit: number }
): Promise<MergeRecord[]> {
  let query = reader.selectFrom('patient_merge').select(COLUMNS).where('survivor_before', '<>', ERASED)
  const { patientId, beforeId, limit } = question
  if (patientId !== null)
    query = query.where(({ eb, or }) =>
      or([eb('survivor_id', '=', patientId), eb('loser_id', '=', patientId)])
    )
  if (beforeId !== null) query = query.where(({ eb, ref }) => eb(ref('id').$castTo<number>(), '<', beforeId))
  const rows = await query.orderBy('id', 'desc').limit(limit).execute()
  return rows.map(toMerge)
}

/** Another merge before this one was undone, so this one's records were not what they seemed. */
export async function rewriteMerge(
  transaction: Transaction,
  id: MergeId,
  { before, after }: { before: PersonState; after: PersonState }
): Promise<void> {
  await transaction
    .updateTable('patient_merge')
    .set({ survivor_before: JSON.stringify(before), survivor_after: JSON.stringify(after) })
    .where('id', '=', id)
    .execute()
}

export async function markUndone(
  transaction: Transaction,
  id: MergeId,
  undone: { at: string; by: UserId | null; name: string; logUntil: number }
): Promise<void> {
  const { numUpdatedRows } = await transaction
    .updateTable('patient_merge')
    .set({
      undone_at: undone.at,
      undone_by: undone.by,
      undone_name: undone.name,
      log_until: undone.logUntil
    })
    .where('id', '=', id)
    .where('undone_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows !== 1n) throw new AppError('merge-undone')
}

/** The days from `from` on that show an appointment of one of these; the first 400. */
export async function datesOf(reader: Reader, ids: readonly PatientId[], from: string): Promise<string[]> {
  const rows = await reader
    .selectFrom('appointment')
    .select('local_date')
    .distinct()
    .where('patient_id', 'in', listed(ids))
    .where('local_date', '>=', from)
    .orderBy('local_date')
    .limit(400)
    .execute()
  return rows.map(({ local_date }) => local_date)
}

function toMerge(row: Row): MergeRecord {
  return {
    id: row.id,
    survivorId: row.survivor_id,
    loserId: row.loser_id,
    mergedAt: row.merged_at,
    userName: row.user_name,
    choices: MergeChoices.parse(JSON.parse(row.choices)),
    survivorBefore: PersonState.parse(JSON.parse(row.survivor_before)),
    loserBefore: PersonState.parse(JSON.parse(row.loser_before)),
    survivorAfter: PersonState.parse(JSON.parse(row.survivor_after)),
    highest: Highest.parse(JSON.parse(row.highest)),
    logFrom: row.log_from,
    undoneAt: row.undone_at,
    undoneName: row.undone_name
  }
}
