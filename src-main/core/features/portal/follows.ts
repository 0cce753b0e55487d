import type { Transaction } from '../../database/database'
import { findAgreedByRemote } from './agreed.queries'
import { kindOf, type SyncContext } from './context'
import type { PortalResource } from './kind'
import { addMark } from './operations.queries'
import type { Remote } from './resource-shape'
import { slotIds } from './step-plan.rules'

/**
 * What has to be looked at again once the portal holds something else than before: the consents of somebody who is new
 * there, and the slots that an appointment has taken or left.
 */
export async function markWhatFollows(
  context: SyncContext,
  transaction: Transaction,
  { localId, before, now }: { localId: number; before: PortalResource | null; now: Remote }
): Promise<void> {
  const kind = kindOf(context, now.resourceType)
  for (const mark of (await kind.after?.(transaction, { localId, before, now })) ?? [])
    await addMark(transaction, mark)
  for (const id of new Set([...slotsOf(before), ...slotsOf(now)])) {
    const slot = await findAgreedByRemote(transaction, 'Slot', id)
    if (slot) await addMark(transaction, { type: 'Slot', localId: slot.local_id })
  }
}

function slotsOf(resource: PortalResource | null): string[] {
  return resource?.resourceType === 'Appointment' ? slotIds(resource) : []
}
