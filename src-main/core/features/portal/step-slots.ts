import { findAgreedByRemote, forgetAgreed } from './agreed.queries'
import { checkSlot, slotAsAgreed, type SlotCheck } from './check-slot'
import type { SyncContext } from './context'
import { putOff } from './ending'
import type { Operation } from './operations.queries'
import { ourRows } from './our-rows'
import { readOne } from './read-one'
import { readOurs } from './read-ours'
import { etagOf } from './resource-shape'
import type { SlotWrite } from './step-plan.rules'
import { waitFor } from './wait-for'

/** Whether a slot may be taken for this step, by what is known of it or, where that may be old, by a look at the portal. */
export async function mayTake(
  context: SyncContext,
  operation: Operation,
  { id, remoteId, isChecked }: { id: string; remoteId: string | null; isChecked: boolean }
): Promise<SlotCheck> {
  const agreed = isChecked || operation.tries > 0 ? null : await slotAsAgreed(context, id)
  return agreed ?? (await checkSlot(context, id, { opId: operation.op_id, remoteId }))
}

/** The portal has lost the slot: it is made again there, and the booking goes after it. */
export async function waitForSlot(context: SyncContext, operation: Operation, id: string): Promise<'ended'> {
  const { database } = context
  const known = await findAgreedByRemote(database.reader, 'Slot', id)
  if (!known) {
    await putOff(context, operation, { reason: 'slot-gone', isInDoubt: false })
    return 'ended'
  }
  const mark = { type: 'Slot', localId: known.local_id } as const
  await database.write((transaction) => forgetAgreed(transaction, mark))
  await waitFor(context, operation, { mark })
  return 'ended'
}

/** A slot given back, as the clinic's own schedule would have it now; null where it is nothing of the clinic's. */
export async function released(context: SyncContext, id: string): Promise<SlotWrite | null> {
  const { database } = context
  const remote = await readOne(context, 'Slot', id)
  const etag = remote === null ? null : etagOf(remote)
  if (remote?.resourceType !== 'Slot' || etag === null) return null
  const known = await findAgreedByRemote(database.reader, 'Slot', id)
  if (!known) return { slot: { ...remote, id, status: 'free' }, etag }
  const mark = { type: 'Slot', localId: known.local_id } as const
  // It is busy for the appointment that leaves it, and for nobody whose booking has yet to come in.
  const base = { ...remote, status: 'free' as const }
  const reading = await readOurs(context, ourRows(database.reader), { mark, base })
  const isSlot = reading.is === 'body' && reading.body.resourceType === 'Slot'
  return isSlot ? { slot: { ...reading.body, id }, etag } : null
}
