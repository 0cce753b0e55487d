import { DuplicateReason } from '@contract/duplicates'
import type { PatientId, UserId } from '@contract/ids'
import { z } from 'zod'
import type { RawBuilder, Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'
import { literal } from '../../database/literal'
import { preparedListed } from '../../database/prepared-listed'
import type { DuplicatePairTable } from '../../database/tables/duplicates'
import type { PairScore } from './pair-score.rules'

export type PairRow = Selectable<DuplicatePairTable>

const COLUMNS = [
  'id',
  'one_id',
  'other_id',
  'score',
  'reasons',
  'state',
  'found_at',
  'decided_at',
  'decided_by'
] as const
const MOST_COUNTED = 1_000
const MOST_PAIRS_OF_PERSONS = 5_000

const Reasons = z.array(DuplicateReason)
export const reasonsOf = ({ reasons }: Pick<PairRow, 'reasons'>): DuplicateReason[] =>
  Reasons.parse(JSON.parse(reasons))

/** The lower id stands first. */
export function inOrder(oneId: PatientId, otherId: PatientId): { one_id: PatientId; other_id: PatientId } {
  return oneId < otherId ? { one_id: oneId, other_id: otherId } : { one_id: otherId, other_id: oneId }
}

export async function findPair(reader: Reader, a: PatientId, b: PatientId): Promise<PairRow | null> {
  const { one_id, other_id } = inOrder(a, b)
  const row = await reader
    .selectFrom('duplicate_pair')
    .select(COLUMNS)
    .where('one_id', '=', one_id)
    .where('other_id', '=', other_id)
    .executeTakeFirst()
  return row ?? null
}

/** Open pairs, the likeliest first, after the cursor `score/id`. */
export async function openPairs(
  reader: Reader,
  after: { score: number; id: number } | null,
  limit: number
): Promise<PairRow[]> {
  let query = reader.selectFrom('duplicate_pair').select(COLUMNS).where('state', '=', literal('open'))
  if (after !== null)
    query = query
      .where('score', '<=', after.score)
      .where(({ eb, or }) => or([eb('score', '<', after.score), eb('id', '>', after.id)]))
  return await query.orderBy('score', 'desc').orderBy('id').limit(limit).execute()
}

/** At most 1,000 are counted. */
export async function countOpenPairs(reader: Reader): Promise<number> {
  const rows = await reader
    .selectFrom('duplicate_pair')
    .select('id')
    .where('state', '=', literal('open'))
    .limit(MOST_COUNTED)
    .execute()
  return rows.length
}

/** Every pair that one of these is part of. */
export async function pairsOf(reader: Reader, ids: readonly PatientId[]): Promise<PairRow[]> {
  const of = async (column: 'one_id' | 'other_id') =>
    await reader
      .selectFrom('duplicate_pair')
      .select(COLUMNS)
      .where(column, 'in', listed(ids))
      .orderBy('id')
      .limit(MOST_PAIRS_OF_PERSONS)
      .execute()
  const rows = [...(await of('one_id')), ...(await of('other_id'))]
  return [...new Map(rows.map((row) => [row.id, row])).values()]
}

/** Asked whenever a card opens and of a day's patients: prepared once for each of the two columns. */
const openPairsBy = (column: 'one_id' | 'other_id') =>
  preparedListed((reader, ids: RawBuilder<PatientId>) =>
    reader
      .selectFrom('duplicate_pair')
      .select(['one_id', 'other_id', 'score'])
      .where(column, 'in', ids)
      .where('state', '=', literal('open'))
      .orderBy('id')
      .limit(MOST_PAIRS_OF_PERSONS)
  )
const openPairsByOne = openPairsBy('one_id')
const openPairsByOther = openPairsBy('other_id')

/** The open pairs that one of these is part of, the likeliest first. */
export async function openPairsOf(
  reader: Reader,
  ids: readonly PatientId[]
): Promise<Pick<PairRow, 'one_id' | 'other_id'>[]> {
  const pairs = [...(await openPairsByOne(reader, ids, {})), ...(await openPairsByOther(reader, ids, {}))]
  return pairs.sort((one, other) => other.score - one.score)
}

/** Of these patients those whose record may be another's, too. */
export async function withOpenPairs(
  reader: Reader,
  ids: readonly PatientId[]
): Promise<ReadonlySet<PatientId>> {
  const pairs = await openPairsOf(reader, ids)
  return new Set(pairs.flatMap(({ one_id, other_id }) => [one_id, other_id]))
}

export async function insertPair(
  transaction: Transaction,
  pair: { one_id: PatientId; other_id: PatientId } & PairScore,
  at: string
): Promise<void> {
  const { one_id, other_id, score, reasons } = pair
  await transaction
    .insertInto('duplicate_pair')
    .values({
      one_id,
      other_id,
      score,
      reasons: JSON.stringify(reasons),
      state: 'open',
      found_at: at,
      decided_at: null,
      decided_by: null
    })
    .execute()
}

/** What speaks for it has changed; it is open, again where it was decided. */
export async function reopenPair(
  transaction: Transaction,
  id: number,
  { score, reasons, at }: PairScore & { at: string | null }
): Promise<void> {
  await transaction
    .updateTable('duplicate_pair')
    .set({
      score,
      reasons: JSON.stringify(reasons),
      state: 'open',
      decided_at: null,
      decided_by: null,
      ...(at === null ? {} : { found_at: at })
    })
    .where('id', '=', id)
    .execute()
}

export async function decidePair(
  transaction: Transaction,
  id: number,
  { state, at, by }: { state: 'not-the-same' | 'merged'; at: string; by: UserId | null }
): Promise<void> {
  await transaction
    .updateTable('duplicate_pair')
    .set({ state, decided_at: at, decided_by: by })
    .where('id', '=', id)
    .execute()
}

export async function removePairs(transaction: Transaction, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return
  await transaction.deleteFrom('duplicate_pair').where('id', 'in', listed(ids)).execute()
}
