import type { ConsentChannel } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { Reader, Transaction } from '../../database/database'
import { literal } from '../../database/literal'

/** E-mail that is due and waits. */
export async function countDueEmail(reader: Reader, now: string): Promise<number> {
  const { count } = await reader
    .selectFrom('message')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('state', '=', literal('queued'))
    .where('channel', '=', 'email')
    .where('priority', 'in', [0, 1, 2])
    .where('due_at', '<=', now)
    .executeTakeFirstOrThrow()
  return count
}

/** Says at each e-mail that is due why it does not leave. */
export async function noteWhyWaiting(transaction: Transaction, now: string, reason: string): Promise<void> {
  await transaction
    .updateTable('message')
    .set({ reason })
    .where('state', '=', literal('queued'))
    .where('channel', '=', 'email')
    .where('priority', 'in', [0, 1, 2])
    .where('due_at', '<=', now)
    .execute()
}

/** A patient's own e-mail address, and the channel the patient prefers. */
export async function readOwnEmail(
  reader: Reader,
  patientId: PatientId
): Promise<{ readonly email: string | null; readonly preferred: ConsentChannel }> {
  const row = await reader
    .selectFrom('patient')
    .leftJoin('patient_contact', (join) =>
      join
        .onRef('patient_contact.patient_id', '=', 'patient.id')
        .on('patient_contact.channel', '=', 'email')
        .on('patient_contact.ended_at', 'is', null)
    )
    .select(['patient.preferred_channel', 'patient_contact.value'])
    .where('patient.id', '=', patientId)
    .executeTakeFirst()
  return { email: row?.value ?? null, preferred: row?.preferred_channel ?? 'sms' }
}
