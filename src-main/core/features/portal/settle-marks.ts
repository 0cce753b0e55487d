import type { SyncContext } from './context'
import { endSame } from './end-same'
import type { PortalType } from './kind'
import { marksOfSome } from './operations.queries'
import type { Remote } from './resource-shape'

/** They are read once more with the writer held. */
const AT_ONCE = 50

/** Ends the marks of what has just been made at the portal: the load has carried them out. */
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
      const marks = await marksOfSome(transaction, type, slice)
      const heldOf = ({ local_id: localId }: { local_id: number }) => made.get(localId) ?? null
      await endSame(context, transaction, { marks, heldOf })
    })
  }
}
