import type { MessageId } from '@contract/ids'
import type { MessageState } from '@contract/messages'
import type { Reader } from '../../database/database'
import { listed } from '../../database/listed'

export interface AskedState {
  readonly state: MessageState
  readonly reason: string | null
  readonly sentAt: string | null
}

/** How far these messages have come. */
export async function messageStatesOf(
  reader: Reader,
  ids: readonly MessageId[]
): Promise<ReadonlyMap<MessageId, AskedState>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .selectFrom('message')
    .select(['id', 'state', 'reason', 'sent_at'])
    .where('id', 'in', listed(ids))
    .orderBy('id')
    .limit(ids.length)
    .execute()
  return new Map(rows.map(({ id, state, reason, sent_at: sentAt }) => [id, { state, reason, sentAt }]))
}
