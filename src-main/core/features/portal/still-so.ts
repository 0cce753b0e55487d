import type { Transaction } from '../../database/database'
import { typeOf, type SyncContext } from './context'
import type { PortalResource } from './kind'
import type { Operation } from './operations.queries'
import { ourRows } from './our-rows'
import { readOurs } from './read-ours'
import { isSameContent } from './same-content.rules'

/**
 * Whether the clinic still says what was read of it, now that nobody else writes. A change that came in between has no
 * mark of its own, for this operation was still waiting; a step, and what a person has edited, says what it says.
 */
export async function isStillSo(
  context: SyncContext,
  transaction: Transaction,
  operation: Operation,
  { base, body }: { base: PortalResource | null; body: PortalResource | null }
): Promise<boolean> {
  if (operation.kind !== 'put' || operation.is_edited === 1) return true
  const mark = { type: typeOf(operation.type), localId: operation.local_id }
  const reading = await readOurs(context, ourRows(transaction), { mark, base })
  if (reading.is === 'none' || body === null) return reading.is === 'none' && body === null
  return reading.is === 'body' && isSameContent(reading.body, body)
}
