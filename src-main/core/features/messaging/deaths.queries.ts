import type { MessageId } from '@contract/ids'
import type { Transaction } from '../../database/database'

/** What was settled at that moment is somebody's task again. @returns false when somebody has seen to it since */
export async function unsettle(transaction: Transaction, id: MessageId, settledAt: string): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('message')
    .set({ settled_at: null })
    .where('id', '=', id)
    .where('state', 'in', ['failed', 'uncertain', 'expired', 'blocked'])
    .where('settled_at', '=', settledAt)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
