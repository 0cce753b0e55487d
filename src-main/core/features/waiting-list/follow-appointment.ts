import type { GapId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { isOpen, type AppointmentChange } from '../appointments'
import { storedAt, type WaitingListContext } from './context'
import { endEntry, entriesAbout, hasEntries, placedByLastStep, reviveEntry } from './entry.queries'
import { followPlaces } from './gaps'
import { withdrawEntry } from './rounds'

/**
 * What a change of an appointment means for the waiting list, in the transaction of the change: who waits for it to be
 * moved, who got it from the list, and which places it gave back or took.
 * @returns the free places it has opened, and whether anything the list shows may be different now
 */
export async function followAppointment(
  context: WaitingListContext,
  transaction: Transaction,
  change: AppointmentChange
): Promise<{ opened: GapId[]; isTouched: boolean }> {
  const { after, kind, undoneKind, changeId } = change
  if (kind === 'undone' && (undoneKind === 'moved' || undoneKind === 'booked')) {
    const placed = await placedByLastStep(transaction, after.id, changeId)
    if (placed !== null) await reviveEntry(transaction, placed, 'placed')
  }
  await followEntries(context, transaction, change)
  const { opened, filled } = await followPlaces(context, transaction, change)
  // Who waits for a place is shown with their appointment, and proposed for no place in which they have another.
  const isTheirs = await hasEntries(transaction, after.patientId)
  return { opened, isTouched: isTheirs || opened.length + filled > 0 }
}

/** Who has come, or does not want the appointment any more, waits no longer; whom the clinic has cancelled still does. */
async function followEntries(
  context: WaitingListContext,
  transaction: Transaction,
  { after }: AppointmentChange
): Promise<void> {
  const isWanted = isOpen(after) || (after.status === 'cancelled' && after.cancelReason === 'clinic')
  for (const entry of await entriesAbout(transaction, after.id)) {
    if (isWanted && entry.state === 'appointment-gone')
      await reviveEntry(transaction, entry.id, 'appointment-gone')
    if (isWanted || entry.state !== 'waiting') continue
    const at = storedAt(context.clock.now())
    await endEntry(transaction, entry.id, { state: 'appointment-gone', at })
    await withdrawEntry(context, transaction, entry.id)
  }
}
