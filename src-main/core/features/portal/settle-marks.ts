import type { SyncContext } from './context'
import { end } from './ending'
import type { PortalType } from './kind'
import { marksOfSome } from './operations.queries'
import { ourRows } from './our-rows'
import { readOurs } from './read-ours'
import type { Remote } from './resource-shape'
import { isSameContent } from './same-content.rules'

/** They are read once more with the writer held. */
const AT_ONCE = 50

/**
 * Ends the marks of what has just been made at the portal and is still what the clinic holds: the load has carried them
 * out. One whose row has changed since it was read stays, and is sent in its turn.
 */
export async function settleMarks(
  context: SyncContext,
  type: PortalType,
  made: ReadonlyMap<number, Remote>
): Promise<void> {
  const { database } = context
  const ids = [...made.keys()]
  for (let at = 0; at < ids.length; at += AT_ONCE) {
    const slice = ids.slice(at, at + AT_ONCE)
    if ((await marksOfSome(database.reader, type, slice)).length === 0) continue
    await database.write(async (transaction) => {
      const rows = ourRows(transaction)
      const marks = await marksOfSome(transaction, type, slice)
      const readings = await Promise.all(
        marks.map(({ local_id: localId }) =>
          readOurs(context, rows, { mark: { type, localId }, base: made.get(localId) ?? null })
        )
      )
      for (const [index, operation] of marks.entries()) {
        const remote = made.get(operation.local_id)
        const reading = readings[index]
        if (remote && reading?.is === 'body' && isSameContent(reading.body, remote))
          await end(context, transaction, operation, { state: 'nothing', is_confirmed: 1 })
      }
    })
  }
}
