import type { MessageId } from '@contract/ids'
import type { Transaction } from '../../database/database'

/** Somebody has seen to a message that did not arrive. @returns false when there was nothing to see to */
export async function settleMessage(transaction: Transaction, id: MessageId, at: string): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('message')
    .set({ settled_at: at })
    .where('id', '=', id)
    .where('state', 'in', ['failed', 'uncertain', 'expired', 'blocked'])
    .where('settled_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
