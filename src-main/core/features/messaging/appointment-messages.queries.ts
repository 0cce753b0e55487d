import type { AppointmentId, PatientId } from '@contract/ids'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'
import { literal } from './person.queries'
import { changeMessage, MESSAGE_COLUMNS, type MessageRow, type NewMessage } from './outbox.queries'

const MOST = 200

/** Everything that was ever planned for an appointment, oldest first. */
export async function messagesOfAppointment(reader: Reader, id: AppointmentId): Promise<MessageRow[]> {
  return await reader
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('appointment_id', '=', id)
    .orderBy('id')
    .limit(MOST)
    .execute()
}

/** A message that was superseded and is wanted again: the appointment was moved back, the cancellation undone. */
export async function reviveMessage(
  transaction: Transaction,
  row: MessageRow,
  change: Pick<NewMessage, 'not_before' | 'expires_at' | 'recipient' | 'body' | 'reason'>
): Promise<boolean> {
  return await changeMessage(
    transaction,
    { id: row.id, from: 'superseded' },
    { ...change, state: 'queued', due_at: change.not_before, ended_at: null }
  )
}

/** Stops what waits for these patients, at once. */
export async function blockQueued(
  transaction: Transaction,
  patientIds: readonly PatientId[],
  { reason, at }: { reason: string; at: string }
): Promise<void> {
  if (patientIds.length === 0) return
  await transaction
    .updateTable('message')
    .set({ state: 'blocked', reason, ended_at: at })
    .where('patient_id', 'in', patientIds)
    .where('state', '=', literal('queued'))
    .where('appointment_id', 'is not', null)
    .execute()
}

export interface MessageStateRow {
  readonly appointment_id: AppointmentId | null
  readonly state: MessageRow['state']
  readonly reason: string | null
  readonly due_at: string
  readonly settled_at: string | null
}

/** What became of each appointment's messages, oldest first; those that were overtaken are left out. */
export async function messageStateRows(
  reader: Reader,
  ids: readonly AppointmentId[]
): Promise<MessageStateRow[]> {
  if (ids.length === 0) return []
  return await reader
    .selectFrom('message')
    .select(['appointment_id', 'state', 'reason', 'due_at', 'settled_at'])
    .where('appointment_id', 'in', listed(ids))
    .where('state', 'not in', ['superseded', 'cancelled'])
    .orderBy('id')
    .limit(20_000)
    .execute()
}
