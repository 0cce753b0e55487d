import type { AppointmentId, MessageId, PatientId } from '@contract/ids'
import type { MessagePurpose, MessageState } from '@contract/messages'
import type { RawBuilder } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { literal } from '../../database/literal'
import { listed } from '../../database/listed'
import { prepared, type Slots } from '../../database/prepared'
import { preparedListed } from '../../database/prepared-listed'
import { releaseGroup } from './group.queries'
import { APPOINTMENT_PURPOSES } from './sending.rules'
import { changeMessage, MESSAGE_COLUMNS, type MessageRow, type NewMessage } from './outbox.queries'
import { putOffUntil } from './message-state.rules'

const MOST = 200

const ofAppointment = prepared((reader: Reader, { id }: Slots<{ id: AppointmentId }>) =>
  reader
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('appointment_id', '=', id)
    .where('purpose', 'in', APPOINTMENT_PURPOSES)
    .orderBy('id')
    .limit(MOST)
)

/** Everything that was ever planned for an appointment by the program, oldest first. */
export async function messagesOfAppointment(reader: Reader, id: AppointmentId): Promise<MessageRow[]> {
  return await ofAppointment.all(reader, { id })
}

export interface Told {
  readonly id: MessageId
  readonly purpose: MessagePurpose
  readonly state: MessageState
  readonly about_start: string | null
  readonly sent_at: string | null
}

const toldInGroup = prepared((reader: Reader, { id }: Slots<{ id: AppointmentId }>) =>
  reader
    .selectFrom('message as member')
    .innerJoin('message_group', 'message_group.member_id', 'member.id')
    .innerJoin('message as leader', 'leader.id', 'message_group.leader_id')
    .select(['member.id', 'member.purpose', 'leader.state', 'member.about_start', 'leader.sent_at'])
    .where('member.appointment_id', '=', id)
    .orderBy('member.id')
    .limit(MOST)
)
const toldInAnswer = prepared((reader: Reader, { id }: Slots<{ id: AppointmentId }>) =>
  reader
    .selectFrom('inbound_appointment')
    .innerJoin('message', 'message.answer_to', 'inbound_appointment.inbound_message_id')
    .select(['message.id', 'inbound_appointment.start_at', 'message.sent_at'])
    .where('inbound_appointment.appointment_id', '=', id)
    .where('inbound_appointment.outcome', '=', 'cancelled')
    .where('message.purpose', '=', literal('answer'))
    .where('message.created_by', 'is', null)
    .orderBy('message.id')
    .limit(MOST)
)

/**
 * What the patient heard of an appointment in other messages than its own: a reminder that spoke for several, and the
 * answer that said it was cancelled on the patient's word.
 */
export async function toldElsewhere(reader: Reader, id: AppointmentId): Promise<Told[]> {
  const grouped = await toldInGroup.all(reader, { id })
  const answers = await toldInAnswer.all(reader, { id })
  // An answer that has not left yet will: the patient counts as told.
  const cancelled = answers.map((row) => ({
    id: row.id,
    purpose: 'cancellation-notice' as const,
    state: 'sent' as const,
    about_start: row.start_at,
    sent_at: row.sent_at
  }))
  return [...grouped, ...cancelled]
}

/** A message that was superseded and is wanted again: the appointment was moved back, the cancellation undone. */
export async function reviveMessage(
  transaction: Transaction,
  row: MessageRow,
  change: Pick<NewMessage, 'not_before' | 'expires_at' | 'recipient' | 'body' | 'reason' | 'channel'>
): Promise<boolean> {
  return await changeMessage(
    transaction,
    { id: row.id, from: 'superseded' },
    { ...change, state: 'queued', due_at: putOffUntil(change.not_before, change), ended_at: null }
  )
}

/** Stops what waits for these patients by SMS, at once; what goes by e-mail rests on a consent of its own. */
export async function blockQueued(
  transaction: Transaction,
  patientIds: readonly PatientId[],
  { reason, at }: { reason: string; at: string }
): Promise<void> {
  if (patientIds.length === 0) return
  const waiting = await transaction
    .selectFrom('message')
    .select('id')
    .where('patient_id', 'in', listed(patientIds))
    .where('state', '=', literal('queued'))
    .where('channel', '=', literal('sms'))
    .where('appointment_id', 'is not', null)
    .orderBy('id')
    .limit(MOST)
    .execute()
  // Others that were to go as one with these go by themselves.
  for (const { id } of waiting) await releaseGroup(transaction, id)
  await transaction
    .updateTable('message')
    .set({ state: 'blocked', reason, ended_at: at })
    .where('patient_id', 'in', listed(patientIds))
    .where('state', '=', literal('queued'))
    .where('channel', '=', literal('sms'))
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

const stateRows = preparedListed((reader, ids: RawBuilder<AppointmentId>) =>
  reader
    .selectFrom('message')
    .leftJoin('message_group', 'message_group.member_id', 'message.id')
    .leftJoin('message as leader', 'leader.id', 'message_group.leader_id')
    .select([
      'message.appointment_id',
      'message.state',
      'message.reason',
      'message.due_at',
      'message.settled_at',
      'leader.state as leader_state'
    ])
    .where('message.appointment_id', 'in', ids)
    .where(({ eb, or }) =>
      or([eb('message.state', 'not in', ['superseded', 'cancelled']), eb('leader.state', 'is not', null)])
    )
    .orderBy('message.id')
    .limit(20_000)
)

/** What became of each appointment's messages, oldest first; those that were overtaken are left out. */
export async function messageStateRows(
  reader: Reader,
  ids: readonly AppointmentId[]
): Promise<MessageStateRow[]> {
  const rows = await stateRows(reader, ids, {})
  // A reminder that was sent as one with others is where that one is.
  return rows.map(({ leader_state, ...row }) => ({ ...row, state: leader_state ?? row.state }))
}
