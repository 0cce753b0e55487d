import type { MessageId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import type { MessagingContext, Moment } from './context'
import { findMessage } from './outbox.queries'
import { isAboutAppointment } from './sending.rules'

/** Asks for a letter where a message about an appointment has just failed or been kept back for good. */
export async function letterInstead(
  { letters }: Pick<MessagingContext, 'letters'>,
  transaction: Transaction,
  { id, moment }: { id: MessageId; moment: Moment }
): Promise<void> {
  const row = await findMessage(transaction, id)
  if (row === null || (row.state !== 'failed' && row.state !== 'blocked')) return
  const { patient_id: patientId, appointment_id: appointmentId, reason } = row
  if (patientId === null || appointmentId === null || reason === null || !isAboutAppointment(row.purpose))
    return
  await letters().insteadOf(transaction, { id, patientId, appointmentId, reason }, moment)
}
