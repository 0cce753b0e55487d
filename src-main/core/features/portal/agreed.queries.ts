import { sql, type RawBuilder, type Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { prepared, type Slots } from '../../database/prepared'
import { preparedListed } from '../../database/prepared-listed'
import type { PortalResourceTable } from '../../database/tables/portal'
import type { PortalMark, PortalType } from './kind'

export type Agreed = Selectable<PortalResourceTable>

const MOST_AT_ONCE = 1_000

const agreedOf = preparedListed((reader, ids: RawBuilder<number>, { type }: Slots<{ type: PortalType }>) =>
  reader
    .selectFrom('portal_resource')
    .selectAll()
    .where('type', '=', type)
    .where('local_id', 'in', ids)
    .limit(MOST_AT_ONCE)
)

/** What both sides were last agreed on, of each the portal has; of a thousand at most. */
export async function listAgreed(
  reader: Reader,
  type: PortalType,
  localIds: readonly number[]
): Promise<Agreed[]> {
  return await agreedOf(reader, localIds, { type })
}

/** The same of one; undefined: the portal has none. */
export async function findAgreed(reader: Reader, { type, localId }: PortalMark): Promise<Agreed | undefined> {
  return (await listAgreed(reader, type, [localId]))[0]
}

const remoteOf = preparedListed((reader, ids: RawBuilder<number>, { type }: Slots<{ type: PortalType }>) =>
  reader
    .selectFrom('portal_resource')
    .select(['local_id', 'remote_id'])
    .where('type', '=', type)
    .where('local_id', 'in', ids)
    .limit(MOST_AT_ONCE)
)

/** The portal's ids of these; of a thousand at most. */
export async function listRemoteIds(
  reader: Reader,
  type: PortalType,
  localIds: readonly number[]
): Promise<ReadonlyMap<number, string>> {
  const rows = await remoteOf(reader, localIds, { type })
  return new Map(rows.map(({ local_id, remote_id }) => [local_id, remote_id]))
}

const agreedByRemote = preparedListed(
  (reader, ids: RawBuilder<string>, { type }: Slots<{ type: PortalType }>) =>
    reader
      .selectFrom('portal_resource')
      .selectAll()
      .where('type', '=', type)
      .where('remote_id', 'in', ids)
      .limit(MOST_AT_ONCE)
)

export async function findAgreedByRemote(
  reader: Reader,
  type: PortalType,
  remoteId: string
): Promise<Agreed | undefined> {
  return (await agreedByRemote(reader, [remoteId], { type }))[0]
}

/** From the ids on: by itself SQLite would look at all there is of the type. */
const heldByRemote = prepared(
  (reader: Reader, { type, remoteIds }: Slots<{ type: PortalType; remoteIds: string }>) =>
    reader
      .selectFrom(sql<{ value: string }>`json_each(${remoteIds})`.as('wanted'))
      .crossJoin('portal_resource as held')
      .select(['held.local_id', 'held.remote_id', 'held.etag'])
      .where('held.type', '=', type)
      .whereRef('held.remote_id', '=', 'wanted.value')
      .limit(MOST_AT_ONCE)
)

/** The versions both sides are agreed on, by the portal's ids; of a thousand at most. */
export async function listVersions(
  reader: Reader,
  type: PortalType,
  remoteIds: readonly string[]
): Promise<ReadonlyMap<string, string | null>> {
  const rows = await heldByRemote.all(reader, { type, remoteIds: JSON.stringify(remoteIds) })
  return new Map(rows.map(({ remote_id, etag }) => [remote_id, etag]))
}

const dropOthers = prepared(
  (transaction: Transaction, slots: Slots<{ type: string; remoteId: string; localId: number }>) =>
    transaction
      .deleteFrom('portal_resource')
      .where('type', '=', slots.type)
      .where('remote_id', '=', slots.remoteId)
      .where('local_id', '!=', slots.localId)
)

const putAgreed = prepared((transaction: Transaction, row: Slots<Agreed>) =>
  transaction
    .insertInto('portal_resource')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['type', 'local_id']).doUpdateSet(({ ref }) => ({
        remote_id: ref('excluded.remote_id'),
        etag: ref('excluded.etag'),
        last_updated: ref('excluded.last_updated'),
        body: ref('excluded.body')
      }))
    )
)

/** The portal's own copy of one that has another local id now, such as after it was made anew there, gives way. */
export async function saveAgreed(transaction: Transaction, agreed: Agreed): Promise<void> {
  const { type, local_id: localId, remote_id: remoteId } = agreed
  await dropOthers.run(transaction, { type, remoteId, localId })
  await putAgreed.run(transaction, agreed)
}

/** The same for many of one type, each with an id of its own at the portal; a thousand at most. */
export async function saveAllAgreed(
  transaction: Transaction,
  type: PortalType,
  all: readonly Agreed[]
): Promise<void> {
  const localIds = new Map(all.map(({ remote_id, local_id }) => [remote_id, local_id]))
  const remoteIds = JSON.stringify([...localIds.keys()])
  for (const { remote_id, local_id } of await heldByRemote.all(transaction, { type, remoteIds }))
    if (localIds.get(remote_id) !== local_id) await forgetAgreed(transaction, { type, localId: local_id })
  for (const agreed of all) await putAgreed.run(transaction, agreed)
}

export async function forgetAgreed(transaction: Transaction, { type, localId }: PortalMark): Promise<void> {
  await transaction
    .deleteFrom('portal_resource')
    .where('type', '=', type)
    .where('local_id', '=', localId)
    .execute()
}

/** The versions of one type are to be read again, before anything is written. */
export async function distrustVersions(transaction: Transaction, type: PortalType): Promise<void> {
  await transaction.updateTable('portal_resource').set({ etag: null }).where('type', '=', type).execute()
}

/** What has not been seen since {@link distrustVersions}, and is no longer at the portal. */
export async function listUnseen(reader: Reader, type: PortalType, limit: number): Promise<Agreed[]> {
  return await reader
    .selectFrom('portal_resource')
    .selectAll()
    .where('type', '=', type)
    .where('etag', 'is', null)
    .orderBy('local_id')
    .limit(limit)
    .execute()
}

/** How many the portal holds, by type. */
export async function countAgreed(reader: Reader): Promise<{ type: string; count: number }[]> {
  return await reader
    .selectFrom('portal_held')
    .select(['type', 'count'])
    .where('count', '>', 0)
    .orderBy('type')
    .limit(20)
    .execute()
}
