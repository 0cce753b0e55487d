import type { Reader, Transaction } from '../../database/database'
import type { AttemptKind } from '../../database/tables/lan'

export interface WrongAttempts {
  readonly count: number
  readonly lastAt: string
  readonly blockedUntil: string | null
}

export async function findAttempts(
  reader: Reader,
  kind: AttemptKind,
  address: string
): Promise<WrongAttempts | null> {
  const row = await reader
    .selectFrom('wrong_attempt')
    .select(['count', 'last_at', 'blocked_until'])
    .where('kind', '=', kind)
    .where('address', '=', address)
    .executeTakeFirst()
  return row ? { count: row.count, lastAt: row.last_at, blockedUntil: row.blocked_until } : null
}

export async function writeAttempts(
  transaction: Transaction,
  key: { kind: AttemptKind; address: string },
  { count, lastAt, blockedUntil }: WrongAttempts
): Promise<void> {
  const row = { count, last_at: lastAt, blocked_until: blockedUntil }
  await transaction
    .insertInto('wrong_attempt')
    .values({ ...key, ...row })
    .onConflict((conflict) => conflict.columns(['kind', 'address']).doUpdateSet(row))
    .execute()
}

/** Forgets one address, or whatever is older than `before`, so that the table stays small. */
export async function deleteAttempts(
  transaction: Transaction,
  which: { kind: AttemptKind; address: string } | { before: string }
): Promise<void> {
  const query = transaction.deleteFrom('wrong_attempt')
  if ('before' in which) await query.where('last_at', '<', which.before).execute()
  else await query.where('kind', '=', which.kind).where('address', '=', which.address).execute()
}
