import type { Appointment } from '@medplum/fhirtypes'
import type { Agreed } from './agreed.queries'
import { addConflict, settleConflicts } from './conflicts.queries'
import { storedNow, type SyncContext } from './context'
import { end } from './ending'
import type { AppointmentThen, PortalClash, PortalConflictKind } from './kind'
import type { Operation } from './operations.queries'
import { readBodyText } from './resource-shape'
import { isStillSo } from './still-so'
import { thenOf } from './then'

/** The appointment that both sides were last agreed on; null where there was none. */
export function appointmentIn(agreed: Agreed | undefined): Appointment | null {
  if (agreed?.body == null) return null
  const body = readBodyText(agreed.body)
  return body.resourceType === 'Appointment' ? body : null
}

/** What the two sides hold, and as what they met. */
export interface StepClash {
  readonly ours: Appointment | null
  readonly theirs: Appointment & { id: string }
  readonly then: AppointmentThen | null
  readonly kind: PortalConflictKind
}

/** The step is over, and a person at the desk decides between the two. */
export async function endAsConflict(
  context: SyncContext,
  operation: Operation,
  { ours, theirs, then, kind }: StepClash
): Promise<'ended'> {
  const { database, kinds } = context
  const plain: PortalClash = { kind, ours, theirs, choices: ['seen'] }
  const localId = operation.local_id
  const meeting = { localId, then, ours, theirs, kind }
  const clash = (await kinds.Appointment.clash?.(database.reader, meeting)) ?? plain
  const at = storedNow(context)
  await database.write(async (transaction) => {
    await end(context, transaction, operation, { state: 'conflict', reason: kind })
    const about = { seq: operation.seq, type: 'Appointment', localId, remoteId: theirs.id } as const
    await addConflict(transaction, { ...about, clash, at })
  })
  context.onChanged()
  return 'ended'
}

/** The portal holds what this step was to bring there already; unless the clinic says something else by now. */
export async function endAsNothing(
  context: SyncContext,
  operation: Operation,
  reading: { base: Appointment | null; body: Appointment | null }
): Promise<'ended' | 'again'> {
  const at = storedNow(context)
  const isGivenUp = thenOf(operation.detail)?.isLive === 0
  return await context.database.write(async (transaction) => {
    if (!(await isStillSo(context, transaction, operation, reading))) return 'again'
    await end(context, transaction, operation, { state: 'nothing', is_confirmed: 1 })
    if (isGivenUp)
      await settleConflicts(transaction, { type: 'Appointment', localId: operation.local_id, at })
    return 'ended'
  })
}
