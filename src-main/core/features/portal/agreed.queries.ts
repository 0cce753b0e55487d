import type { Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import type { PortalResourceTable } from '../../database/tables/portal'
import type { PortalMark, PortalType } from './kind'

export type Agreed = Selectable<PortalResourceTable>

/** What both sides were last agreed on; undefined: the portal has none. */
export async function findAgreed(reader: Reader, { type, localId }: PortalMark): Promise<Agreed | undefined> {
  return await reader
    .selectFrom('portal_resource')
    .selectAll()
    .where('type', '=', type)
    .where('local_id', '=', localId)
    .executeTakeFirst()
}

export async function findAgreedByRemote(
  reader: Reader,
  type: PortalType,
  remoteId: string
): Promise<Agreed | undefined> {
  return await reader
    .selectFrom('portal_resource')
    .selectAll()
    .where('type', '=', type)
    .where('remote_id', '=', remoteId)
    .executeTakeFirst()
}

/** The portal's own copy of one that has another local id now, such as after it was made anew there, gives way. */
export async function saveAgreed(transaction: Transaction, agreed: Agreed): Promise<void> {
  const { type, local_id, remote_id, ...rest } = agreed
  await transaction
    .deleteFrom('portal_resource')
    .where('type', '=', type)
    .where('remote_id', '=', remote_id)
    .where('local_id', '!=', local_id)
    .execute()
  await transaction
    .insertInto('portal_resource')
    .values(agreed)
    .onConflict((conflict) => conflict.columns(['type', 'local_id']).doUpdateSet({ remote_id, ...rest }))
    .execute()
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
