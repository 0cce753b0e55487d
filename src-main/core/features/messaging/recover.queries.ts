import type { Transaction } from '../../database/database'
import { literal } from './person.queries'

/** Parts that had been handed to a modem when the program ended. */
export async function markInterrupted(transaction: Transaction): Promise<void> {
  await transaction
    .updateTable('message_part')
    .set({ state: 'unknown' })
    .where('state', '=', literal('submitted'))
    .execute()
}
