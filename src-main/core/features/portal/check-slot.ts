import type { Appointment, Slot } from '@medplum/fhirtypes'
import { findAgreedByRemote } from './agreed.queries'
import { isLive } from './answers.rules'
import type { SyncContext } from './context'
import { readOne } from './read-one'
import { asRemote, etagOf, readBodyText } from './resource-shape'
import { asAppointment, bears } from './step-plan.rules'

export type SlotCheck =
  | { readonly is: 'ours-to-take'; readonly slot: Slot & { id: string }; readonly etag: string }
  | { readonly is: 'taken'; readonly by: Appointment & { id: string } }
  | { readonly is: 'gone' }

/**
 * The version of a slot as both sides were last agreed on it, where it was free then. A version of a busy one is never
 * given out: with it a booking would write over the patient's who holds it.
 */
export async function slotAsAgreed({ database }: SyncContext, id: string): Promise<SlotCheck | null> {
  const known = await findAgreedByRemote(database.reader, 'Slot', id)
  if (known?.body == null || known.etag === null) return null
  const slot = readBodyText(known.body)
  if (slot.resourceType !== 'Slot' || slot.status !== 'free') return null
  return { is: 'ours-to-take', slot: { ...slot, id }, etag: known.etag }
}

/**
 * Reads a slot and says whether this operation may have it, with the version in which that was so. A busy one on which
 * no appointment stands was shut by the clinic itself, and is its own to book.
 */
export async function checkSlot(
  context: SyncContext,
  id: string,
  own: { readonly opId: string; readonly remoteId: string | null }
): Promise<SlotCheck> {
  const remote = await readOne(context, 'Slot', id)
  if (remote?.resourceType !== 'Slot') return { is: 'gone' }
  const etag = etagOf(remote)
  if (etag === null) return { is: 'gone' }
  const free: SlotCheck = { is: 'ours-to-take', slot: { ...remote, id }, etag }
  if (remote.status === 'free') return free
  const found = await context.fhir.findAll('Appointment', { slot: `Slot/${id}` }, context.signal)
  const holder = found
    .map((resource) => asAppointment(asRemote(resource)))
    .find(
      (appointment) =>
        appointment !== null &&
        isLive(appointment.status) &&
        appointment.id !== own.remoteId &&
        !bears(appointment, own.opId)
    )
  return holder ? { is: 'taken', by: holder } : free
}
