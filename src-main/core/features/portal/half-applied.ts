import type { Appointment } from '@medplum/fhirtypes'
import { z } from 'zod'
import { PortalRefusal, type PortalAnswer } from '../../portal'
import { findAgreedByRemote, saveAgreed } from './agreed.queries'
import { isLive, meaningOf } from './answers.rules'
import { checkSlot } from './check-slot'
import type { SyncContext } from './context'
import { addMark } from './operations.queries'
import { readOne } from './read-one'
import { etagOf } from './resource-shape'
import { slotIds, type SlotWrite } from './step-plan.rules'

/** So often others may be faster at one slot. */
const MOST_ROUNDS = 5

type Held = Appointment & { id: string }

/**
 * Whether a transaction was carried out as one, by its own answer: some servers answer 200 and refuse single entries in
 * the body.
 */
export function isWhole({ status, resource }: PortalAnswer): boolean {
  const read = Answered.safeParse(resource)
  const isEach = !read.success || read.data.entry.every(({ response }) => /^2/.test(response?.status ?? '2'))
  return meaningOf(status) === 'applied' && isEach
}

const Answered = z.looseObject({
  entry: z.array(z.looseObject({ response: z.looseObject({ status: z.string() }).optional() }))
})

/**
 * Sees to it that an appointment which stands at the portal has its slots. A server that does not take back what it has
 * begun makes the appointment and leaves the slots (the router of Medplum over its repository in memory does): what is
 * missing is then done, one slot at a time and each against the version in which it was free.
 * @param isSure the portal has said that all of it was done, so that only what is visibly missing is looked into
 * @returns whoever else holds one of them; null: the slots are its own
 * @throws PortalFault, PortalRefusal
 */
export async function holdSlots(
  context: SyncContext,
  appointment: Held,
  { opId, isSure }: { opId: string; isSure: boolean }
): Promise<Held | null> {
  for (const id of isLive(appointment.status) ? slotIds(appointment) : []) {
    const theirs = await holdSlot(context, id, { opId, remoteId: appointment.id, isSure })
    if (theirs) return theirs
  }
  return null
}

async function holdSlot(
  context: SyncContext,
  id: string,
  { opId, remoteId, isSure }: { opId: string; remoteId: string; isSure: boolean }
): Promise<Held | null> {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const slot = await readOne(context, 'Slot', id)
    if (slot?.resourceType !== 'Slot') return null
    const isFree = slot.status === 'free'
    if (!isFree && isSure) return null
    const check = await checkSlot(context, id, { opId, remoteId, looksAtFree: true })
    if (check.is === 'taken') return check.by
    if (!isFree || check.is === 'gone') return null
    const busy = { ...check.slot, status: 'busy' as const }
    const answer = await context.fhir.update(busy, check.etag, context.signal)
    const meaning = meaningOf(answer.status)
    if (meaning === 'applied') return null
    if (meaning !== 'precondition') throw new PortalRefusal(answer.status, answer.said, answer.retryAfterMs)
  }
  throw new PortalRefusal(409, 'overtaken', null)
}

/**
 * Takes an appointment back that was made, or moved, onto a slot somebody else has: to where it stood before, with the
 * slots it may have given up, or as one that never was where those are another's by now.
 * @throws PortalFault, PortalRefusal; then it is looked at once more
 */
export async function giveWay(
  context: SyncContext,
  appointment: Held,
  { before, opId }: { before: Appointment | null; opId: string }
): Promise<void> {
  const { fhir, signal } = context
  const back = before && { ...before, id: appointment.id }
  const isOthers = back !== null && (await holdSlots(context, back, { opId, isSure: false })) !== null
  const body: Held =
    back === null || isOthers ? { ...appointment, status: 'entered-in-error' as const } : back
  const answer = await fhir.update(body, etagOf(appointment) ?? '', signal)
  if (meaningOf(answer.status) !== 'applied')
    throw new PortalRefusal(answer.status, answer.said, answer.retryAfterMs)
}

/**
 * After a refusal it is not known which of the slots were changed all the same: none is written to by the version that
 * was known, and each is looked at once more when this step is done.
 */
export async function distrustSlots(
  { database }: Pick<SyncContext, 'database'>,
  writes: readonly Pick<SlotWrite, 'slot'>[]
): Promise<void> {
  if (writes.length === 0) return
  await database.write(async (transaction) => {
    for (const { slot } of writes) {
      const known = await findAgreedByRemote(transaction, 'Slot', slot.id)
      if (!known) continue
      await saveAgreed(transaction, { ...known, etag: null })
      await addMark(transaction, { type: 'Slot', localId: known.local_id })
    }
  })
}
