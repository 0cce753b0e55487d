import type { ConsentChannel } from '@contract/consents'
import type { MessageId } from '@contract/ids'
import type { MessageState } from '@contract/messages'
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import type { MessageAttemptTable, MessageTable } from '../../database/tables/messaging'
import { literal } from './person.queries'

export type MessageRow = Selectable<MessageTable>
export type NewMessage = Insertable<MessageTable>

export const MESSAGE_COLUMNS = [
  'id',
  'key',
  'patient_id',
  'appointment_id',
  'about_start',
  'reminder_hours',
  'answer_to',
  'purpose',
  'language',
  'channel',
  'recipient',
  'body',
  'code_digits',
  'template_version',
  'priority',
  'not_before',
  'due_at',
  'expires_at',
  'state',
  'reason',
  'segments',
  'cost_minor',
  'parts_accepted',
  'attempts',
  'tries',
  'created_at',
  'created_by',
  'sent_at',
  'delivered_at',
  'ended_at',
  'settled_at'
] as const

const PRIORITIES = [0, 1, 2] as const

/**
 * The next message that may leave now by this channel: by priority, then by when it was due. One seek in an index for each priority,
 * and the later ones only when the former find nothing.
 */
export async function nextDue(
  reader: Reader,
  now: string,
  channel: ConsentChannel
): Promise<MessageRow | null> {
  const first = (priority: (typeof PRIORITIES)[number]) =>
    reader
      .selectFrom('message as waiting')
      .select('waiting.id')
      .where('waiting.state', '=', literal('queued'))
      .where('waiting.channel', '=', channel)
      .where('waiting.priority', '=', priority)
      .where('waiting.due_at', '<=', now)
      .orderBy('waiting.due_at')
      .orderBy('waiting.id')
      .limit(1)
  const row = await reader
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where(({ eb, fn }) => eb('id', '=', fn.coalesce(first(0), first(1), first(2))))
    .executeTakeFirst()
  return row ?? null
}

/** The next moment at which a message that waits for this channel becomes due, or any expires; null when none waits. */
export async function nextMoment(
  reader: Reader,
  now: string,
  channel: ConsentChannel
): Promise<string | null> {
  const moments = await Promise.all([
    ...PRIORITIES.map(
      async (priority) =>
        await reader
          .selectFrom('message')
          .select('due_at as moment')
          .where('state', '=', literal('queued'))
          .where('channel', '=', channel)
          .where('priority', '=', priority)
          .where('due_at', '>', now)
          .orderBy('due_at')
          .limit(1)
          .executeTakeFirst()
    ),
    reader
      .selectFrom('message')
      .select('expires_at as moment')
      .where('state', '=', literal('queued'))
      .orderBy('expires_at')
      .limit(1)
      .executeTakeFirst()
  ])
  return moments.flatMap((row) => row?.moment ?? []).sort()[0] ?? null
}

export async function findMessage(reader: Reader, id: MessageId): Promise<MessageRow | null> {
  const row = await reader
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

export async function findByKey(
  reader: Reader,
  key: string
): Promise<Pick<MessageRow, 'id' | 'state'> | null> {
  const row = await reader
    .selectFrom('message')
    .select(['id', 'state'])
    .where('key', '=', key)
    .executeTakeFirst()
  return row ?? null
}

export async function insertMessage(transaction: Transaction, row: NewMessage): Promise<MessageId> {
  const { id } = await transaction.insertInto('message').values(row).returning('id').executeTakeFirstOrThrow()
  return id
}

/** Changes a message that is in the state expected. @returns false when it is in another one by now. */
export async function changeMessage(
  transaction: Transaction,
  { id, from }: { id: MessageId; from: MessageState },
  change: Updateable<MessageTable>
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('message')
    .set(change)
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** Waiting messages whose time has run out. */
export async function findExpired(reader: Reader, now: string, limit: number): Promise<MessageRow[]> {
  return await reader
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('state', '=', literal('queued'))
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(limit)
    .execute()
}

/** What was on the modem, or on the line to the mail server, when the program ended. */
export async function findSending(reader: Reader, channel: ConsentChannel): Promise<MessageRow[]> {
  return await reader
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('state', '=', literal('sending'))
    .where('channel', '=', channel)
    .orderBy('id')
    .limit(1_000)
    .execute()
}

/** Written before the modem is touched: from here on the outcome may be unknown. */
export async function submitPart(
  transaction: Transaction,
  part: {
    messageId: MessageId
    part: number
    total: number
    recipient: string
    imei: string | null
    at: string
  }
): Promise<void> {
  const fresh = {
    total: part.total,
    recipient: part.recipient,
    imei: part.imei,
    mr: null,
    state: 'submitted' as const,
    submitted_at: part.at,
    accepted_at: null,
    report_status: null,
    report_outcome: null,
    reported_at: null
  }
  await transaction
    .insertInto('message_part')
    .values({ message_id: part.messageId, part: part.part, ...fresh })
    .onConflict((conflict) => conflict.columns(['message_id', 'part']).doUpdateSet(fresh))
    .execute()
}

export async function endPart(
  transaction: Transaction,
  { messageId, part }: { messageId: MessageId; part: number },
  change: {
    state: 'accepted' | 'refused' | 'unknown' | 'not-sent'
    mr?: number
    imei?: string | null
    accepted_at?: string
  }
): Promise<void> {
  await transaction
    .updateTable('message_part')
    .set(change)
    .where('message_id', '=', messageId)
    .where('part', '=', part)
    .execute()
}

export async function appendAttempt(
  transaction: Transaction,
  row: Insertable<MessageAttemptTable>
): Promise<void> {
  await transaction.insertInto('message_attempt').values(row).execute()
}
