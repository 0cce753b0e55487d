import type { AppointmentChangeId, AppointmentId, MessageId, PatientId } from '@contract/ids'
import { sql, type Expression, type Insertable, type RawBuilder } from 'kysely'
import type { Transaction } from '../../database/database'
import type { AppointmentChangeTable, AppointmentTable } from '../../database/tables/appointments'

/** Writes an appointment as it would stand after its day, past the steps: nothing is sent for it. */
export async function insertVisit(
  transaction: Transaction,
  row: Insertable<AppointmentTable>,
  change: Omit<Insertable<AppointmentChangeTable>, 'appointment_id'>
): Promise<{ id: AppointmentId; changeId: AppointmentChangeId }> {
  const { id } = await transaction
    .insertInto('appointment')
    .values(row)
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: changeId } = await transaction
    .insertInto('appointment_change')
    .values({ ...change, appointment_id: id })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, changeId }
}

/** What was due before `now` has been sent and delivered within seconds. */
export async function deliverPastMessages(transaction: Transaction, now: string): Promise<void> {
  await transaction
    .updateTable('message')
    .set(({ ref }) => ({
      state: 'delivered',
      attempts: 1,
      tries: 1,
      reason: null,
      sent_at: later(ref('not_before'), 2),
      delivered_at: later(ref('not_before'), 6),
      ended_at: later(ref('not_before'), 6)
    }))
    .where('state', '=', 'queued')
    .where('not_before', '<=', now)
    .where('recipient', 'is not', null)
    .execute()
  // Where there is no mobile nothing could be sent.
  await transaction
    .updateTable('message')
    .set(({ ref }) => ({
      state: 'blocked',
      reason: 'mobile-missing',
      ended_at: ref('not_before'),
      settled_at: ref('not_before')
    }))
    .where('state', '=', 'queued')
    .where('not_before', '<=', now)
    .execute()
}

function later(moment: Expression<string>, seconds: number): RawBuilder<string> {
  return sql<string>`strftime('%Y-%m-%dT%H:%M:%SZ', ${moment}, ${`+${seconds} seconds`})`
}

/** The latest reminder of each of the patients who come next, soonest first. */
export async function latestReminders(
  transaction: Transaction,
  { after, limit }: { after: string; limit: number }
): Promise<
  { id: MessageId; patient_id: PatientId | null; recipient: string | null; sent_at: string | null }[]
> {
  return await transaction
    .selectFrom('message')
    .select(['id', 'patient_id', 'recipient', 'sent_at'])
    .where('purpose', '=', 'appointment-reminder')
    .where('state', '=', 'delivered')
    .where('about_start', '>', after)
    .where('reminder_hours', '=', 28)
    .orderBy('about_start')
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function endOtherwise(
  transaction: Transaction,
  id: MessageId,
  end: { state: 'failed' | 'uncertain'; reason: string }
): Promise<void> {
  await transaction
    .updateTable('message')
    .set({ ...end, delivered_at: null })
    .where('id', '=', id)
    .execute()
}

export async function insertReply(
  transaction: Transaction,
  reply: { sender: string; patientId: PatientId; body: string; receivedAt: string }
): Promise<void> {
  await transaction
    .insertInto('inbound_message')
    .values({
      sender: reply.sender,
      patient_id: reply.patientId,
      body: reply.body,
      is_complete: 1,
      received_at: reply.receivedAt,
      is_read: 0,
      handled_as: 'desk',
      handled_at: null,
      handled_by: null
    })
    .execute()
}
