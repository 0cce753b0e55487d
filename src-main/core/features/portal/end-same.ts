import type { Transaction } from '../../database/database'
import { typeOf, type SyncContext } from './context'
import { end } from './ending'
import type { PortalResource } from './kind'
import type { Operation } from './operations.queries'
import { ourRows, type OurRows } from './our-rows'
import { readOurs } from './read-ours'
import { isSameContent } from './same-content.rules'

/**
 * Ends those marks of which the clinic says what the portal holds already. What is read is read in the transaction that
 * ends them: nothing that changes meanwhile is lost, and the others are sent in their turn.
 * @param heldOf what the portal holds; null where that is not known
 * @returns how many were ended
 */
export async function endSame(
  context: SyncContext,
  transaction: Transaction,
  {
    marks,
    heldOf
  }: {
    marks: readonly Operation[]
    heldOf: (mark: Operation, rows: OurRows) => PortalResource | null | Promise<PortalResource | null>
  }
): Promise<number> {
  const rows = ourRows(transaction)
  const isSame = async (operation: Operation): Promise<boolean> => {
    const base = await heldOf(operation, rows)
    if (base === null) return false
    const mark = { type: typeOf(operation.type), localId: operation.local_id }
    const reading = await readOurs(context, rows, { mark, base })
    return reading.is === 'body' && isSameContent(base, reading.body)
  }
  const same = await Promise.all(marks.map(isSame))
  const ended = marks.filter((_, index) => same[index])
  for (const mark of ended)
    await end(context, transaction, mark, { state: 'nothing', is_confirmed: 1, body: null })
  return ended.length
}
