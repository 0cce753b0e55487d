import type { InboundMessageId, MessageId, PatientId } from '@contract/ids'
import type { MessageState } from '@contract/messages'
import { sql } from 'kysely'
import type { Reader } from '../../database/database'
import { literal } from '../../database/literal'
import { listed } from '../../database/listed'
import { prepared, type Slots } from '../../database/prepared'
import type { MessageRow } from './outbox.queries'

export type ListedMessage = MessageRow & {
  given_name: string | null
  family_name: string | null
  /** 1: it goes to the telephone of somebody else whose address is protected. */
  is_guardian_protected: number | null
}

const PROBLEM_STATES = ['failed', 'uncertain', 'expired', 'blocked'] as const

const SENT_STATES = ['sent', 'delivered'] as const

/** In the text: else SQLite passes over every message of all years to find the few that failed. */
const inText = (states: readonly MessageState[]) => states.map((state) => literal(state))

export interface OutboxPage {
  readonly filter: 'all' | 'problems' | 'sent'
  readonly beforeId: MessageId | null
  readonly limit: number
}

/** A place in the queue: after the message that stands there. */
export interface QueuePlace {
  readonly dueAt: string
  readonly id: MessageId
}

/** A patient without basis for reminders is no problem of the queue; one who waits for an answer or a notice is. */
const WANTED_BY_A_PERSON = [
  'cancellation-notice',
  'move-notice',
  'delay-notice',
  'arrival-code',
  'free-text',
  'answer',
  'portal-answer'
] as const

/** Newest first. Problems are those that nobody has seen to yet. */
export async function listMessages(
  reader: Reader,
  { filter, beforeId, limit }: OutboxPage
): Promise<ListedMessage[]> {
  let query = filter === 'problems' ? selectProblems(reader) : selectListed(reader)
  if (filter === 'sent') query = query.where('message.state', 'in', inText(SENT_STATES))
  if (beforeId !== null) query = query.where('message.id', '<', beforeId)
  return await query.orderBy('message.id', 'desc').limit(limit).execute()
}

/** What has not left yet, in the order in which it leaves: what is being sent, then the soonest. */
export async function listWaiting(
  reader: Reader,
  { after, limit }: { after: QueuePlace | null; limit: number }
): Promise<ListedMessage[]> {
  // Two seeks in the partial indexes of those states: all messages of all years are not gone through.
  const waiting = reader
    .selectFrom('message as queued')
    .select('queued.id')
    .where('queued.state', '=', literal('queued'))
    .unionAll(
      reader
        .selectFrom('message as leaving')
        .select('leaving.id')
        .where('leaving.state', '=', literal('sending'))
    )
  let query = selectListed(reader).where('message.id', 'in', waiting)
  if (after !== null)
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('message.due_at', 'message.id'), '>', tuple(after.dueAt, after.id))
    )
  return await query.orderBy('message.due_at').orderBy('message.id').limit(limit).execute()
}

export async function messagesOfPatient(
  reader: Reader,
  patientId: PatientId,
  limit: number
): Promise<ListedMessage[]> {
  return await ofPatient(limit).all(reader, { patientId })
}

/** A limit stands in the text (decision 14), so each has a text of its own. */
const ofPatient = eachLimit((limit) =>
  prepared((reader: Reader, { patientId }: Slots<{ patientId: PatientId }>) =>
    selectListed(reader)
      .where('message.patient_id', '=', patientId)
      .orderBy('message.id', 'desc')
      .limit(limit)
  )
)

/** Messages of one patient that did not arrive, or may not have, and that nobody has seen to; newest first. */
export async function problemsOfPatient(
  reader: Reader,
  patientId: PatientId,
  limit: number
): Promise<ListedMessage[]> {
  return await problemsOf(limit).all(reader, { patientId })
}

const problemsOf = eachLimit((limit) =>
  prepared((reader: Reader, { patientId }: Slots<{ patientId: PatientId }>) =>
    selectProblems(reader)
      .where('message.patient_id', '=', patientId)
      .orderBy('message.id', 'desc')
      .limit(limit)
  )
)

function eachLimit<Query>(make: (limit: number) => Query): (limit: number) => Query {
  const known = new Map<number, Query>()
  return (limit) => {
    const query = known.get(limit) ?? make(limit)
    known.set(limit, query)
    return query
  }
}

/** What the program answered on a number that several patients share, and so to none of them alone. */
export async function sharedAnswersTo(
  reader: Reader,
  inboundIds: readonly InboundMessageId[],
  limit: number
): Promise<ListedMessage[]> {
  if (inboundIds.length === 0) return []
  return await selectListed(reader)
    .where('message.patient_id', 'is', null)
    .where('message.answer_to', 'in', listed(inboundIds))
    .orderBy('message.id', 'desc')
    .limit(limit)
    .execute()
}

