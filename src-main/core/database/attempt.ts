import { sql } from 'kysely'
import { AppError } from '../platform/app-error'
import type { Transaction } from './database'

/**
 * Tries something within a transaction that goes on whether it is refused or not: what it wrote before the refusal is
 * taken back. A bug still fails the whole transaction.
 * @returns what it came to, or the refusal
 */
export async function attempt<T>(
  transaction: Transaction,
  work: () => Promise<T>
): Promise<{ readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: AppError }> {
  await sql`savepoint attempt`.execute(transaction)
  try {
    const value = await work()
    await sql`release attempt`.execute(transaction)
    return { ok: true, value }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await sql`rollback to attempt`.execute(transaction)
    await sql`release attempt`.execute(transaction)
    return { ok: false, refusal: error }
  }
}
