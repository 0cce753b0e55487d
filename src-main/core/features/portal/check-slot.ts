import type { Appointment, Slot } from '@medplum/fhirtypes'
import { findAgreedByRemote } from './agreed.queries'
import { isLive } from './answers.rules'
import type { SyncContext } from './context'
import type { PortalResource } from './kind'
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
  own: {
    readonly opId: string
    readonly remoteId: string | null
    /** After a transaction that may have been carried out by half, one that says `free` may be somebody's too. */
    readonly looksAtFree?: boolean
  }
): Promise<SlotCheck> {
  const remote = await readOne(context, 'Slot', id)
  if (remote?.resourceType !== 'Slot') return { is: 'gone' }
  const etag = etagOf(remote)
  if (etag === null) return { is: 'gone' }
  const free: SlotCheck = { is: 'ours-to-take', slot: { ...remote, id }, etag }
  if (remote.status === 'free' && own.looksAtFree !== true) return free
  const holder = (await holdersOf(context, id)).find(
    (appointment) => appointment.id !== own.remoteId && !bears(appointment, own.opId)
  )
  return holder ? { is: 'taken', by: holder } : free
}

/**
 * Whether a slot that is to become free is one a live appointment stands on at the portal. Then it stays as it is: the
 * cancellation gives it back in its own transaction, whatever the clinic's list of places says until then.
 */
export async function isStillHeld(
  context: SyncContext,
  { base, body, id }: { base: PortalResource | null; body: PortalResource; id: string }
): Promise<boolean> {
  if (body.resourceType !== 'Slot' || body.status !== 'free') return false
  if (base?.resourceType === 'Slot' && base.status === 'free') return false
  return (await holdersOf(context, id)).length > 0
}

async function holdersOf(
  { fhir, signal }: SyncContext,
  id: string
): Promise<(Appointment & { id: string })[]> {
  const found = await fhir.findAll('Appointment', { slot: `Slot/${id}` }, signal)
  return found.flatMap((resource) => {
    const appointment = asAppointment(asRemote(resource))
    return appointment !== null && isLive(appointment.status) ? [appointment] : []
  })
}
