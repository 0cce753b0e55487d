import { forgetAgreed, saveAgreed, type Agreed } from './agreed.queries'
import { isLive } from './answers.rules'
import { takeInCancellation } from './cancelled-unread'
import { agreedOn, storedNow, type SyncContext } from './context'
import type { Operation } from './operations.queries'
import { readOne } from './read-one'
import { etagOf } from './resource-shape'
import { isSameContent } from './same-content.rules'
import { appointmentIn, endAsConflict } from './step-ends'
import { asAppointment } from './step-plan.rules'
import { takeIn } from './take-in'
import { thenOf } from './then'

/** Reads the appointment as the portal holds it; what the patient has done with it meanwhile comes first. */
export async function meetAppointment(
  context: SyncContext,
  operation: Operation,
  known: Agreed
): Promise<'ended' | 'met'> {
  const { database } = context
  const remote = asAppointment(await readOne(context, 'Appointment', known.remote_id))
  if (remote === null) {
    await database.write((transaction) =>
      forgetAgreed(transaction, { type: 'Appointment', localId: operation.local_id })
    )
    return 'met'
  }
  const base = appointmentIn(known)
  if (base !== null && isSameContent(base, remote)) {
    await database.write((transaction) =>
      saveAgreed(transaction, agreedOn(operation.local_id, remote, etagOf(remote), storedNow(context)))
    )
    return 'met'
  }
  const wasLive = base === null || isLive(base.status)
  const then = thenOf(operation.detail)
  const isCancelledThere = wasLive && !isLive(remote.status)
  const isLookedAt = !isCancelledThere || then?.isLive === 0
  const outcome = await database.write(async (transaction) => {
    const taken = await takeIn(context, transaction, { resource: remote, isPending: true, isLookedAt })
    if (isCancelledThere && base !== null && taken.is === 'refused' && taken.reason === 'invalid')
      await takeInCancellation(context, transaction, { localId: known.local_id, base, remoteId: remote.id })
    return taken
  })
  context.onChanged()
  // One that could not be taken in is not cancelled here, and would be brought to life again.
  const stillWanted = then === null ? outcome.is === 'refused' : then.isLive === 1
  if (!isCancelledThere || !stillWanted) return 'met'
  // The patient's cancellation beats the desk's move.
  const kind = 'cancelled-by-patient' as const
  return await endAsConflict(context, operation, { ours: base, theirs: remote, then, kind })
}
