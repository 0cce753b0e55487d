import type { Selectable, Updateable } from 'kysely'
import type { UserId } from '@contract/ids'
import type { Reader, Transaction } from '../../database/database'
import type { PortalConnectionTable, PortalPinTable } from '../../database/tables/portal'

export type PortalConnection = Selectable<PortalConnectionTable>
export type PortalPin = Selectable<PortalPinTable>

export async function readConnection(reader: Reader): Promise<PortalConnection> {
  return await reader
    .selectFrom('portal_connection')
    .selectAll()
    .where('id', '=', 1)
    .executeTakeFirstOrThrow()
}

export async function changeConnection(
  transaction: Transaction,
  changes: Updateable<PortalConnectionTable>
): Promise<void> {
  await transaction.updateTable('portal_connection').set(changes).where('id', '=', 1).execute()
}

const MOST_PINS = 20

export async function listPins(reader: Reader): Promise<PortalPin[]> {
  return await reader
    .selectFrom('portal_pin')
    .selectAll()
    .orderBy('first_seen_at', 'desc')
    .orderBy('sha256')
    .limit(MOST_PINS)
    .execute()
}

/** A key that a server has shown. It counts for nothing until a person has confirmed it. */
export async function notePin(transaction: Transaction, sha256: string, at: string): Promise<void> {
  await transaction
    .insertInto('portal_pin')
    .values({ sha256, first_seen_at: at, last_seen_at: at })
    .onConflict((conflict) => conflict.column('sha256').doUpdateSet({ last_seen_at: at }))
    .execute()
}

/**
 * A key that the portal says it will show one day, told on a line whose key was confirmed.
 * @returns whether it is news
 */
export async function noteAnnouncedPin(
  transaction: Transaction,
  sha256: string,
  at: string
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await transaction
    .insertInto('portal_pin')
    .values({ sha256, first_seen_at: at, announced_at: at })
    .onConflict((conflict) =>
      conflict.column('sha256').doUpdateSet({ announced_at: at }).where('portal_pin.announced_at', 'is', null)
    )
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Keys that somebody has to compare: seen at the server or announced, and not confirmed. */
export async function countNewKeys(reader: Reader): Promise<number> {
  const { count } = await reader
    .selectFrom('portal_pin')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('confirmed_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

/** @returns whether there was such a one to confirm */
export async function confirmPin(
  transaction: Transaction,
  sha256: string,
  { at, by }: { at: string; by: UserId | null }
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('portal_pin')
    .set({ confirmed_at: at, confirmed_by: by })
    .where('sha256', '=', sha256)
    .where('confirmed_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function removePin(transaction: Transaction, sha256: string): Promise<boolean> {
  const { numDeletedRows } = await transaction
    .deleteFrom('portal_pin')
    .where('sha256', '=', sha256)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Those of another server: it has to be looked at anew. */
export async function removeAllPins(transaction: Transaction): Promise<void> {
  await transaction.deleteFrom('portal_pin').execute()
}
