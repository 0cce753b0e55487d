import type { Selectable } from 'kysely'
import type { Reader, Transaction } from '../../../database/database'
import type { PortalNoticeTable } from '../../../database/tables/portal'

export type PortalNotice = Selectable<PortalNoticeTable>

/** The portal is to be told, or told again; at once, or not before a moment. */
export async function addNotice(
  transaction: Transaction,
  {
    kind,
    target,
    part = 0,
    at = null
  }: Pick<PortalNotice, 'kind' | 'target'> & { part?: number; at?: string | null }
): Promise<void> {
  await transaction
    .insertInto('portal_notice')
    .values({ kind, target, part, next_at: at })
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'target', 'part'])
        .doUpdateSet(({ eb }) => ({ version: eb('portal_notice.version', '+', 1), tries: 0, next_at: at }))
    )
    .execute()
}

/** What may be told now, the oldest first. */
export async function listDueNotices(
  reader: Reader,
  { now, limit, except }: { now: string; limit: number; except: readonly number[] }
): Promise<PortalNotice[]> {
  const query = reader
    .selectFrom('portal_notice')
    .selectAll()
    .where(({ eb, or }) => or([eb('next_at', 'is', null), eb('next_at', '<=', now)]))
    .orderBy('next_at')
    .orderBy('id')
    .limit(limit)
  return await (except.length === 0 ? query : query.where('id', 'not in', except)).execute()
}

/** When the next one that waits for its time is due; null when none does. */
export async function nextNoticeAt(reader: Reader, except: readonly number[]): Promise<string | null> {
  const query = reader
    .selectFrom('portal_notice')
    .select('next_at')
    .where('next_at', 'is not', null)
    .orderBy('next_at')
    .limit(1)
  const row = await (except.length === 0 ? query : query.where('id', 'not in', except)).executeTakeFirst()
  return row?.next_at ?? null
}

/** It was told as it was then; what has come since is told by itself. */
export async function endNotice(
  transaction: Transaction,
  { id, version }: Pick<PortalNotice, 'id' | 'version'>
): Promise<void> {
  await transaction.deleteFrom('portal_notice').where('id', '=', id).where('version', '=', version).execute()
}

export async function putOffNotice(
  transaction: Transaction,
  { id, version }: Pick<PortalNotice, 'id' | 'version'>,
  { tries, at }: { tries: number; at: string }
): Promise<void> {
  await transaction
    .updateTable('portal_notice')
    .set({ tries, next_at: at })
    .where('id', '=', id)
    .where('version', '=', version)
    .execute()
}
