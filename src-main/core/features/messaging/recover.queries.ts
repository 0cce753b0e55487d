import type { MessageId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { literal } from '../../database/literal'

/** Parts that had been handed to a modem when the program ended. */
export async function markInterrupted(transaction: Transaction, messageId: MessageId): Promise<void> {
  await transaction
    .updateTable('message_part')
    .set({ state: 'unknown' })
    .where('message_id', '=', messageId)
    .where('state', '=', literal('submitted'))
    .execute()
}
