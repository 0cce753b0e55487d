import type { Appointment, Resource } from '@medplum/fhirtypes'
import { AppointmentId } from '@contract/ids'
import { z } from 'zod'
import type { Transaction } from '../../database/database'
import { findAppointment } from '../appointments'
import { saveAgreed } from './agreed.queries'
import { isLive } from './answers.rules'
import { agreedOn, storedNow, type SyncContext } from './context'
import { findOperation, type Operation } from './operations.queries'
import { asRemote, etagOf } from './resource-shape'
import { isSameContent } from './same-content.rules'
import { asAppointment } from './step-plan.rules'
import { takeIn } from './take-in'

/**
 * Keeps what an operation wrote as agreed on, by the appointment that bears its name. Where its answer was lost, the
 * patient may have cancelled or confirmed before it was found: that is taken in, against what was sent.
 */
export async function agreeOnApplied(
  context: SyncContext,
  transaction: Transaction,
  { seq, local_id: localId }: Operation,
  found: Appointment & { id: string }
): Promise<void> {
  const at = storedNow(context)
  const written = await findOperation(transaction, seq)
  const sent = written?.body == null ? null : sentIn(written.body, found.id)
  if (sent === null || isSameContent(sent, found)) {
    await saveAgreed(transaction, agreedOn(localId, found, etagOf(found), at))
    return
  }
  await saveAgreed(transaction, agreedOn(localId, sent, null, at))
  await takeIn(context, transaction, { resource: found, isPending: true })
}

const AnyResource = z.custom<Resource>((value) => typeof value === 'object' && value !== null)
const Sent = z.looseObject({ entry: z.array(z.looseObject({ resource: AnyResource })) })

/** The appointment in a transaction as it was sent, with the id that it has at the portal. */
function sentIn(body: string, id: string): (Appointment & { id: string }) | null {
  const read = Sent.safeParse(JSON.parse(body))
  const all = read.success ? read.data.entry : []
  const sent = all.flatMap(({ resource }) => asAppointment(asRemote({ ...resource, id })) ?? [])
  return sent[0] ?? null
}

/**
 * Whether a step would bring back an appointment that is over on both sides by now: it stood in line when the patient
 * cancelled. A booking that somebody has taken up again is not over.
 */
export async function isOver(
  { database }: Pick<SyncContext, 'database'>,
  { local_id: localId }: Operation,
  { base, next }: { base: Appointment | null; next: Appointment }
): Promise<boolean> {
  if (base === null || isLive(base.status) || !isLive(next.status)) return false
  const record = await findAppointment(database.reader, AppointmentId.parse(localId))
  return record !== null && !isLive(record.status)
}