export async function findListed(reader: Reader, id: MessageId): Promise<ListedMessage | null> {
  return (await selectListed(reader).where('message.id', '=', id).executeTakeFirst()) ?? null
}

function selectProblems(reader: Reader) {
  return selectListed(reader)
    .where('message.state', 'in', inText(PROBLEM_STATES))
    .where('message.settled_at', 'is', null)
    .where('message.purpose', '<>', 'one-time-code')
    .where(({ eb, or }) =>
      or([eb('message.state', '<>', 'blocked'), eb('message.purpose', 'in', WANTED_BY_A_PERSON)])
    )
}

function selectListed(reader: Reader) {
  return reader
    .selectFrom('message')
    .leftJoin('patient', 'patient.id', 'message.patient_id')
    .select(({ selectFrom }) => [
      'message.id',
      'message.key',
      'message.patient_id',
      'message.appointment_id',
      'message.about_start',
      'message.reminder_hours',
      'message.answer_to',
      'message.purpose',
      'message.language',
      'message.channel',
      'message.recipient',
      'message.body',
      'message.code_digits',
      'message.template_version',
      'message.priority',
      'message.not_before',
      'message.due_at',
      'message.expires_at',
      'message.state',
      'message.reason',
      'message.segments',
      'message.cost_minor',
      'message.parts_accepted',
      'message.attempts',
      'message.tries',
      'message.created_at',
      'message.created_by',
      'message.sent_at',
      'message.delivered_at',
      'message.ended_at',
      'message.settled_at',
      'patient.given_name',
      'patient.family_name',
      // Whether it goes to somebody else's telephone whose address is protected.
      selectFrom('patient_contact as theirs')
        .innerJoin('patient as guardian', 'guardian.id', 'theirs.patient_id')
        .select(({ lit }) => lit(1).as('one'))
        .whereRef('theirs.value', '=', 'message.recipient')
        .where('theirs.ended_at', 'is', null)
        .whereRef('theirs.patient_id', '<>', 'message.patient_id')
        .where('guardian.address_protection', '<>', 'none')
        .where(({ exists, not }) =>
          not(
            exists(
              selectFrom('patient_contact as own')
                .select('own.id')
                .whereRef('own.patient_id', '=', 'message.patient_id')
                .whereRef('own.value', '=', 'message.recipient')
                .where('own.ended_at', 'is', null)
            )
          )
        )
        .limit(1)
        .as('is_guardian_protected')
    ])
}

export interface QueueCounts {
  readonly queued: number
  readonly planned: number
  readonly sending: number
  readonly sentToday: number
  readonly failedToday: number
  readonly uncertain: number
}

/** `dueBy`: what waits for a later day is planned, not queued. */
export async function countQueue(
  reader: Reader,
  { dueBy, today }: { dueBy: string; today: string }
): Promise<QueueCounts> {
  const counting = reader.selectFrom('message').select(({ fn }) => fn.countAll<number>().as('count'))
  const waiting = counting
    .where('state', '=', literal('queued'))
    .where('channel', 'in', ['sms', 'email'])
    .where('priority', 'in', [0, 1, 2])
  const [queued, planned, sending, sentToday, failedToday, uncertain] = await Promise.all([
    waiting.where('due_at', '<=', dueBy).executeTakeFirstOrThrow(),
    waiting.where('due_at', '>', dueBy).executeTakeFirstOrThrow(),
    counting.where('state', '=', literal('sending')).executeTakeFirstOrThrow(),
    counting.where('sent_at', '>=', today).executeTakeFirstOrThrow(),
    counting.where('state', '=', literal('failed')).where('ended_at', '>=', today).executeTakeFirstOrThrow(),
    counting
      .where('state', '=', literal('uncertain'))
      .where('settled_at', 'is', null)
      // Word for word what the partial index says, or all messages of all years would be counted through.
      .where('state', 'in', PROBLEM_STATES.map(literal))
      .executeTakeFirstOrThrow()
  ])
  return {
    queued: queued.count,
    planned: planned.count,
    sending: sending.count,
    sentToday: sentToday.count,
    failedToday: failedToday.count,
    uncertain: uncertain.count
  }
}

/** Every message that waits, for a person who discards them all. */
export async function queuedIds(reader: Reader, limit: number): Promise<MessageId[]> {
  const rows = await reader
    .selectFrom('message')
    .select('id')
    .where('state', '=', literal('queued'))
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** What became of the messages with these keys. */
export async function statesOfKeys(
  reader: Reader,
  keys: readonly string[]
): Promise<Pick<MessageRow, 'key' | 'recipient' | 'state' | 'attempts'>[]> {
  return await reader
    .selectFrom('message')
    .select(['key', 'recipient', 'state', 'attempts'])
    .where('key', 'in', sql<string>`(select value from json_each(${JSON.stringify(keys)}))`)
    .orderBy('id')
    .limit(keys.length)
    .execute()
}
