import { findAgreed, findAgreedByRemote, saveAgreed } from './agreed.queries'
import { settleConflicts } from './conflicts.queries'
import { agreedOn, kindOf, storedNow, token, type SyncContext } from './context'
import { end } from './ending'
import { giveWay, holdSlots } from './half-applied'
import { settleSetAside } from './incoming.queries'
import { addMark, type Operation } from './operations.queries'
import { readOne } from './read-one'
import { asRemote, etagOf, type Remote } from './resource-shape'
import { OPERATION_SYSTEM } from './same-content.rules'
import { agreeOnApplied } from './since-sent'
import { appointmentIn, endAsConflict } from './step-ends'
import { asAppointment, bears, slotIds } from './step-plan.rules'
import { takeIn } from './take-in'
import { thenOf } from './then'

/**
 * Searches what this operation wrote, by its own name, and ends it where it is found: as it was stored, with its slots
 * as they stand now. Where a slot of it is somebody else's, it gives way, and a person decides.
 * @param isSure the portal has said that all of it was done
 */
export async function wasApplied(
  context: SyncContext,
  operation: Operation,
  isSure = false
): Promise<boolean> {
  const { database, fhir, signal } = context
  const own = { system: OPERATION_SYSTEM, value: operation.op_id }
  const found = await fhir.findAll('Appointment', { identifier: token(own) }, signal)
  const appointment = asAppointment(asRemote(found[0] ?? null))
  if (appointment === null || !bears(appointment, operation.op_id)) return false
  const before = appointmentIn(
    await findAgreed(database.reader, { type: 'Appointment', localId: operation.local_id })
  )
  const theirs = await holdSlots(context, appointment, { opId: operation.op_id, isSure })
  if (theirs) {
    await giveWay(context, appointment, { before, opId: operation.op_id })
    const left = asAppointment(await readOne(context, 'Appointment', appointment.id))
    if (left)
      await database.write((transaction) =>
        saveAgreed(transaction, agreedOn(operation.local_id, left, etagOf(left), storedNow(context)))
      )
    const then = thenOf(operation.detail)
    await endAsConflict(context, operation, { ours: appointment, theirs, then, kind: 'slot-taken' })
    return true
  }
  const touched = new Set([...(before ? slotIds(before) : []), ...slotIds(appointment)])
  const slots: Remote[] = []
  for (const id of touched) {
    const slot = await readOne(context, 'Slot', id)
    if (slot) slots.push(slot)
  }
  const at = storedNow(context)
  await database.write(async (transaction) => {
    await end(context, transaction, operation, { state: 'applied', is_confirmed: 1, reason: null })
    await settleConflicts(transaction, { type: 'Appointment', localId: operation.local_id, at })
    await settleSetAside(transaction, 'Appointment', appointment.id)
    // After that: somebody may have made it unreadable since, and then it is named anew.
    await agreeOnApplied(context, transaction, operation, appointment)
    for (const slot of slots) {
      const known = await findAgreedByRemote(transaction, 'Slot', slot.id)
      if (!known) continue
      if (kindOf(context, 'Slot').check(slot) !== null)
        await takeIn(context, transaction, { resource: slot, isPending: true })
      else await saveAgreed(transaction, agreedOn(known.local_id, slot, etagOf(slot), at))
      // A transaction that took effect by half left a slot as it was: it is looked at once more.
      await addMark(transaction, { type: 'Slot', localId: known.local_id })
    }
  })
  return true
}
