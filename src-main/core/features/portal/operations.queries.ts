import { sql, type RawBuilder, type Selectable, type Updateable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'
import { literal } from '../../database/literal'
import { prepared, type Slots } from '../../database/prepared'
import { preparedListed } from '../../database/prepared-listed'
import type { PortalOperationTable } from '../../database/tables/portal'
import type { PortalMark, PortalType } from './kind'

export type Operation = Selectable<PortalOperationTable>

const MOST_LISTED = 1_000

/** Gives what the triggers have written its time, by the clinic's clock. @returns how many there were */
export async function stampNew(transaction: Transaction, at: string): Promise<number> {
  const { numUpdatedRows } = await transaction
    .updateTable('portal_operation')
    .set({ created_at: at })
    .where('created_at', 'is', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

export async function hasUnstamped(reader: Reader): Promise<boolean> {
  return (await unstamped.first(reader, {})) !== null
}

const unstamped = prepared((reader: Reader, _: Slots<object>) =>
  reader.selectFrom('portal_operation').select('seq').where('created_at', 'is', null).limit(1)
)

/**
 * What may be sent now, in order: due, and first in line at everything it touches. Those whose answer was lost come by
 * the same way, and are looked for before they are sent again.
 * @param latest the longest that any may wait: what is to wait longer was written by a clock that was wrong
 */
export async function listReady(
  reader: Reader,
  { now, latest, limit, except }: { now: string; latest: string; limit: number; except: readonly number[] }
): Promise<Operation[]> {
  const query = reader
    .selectFrom('portal_operation')
    .selectAll()
    .where('state', 'in', [literal('waiting'), literal('in-doubt')])
    .where(({ eb, or }) =>
      or([eb('next_at', 'is', null), eb('next_at', '<=', now), eb('next_at', '>', latest)])
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('portal_operation_key as own')
            .innerJoin('portal_operation_key as earlier', (join) =>
              join.onRef('earlier.aggregate', '=', 'own.aggregate').onRef('earlier.seq', '<', 'own.seq')
            )
            .select('own.seq')
            .whereRef('own.seq', '=', 'portal_operation.seq')
        )
      )
    )
    .orderBy('seq')
    .limit(limit)
  return await (except.length === 0 ? query : query.where('seq', 'not in', except)).execute()
}

/** When the next one that waits for its time is due; null when none does. */
export async function nextDueAt(reader: Reader): Promise<string | null> {
  const row = await reader
    .selectFrom('portal_operation')
    .select('next_at')
    .where('state', 'in', [literal('waiting'), literal('in-doubt')])
    .where('next_at', 'is not', null)
    .orderBy('next_at')
    .limit(1)
    .executeTakeFirst()
  return row?.next_at ?? null
}

export async function findOperation(reader: Reader, seq: number): Promise<Operation | undefined> {
  return await reader.selectFrom('portal_operation').selectAll().where('seq', '=', seq).executeTakeFirst()
}

/** @returns whether it was still in that state */
export async function changeOperation(
  transaction: Transaction,
  { seq, from }: { seq: number; from: readonly Operation['state'][] },
  changes: Updateable<PortalOperationTable>
): Promise<boolean> {
  return (await changing.run(transaction, { ...changes, seq, from: JSON.stringify(from) })) > 0
}

type Change = Updateable<PortalOperationTable> & { from: string }

const changing = prepared((transaction: Transaction, { seq, from, ...changes }: Slots<Change>) =>
  transaction
    .updateTable('portal_operation')
    .set(changes)
    .where('seq', '=', sql<number>`${seq}`)
    .where('state', 'in', sql<Operation['state']>`(select value from json_each(${from}))`)
)

/** The portal is to hold what the clinic holds, unless that waits already. */
export async function addMark(transaction: Transaction, { type, localId }: PortalMark): Promise<void> {
  if (await waitingMark.first(transaction, { type, localId })) return
  await insertMark.run(transaction, { type, localId })
}

const waitingMark = prepared((reader: Reader, { type, localId }: Slots<PortalMark>) =>
  reader
    .selectFrom('portal_operation')
    .select('seq')
    .where('type', '=', type)
    .where('local_id', '=', localId)
    .where('state', '=', literal('waiting'))
    .where('kind', '=', literal('put'))
    .where('is_edited', '=', literal(0))
    .limit(1)
)

const insertMark = prepared((transaction: Transaction, { type, localId }: Slots<PortalMark>) =>
  transaction.insertInto('portal_operation').values({ kind: 'put', type, local_id: localId })
)

/** Marks that wait for some things of one type. */
export async function marksOfSome(
  reader: Reader,
  type: PortalType,
  localIds: readonly number[]
): Promise<Operation[]> {
  return await reader
    .selectFrom('portal_operation')
    .selectAll()
    .where('type', '=', type)
    .where('local_id', 'in', listed(localIds))
    .where('state', '=', literal('waiting'))
    .where('kind', '=', literal('put'))
    .where('is_edited', '=', literal(0))
    .limit(localIds.length)
    .execute()
}

/** Whether a mark made later waits already for what this put is about. */
export async function hasOtherMark(
  reader: Reader,
  { kind, type, local_id, seq, is_edited }: Operation
): Promise<boolean> {
  if (kind !== 'put' || is_edited === 1) return false
  const row = await reader
    .selectFrom('portal_operation')
    .select('seq')
    .where('type', '=', type)
    .where('local_id', '=', local_id)
    .where('state', '=', literal('waiting'))
    .where('kind', '=', literal('put'))
    .where('is_edited', '=', literal(0))
    .where('seq', '!=', seq)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

const underWay = preparedListed((reader, aggregates: RawBuilder<string>) =>
  reader
    .selectFrom('portal_operation_key')
    .select('aggregate')
    .distinct()
    .where('aggregate', 'in', aggregates)
    .limit(MOST_LISTED)
)

/** Whether anything of the clinic's own is under way there. */
export async function isUnderWay(reader: Reader, aggregates: readonly string[]): Promise<boolean> {
  return (await underWay(reader, aggregates, {})).length > 0
}

/** Those of so many of a type that have something of the clinic's own under way; of a thousand at most. */
export async function listUnderWay(
  reader: Reader,
  type: PortalType,
  localIds: readonly number[]
): Promise<ReadonlySet<number>> {
  const aggregates = localIds.map((localId) => `${type}/${localId}`)
  const found = new Set((await underWay(reader, aggregates, {})).map(({ aggregate }) => aggregate))
  return new Set(localIds.filter((localId) => found.has(`${type}/${localId}`)))
}

/** Whether this operation stands in line there. */
export async function holdsTurn(
  reader: Reader,
  { seq, aggregate }: { seq: number; aggregate: string }
): Promise<boolean> {
  const row = await reader
    .selectFrom('portal_operation_key')
    .select('seq')
    .where('aggregate', '=', aggregate)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row !== undefined
}

export async function addAttempt(
  transaction: Transaction,
  attempt: { seq: number; at: string; outcome: string; status: number | null; detail: string }
): Promise<void> {
  await transaction.insertInto('portal_attempt').values(attempt).execute()
}

export async function listAttempts(reader: Reader, seq: number, limit: number) {
  return await reader
    .selectFrom('portal_attempt')
    .select(['at', 'outcome', 'status', 'detail'])
    .where('seq', '=', seq)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** What waits, by kind and type, how often it was tried and why it was put off, with when the oldest was made. */
export async function countWaiting(reader: Reader) {
  return await reader
    .selectFrom('portal_operation')
    .select(({ fn }) => [
      ...(['kind', 'type', 'tries', 'reason'] as const),
      fn.countAll<number>().as('count'),
      fn.min('created_at').as('oldest')
    ])
    .where('state', 'in', [literal('waiting'), literal('in-doubt')])
    .groupBy(['kind', 'type', 'tries', 'reason'])
    .orderBy('kind')
    .orderBy('type')
    .limit(MOST_LISTED)
    .execute()
}

/** What the portal has refused, by kind and type. */
export async function countRefused(reader: Reader) {
  return await reader
    .selectFrom('portal_operation')
    .select(({ fn }) => ['kind', 'type', fn.countAll<number>().as('count')])
    .where('state', '=', literal('dead'))
    .groupBy(['kind', 'type'])
    .orderBy('kind')
    .orderBy('type')
    .limit(50)
    .execute()
}

export async function listDead(reader: Reader, { after, limit }: { after: number; limit: number }) {
  return await reader
    .selectFrom('portal_operation')
    .selectAll()
    .where('state', '=', literal('dead'))
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit)
    .execute()
}

/** What one thing has waiting or behind it, the newest first. */
export async function listAbout(reader: Reader, { type, localId }: PortalMark, limit: number) {
  return await reader
    .selectFrom('portal_operation')
    .selectAll()
    .where('type', '=', type)
    .where('local_id', '=', localId)
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute()
}

/**
 * Ended ones older than `before` go, some at a time. A dead letter has not ended before a person has seen to it; what a
 * conflict is about stands in a row of its own.
 */
export async function removeEnded(transaction: Transaction, before: string, limit: number): Promise<number> {
  const { numDeletedRows } = await transaction
    .deleteFrom('portal_operation')
    .where('seq', 'in', ({ selectFrom }) =>
      selectFrom('portal_operation')
        .select('seq')
        .where('ended_at', '<', before)
        .where('state', 'in', ['applied', 'nothing', 'discarded', 'superseded', 'conflict'])
        .orderBy('ended_at')
        .limit(limit)
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}
