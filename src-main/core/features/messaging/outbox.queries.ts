import { ConsentChannel } from '@contract/consents'
import type { MessageId } from '@contract/ids'
import type { MessageState } from '@contract/messages'
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { literal } from '../../database/literal'
import { prepared, type Slots } from '../../database/prepared'
import type { MessageAttemptTable, MessagePartTable, MessageTable } from '../../database/tables/messaging'

export type MessageRow = Selectable<MessageTable>
export type NewMessage = Insertable<MessageTable>

const MOST_ALIKE = 100
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

const firstDue = prepared(
  (reader: Reader, { now, channel }: Slots<{ now: string; channel: ConsentChannel }>) => {
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
    return reader
      .selectFrom('message')
      .select(MESSAGE_COLUMNS)
      .where(({ eb, fn }) => eb('id', '=', fn.coalesce(first(0), first(1), first(2))))
  }
)

/**
 * The next message that may leave now by this channel: by priority, then by when it was due. One seek in an index for
 * each priority, and the later ones only when the former find nothing.
 */
export async function nextDue(
  reader: Reader,
  now: string,
  channel: ConsentChannel
): Promise<MessageRow | null> {
  return await firstDue.first(reader, { now, channel })
}

/**
 * The next moment at which something of these channels becomes due, or at which something that is due already expires;
 * null when nothing waits. Nothing expires before it is due.
 */
export async function nextMoment(
  reader: Reader,
  now: string,
  channels: readonly ConsentChannel[]
): Promise<string | null> {
  const queues = channels.flatMap((channel) => PRIORITIES.map((priority) => ({ channel, priority, now })))
  const rows = await Promise.all(
    queues.flatMap((queue) => [comingIn.first(reader, queue), expiringIn.first(reader, queue)])
  )
  return rows.flatMap((row) => row?.moment ?? []).sort()[0] ?? null
}

interface QueueNow {
  readonly channel: ConsentChannel
  readonly priority: (typeof PRIORITIES)[number]
  readonly now: string
}

const comingIn = prepared((reader: Reader, { now, ...queue }: Slots<QueueNow>) =>
  waitingIn(reader, queue).select('due_at as moment').where('due_at', '>', now).orderBy('due_at').limit(1)
)

const expiringIn = prepared((reader: Reader, { now, ...queue }: Slots<QueueNow>) =>
  waitingIn(reader, queue)
    .select(({ fn }) => fn.min<string | null>('expires_at').as('moment'))
    .where('due_at', '<=', now)
)

function waitingIn(reader: Reader, { channel, priority }: Omit<Slots<QueueNow>, 'now'>) {
  return reader
    .selectFrom('message')
    .where('state', '=', literal('queued'))
    .where('channel', '=', channel)
    .where('priority', '=', priority)
}

const messageById = prepared((reader: Reader, { id }: Slots<{ id: MessageId }>) =>
  reader.selectFrom('message').select(MESSAGE_COLUMNS).where('id', '=', id)
)

export async function findMessage(reader: Reader, id: MessageId): Promise<MessageRow | null> {
  return await messageById.first(reader, { id })
}

/** The messages whose key begins so; a few. */
export async function listByKey(reader: Reader, prefix: string): Promise<MessageRow[]> {
  return await reader
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('key', '>=', prefix)
    .where('key', '<', `${prefix}\u{10FFFF}`)
    .orderBy('key')
    .limit(MOST_ALIKE)
    .execute()
}

const insertion = prepared((transaction: Transaction, row: Slots<NewMessage>) =>
  transaction
    .insertInto('message')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returning('id')
)

/** @returns null when there is a message with that key */
export async function insertMessage(transaction: Transaction, row: NewMessage): Promise<MessageId | null> {
  return (await insertion.first(transaction, row))?.id ?? null
}

type MessageChange = Omit<Updateable<MessageTable>, 'id'>

const change = prepared(
  (
    transaction: Transaction,
    { id, from, ...fields }: Slots<MessageChange & { id: MessageId; from: MessageState }>
  ) => transaction.updateTable('message').set(fields).where('id', '=', id).where('state', '=', from)
)

/** Changes a message that is in the state expected. @returns false when it is in another one by now. */
export async function changeMessage(
  transaction: Transaction,
  { id, from }: { id: MessageId; from: MessageState },
  fields: MessageChange
): Promise<boolean> {
  return (await change.run(transaction, { ...fields, id, from })) === 1
}

/** Waiting messages of every channel whose time has run out; they are due, since nothing expires before. */
export async function findExpired(reader: Reader, now: string, limit: number): Promise<MessageRow[]> {
  return await reader
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('state', '=', literal('queued'))
    .where('channel', 'in', ConsentChannel.options)
    .where('priority', 'in', PRIORITIES)
    .where('due_at', '<=', now)
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

type SubmittedPart = Pick<
  Insertable<MessagePartTable>,
  | 'total'
  | 'recipient'
  | 'imei'
  | 'mr'
  | 'state'
  | 'submitted_at'
  | 'accepted_at'
  | 'report_status'
  | 'report_outcome'
  | 'reported_at'
>

const partSubmission = prepared(
  (
    transaction: Transaction,
    { messageId, part, ...fresh }: Slots<SubmittedPart & { messageId: MessageId; part: number }>
  ) =>
    transaction
      .insertInto('message_part')
      .values({ message_id: messageId, part, ...fresh })
      .onConflict((conflict) => conflict.columns(['message_id', 'part']).doUpdateSet(fresh))
)

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
  const { at, ...named } = part
  await partSubmission.run(transaction, {
    ...named,
    mr: null,
    state: 'submitted',
    submitted_at: at,
    accepted_at: null,
    report_status: null,
    report_outcome: null,
    reported_at: null
  })
}

interface EndedPart {
  readonly state: 'accepted' | 'refused' | 'unknown' | 'not-sent'
  readonly mr?: number
  readonly imei?: string | null
  readonly accepted_at?: string
}

const partEnd = prepared(
  (
    transaction: Transaction,
    { messageId, part, ...fields }: Slots<EndedPart & { messageId: MessageId; part: number }>
  ) =>
    transaction
      .updateTable('message_part')
      .set(fields)
      .where('message_id', '=', messageId)
      .where('part', '=', part)
)

export async function endPart(
  transaction: Transaction,
  { messageId, part }: { messageId: MessageId; part: number },
  end: EndedPart
): Promise<void> {
  await partEnd.run(transaction, { ...end, messageId, part })
}

const attempt = prepared((transaction: Transaction, row: Slots<Insertable<MessageAttemptTable>>) =>
  transaction.insertInto('message_attempt').values(row)
)

export async function appendAttempt(
  transaction: Transaction,
  row: Insertable<MessageAttemptTable>
): Promise<void> {
  await attempt.run(transaction, row)
}
