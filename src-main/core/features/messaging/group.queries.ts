import type { MessageId, PatientId } from '@contract/ids'
import type { Reader, Transaction } from '../../database/database'
import { literal } from '../../database/literal'
import { listed } from '../../database/listed'
import { MESSAGE_COLUMNS, type MessageRow } from './outbox.queries'

const MOST = 50

/** These patients' reminders that wait for appointments starting in [from, until), the first due first. */
export async function waitingReminders(
  reader: Reader,
  { patientIds, from, until }: { patientIds: readonly PatientId[]; from: string; until: string }
): Promise<MessageRow[]> {
  return await reader
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('state', '=', literal('queued'))
    .where('purpose', '=', literal('appointment-reminder'))
    .where('channel', '=', 'sms')
    .where('patient_id', 'in', listed(patientIds))
    .where('about_start', '>=', from)
    .where('about_start', '<', until)
    .orderBy('due_at')
    .orderBy('id')
    .limit(1_000)
    .execute()
}

/** These wait no longer: `leader` speaks for them. */
export async function joinGroup(
  transaction: Transaction,
  leader: MessageId,
  members: readonly MessageId[],
  at: string
): Promise<void> {
  if (members.length === 0) return
  await transaction
    .updateTable('message')
    .set({ state: 'superseded', reason: 'grouped', ended_at: at })
    .where('id', 'in', listed(members))
    .where('state', '=', literal('queued'))
    .execute()
  await transaction
    .insertInto('message_group')
    .values(members.map((member) => ({ member_id: member, leader_id: leader })))
    .execute()
}

/** The reminders that were to be sent as one with this one go by themselves again. */
export async function releaseGroup(transaction: Transaction, leader: MessageId): Promise<void> {
  const members = await transaction
    .selectFrom('message_group')
    .select('member_id')
    .where('leader_id', '=', leader)
    .orderBy('member_id')
    .limit(MOST)
    .execute()
  if (members.length === 0) return
  await transaction.deleteFrom('message_group').where('leader_id', '=', leader).execute()
  await transaction
    .updateTable('message')
    .set({ state: 'queued', reason: null, ended_at: null })
    .where('id', 'in', listed(members.map(({ member_id }) => member_id)))
    .where('state', '=', literal('superseded'))
    .execute()
}
