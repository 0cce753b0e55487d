import type { UserId } from '@contract/ids'
import type { Role } from '@contract/values'
import type { Reader, Transaction } from '../database/database'

const MOST_SESSIONS = 500

export interface StoredLanSession {
  readonly id: number
  readonly userId: UserId
  readonly address: string
  readonly signedInAt: string
  readonly isLocked: boolean
  /** Null while its page is there. */
  readonly expiresAt: string | null
}

export async function insertLanSession(
  transaction: Transaction,
  session: {
    userId: UserId
    ticketHash: string
    address: string
    signedInAt: string
    isLocked: boolean
  }
): Promise<number> {
  const { id } = await transaction
    .insertInto('lan_session')
    .values({
      user_id: session.userId,
      ticket_hash: session.ticketHash,
      address: session.address,
      signed_in_at: session.signedInAt,
      is_locked: session.isLocked ? 1 : 0,
      expires_at: null
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateLanSession(
  transaction: Transaction,
  id: number,
  change: { isLocked?: boolean; ticketHash?: string; expiresAt?: string | null }
): Promise<void> {
  const { isLocked, ticketHash, expiresAt } = change
  await transaction
    .updateTable('lan_session')
    .set({
      ...(isLocked === undefined ? {} : { is_locked: isLocked ? 1 : 0 }),
      ...(ticketHash === undefined ? {} : { ticket_hash: ticketHash }),
      ...(expiresAt === undefined ? {} : { expires_at: expiresAt })
    })
    .where('id', '=', id)
    .execute()
}

export async function findByTicket(reader: Reader, ticketHash: string): Promise<StoredLanSession | null> {
  const row = await reader
    .selectFrom('lan_session')
    .select(['id', 'user_id', 'address', 'signed_in_at', 'is_locked', 'expires_at'])
    .where('ticket_hash', '=', ticketHash)
    .executeTakeFirst()
  if (!row) return null
  return {
    id: row.id,
    userId: row.user_id,
    address: row.address,
    signedInAt: row.signed_in_at,
    isLocked: row.is_locked === 1,
    expiresAt: row.expires_at
  }
}

export async function hasLanSession(reader: Reader, id: number): Promise<boolean> {
  const row = await reader.selectFrom('lan_session').select('id').where('id', '=', id).executeTakeFirst()
  return row !== undefined
}

export interface ListedLanSession {
  readonly id: number
  readonly userName: string
  readonly role: Role
  readonly address: string
  readonly signedInAt: string
  readonly isLocked: boolean
  readonly isAway: boolean
}

/** Who is signed in from other PCs, newest last. */
export async function listLanSessions(reader: Reader): Promise<ListedLanSession[]> {
  const rows = await reader
    .selectFrom('lan_session')
    .innerJoin('user', 'user.id', 'lan_session.user_id')
    .select([
      'lan_session.id',
      'user.name',
      'user.role',
      'lan_session.address',
      'lan_session.signed_in_at',
      'lan_session.is_locked',
      'lan_session.expires_at'
    ])
    .orderBy('lan_session.id')
    .limit(MOST_SESSIONS)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    userName: row.name,
    role: row.role,
    address: row.address,
    signedInAt: row.signed_in_at,
    isLocked: row.is_locked === 1,
    isAway: row.expires_at !== null
  }))
}

/** Those of a program that ended without saying so are away from now on. */
export async function letAllGo(transaction: Transaction, expiresAt: string): Promise<void> {
  await transaction
    .updateTable('lan_session')
    .set({ expires_at: expiresAt })
    .where('expires_at', 'is', null)
    .execute()
}

/** One, those that stayed away until `awayUntil`, or all. @returns how many */
export async function deleteLanSessions(
  transaction: Transaction,
  which: { id: number } | { awayUntil: string } | 'all'
): Promise<number> {
  let query = transaction.deleteFrom('lan_session')
  if (which !== 'all')
    query =
      'id' in which ? query.where('id', '=', which.id) : query.where('expires_at', '<=', which.awayUntil)
  const { numDeletedRows } = await query.executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
