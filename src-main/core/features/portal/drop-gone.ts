import { WireId } from '../../portal'
import type { SyncContext } from './context'
import { listRefusedOf, settleSetAside, WHOLE_TYPE } from './incoming.queries'
import type { PortalType } from './kind'
import { readOne } from './read-one'
import { ofItsOwn } from './trouble.rules'

/** Each is asked for by itself; the others have their turn another night. */
const MOST_ASKED = 200

/**
 * What was refused and has left the portal is listed no more. What has no id to ask for is forgotten before everything
 * is gone through, and listed again where it is met.
 * @throws PortalFault, PortalRefusal
 */
export async function dropGone(context: SyncContext, type: PortalType): Promise<void> {
  const { database } = context
  for (const { remote_id: id } of await listRefusedOf(database.reader, type, MOST_ASKED)) {
    if (id === WHOLE_TYPE || (WireId.safeParse(id).success && (await isThere(context, type, id)))) continue
    await database.write((transaction) => settleSetAside(transaction, type, id))
    context.onChanged()
  }
}

/** One that cannot be read is there all the same. */
async function isThere(context: SyncContext, type: PortalType, id: string): Promise<boolean> {
  try {
    return (await readOne(context, type, id)) !== null
  } catch (error) {
    if (ofItsOwn(error) === null) throw error
    return true
  }
}
