import type { AppointmentStatus } from '@contract/appointments'
import type { AppointmentId, InboundMessageId, MessageId, PatientId, UserId } from '@contract/ids'
import type { MessagePurpose, MessageState } from '@contract/messages'
import type { ExpressionBuilder, Insertable, Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { literal } from '../../database/literal'
import { listed } from '../../database/listed'
import type { Tables } from '../../database/tables'
import type { InboundAppointmentTable, ReplyQuestionTable } from '../../database/tables/messaging'

export interface AppointmentOption {
  readonly id: AppointmentId
  readonly patientId: PatientId
  readonly status: AppointmentStatus
  /** UTC. */
  readonly start: string
}

const MOST = 50

/** These patients' appointments from a moment on, in time order; what was entered in error is left out. */
export async function appointmentsFrom(
  reader: Reader,
  patientIds: readonly PatientId[],
  from: string
): Promise<AppointmentOption[]> {
  const rows = await reader
    .selectFrom('appointment')
    .select(['id', 'patient_id', 'status', 'start_at'])
    .where('patient_id', 'in', listed(patientIds))
    .where('start_at', '>=', from)
    .where('status', '<>', 'entered-in-error')
    .orderBy('start_at')
    .orderBy('id')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    patientId: row.patient_id,
    status: row.status,
    start: row.start_at
  }))
}

export type QuestionRow = Selectable<ReplyQuestionTable> & {
  readonly messageState: MessageState
  readonly sentAt: string | null
  /** The desk that sent it once more, after it could not be sent; null for the program itself. */
  readonly repeatedBy: UserId | null
}

/** The newest question this number was asked since then, with how far the SMS that asks has come. */
export async function newestQuestion(
  reader: Reader,
  sender: string,
  since: string
): Promise<QuestionRow | null> {
  const row = await selectQuestions(reader)
    .where('reply_question.sender', '=', sender)
    .where('reply_question.asked_at', '>=', since)
    .orderBy('reply_question.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** The question that an SMS asks; null when it asks none. */
export async function questionOf(reader: Reader, messageId: MessageId): Promise<QuestionRow | null> {
  const row = await selectQuestions(reader)
    .where('reply_question.message_id', '=', messageId)
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** The question is asked by this SMS from now on. */
export async function reopenQuestion(
  transaction: Transaction,
  id: number,
  { messageId, at, expiresAt }: { messageId: MessageId; at: string; expiresAt: string }
): Promise<void> {
  await transaction
    .updateTable('reply_question')
    .set({ message_id: messageId, asked_at: at, expires_at: expiresAt, state: 'open' })
    .where('id', '=', id)
    .execute()
}

/** The open question whose time runs out first. */
export async function firstOpenQuestion(reader: Reader): Promise<QuestionRow | null> {
  const row = await selectQuestions(reader)
    .where('reply_question.state', '=', literal('open'))
    .orderBy('reply_question.expires_at')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** The messages that never reach whoever they were for. */
export const NOT_ASKED = [
  'failed',
  'expired',
  'blocked',
  'cancelled',
  'superseded'
] as const satisfies readonly MessageState[]

/** An open question whose SMS could not be sent: nobody will answer it. */
export async function firstUnaskedQuestion(reader: Reader): Promise<QuestionRow | null> {
  const row = await selectQuestions(reader)
    .where('reply_question.state', '=', literal('open'))
    .where('message.state', 'in', NOT_ASKED)
    .orderBy('reply_question.id')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Whether the SMS that asks is on its way, with the patient, or may be. */
export function wasAsked({ messageState }: QuestionRow): boolean {
  return !NOT_ASKED.some((state) => state === messageState)
}

function selectQuestions(reader: Reader) {
  return reader
    .selectFrom('reply_question')
    .innerJoin('message', 'message.id', 'reply_question.message_id')
    .select([
      'reply_question.id',
      'reply_question.sender',
      'reply_question.kind',
      'reply_question.inbound_message_id',
      'reply_question.message_id',
      'reply_question.asked_at',
      'reply_question.expires_at',
      'reply_question.state',
      'message.state as messageState',
      'message.sent_at as sentAt',
      'message.created_by as repeatedBy'
    ])
}

export interface QuestionOption {
  readonly appointmentId: AppointmentId
  readonly start: string
}

export async function insertQuestion(
  transaction: Transaction,
  row: Insertable<ReplyQuestionTable>,
  options: readonly QuestionOption[]
): Promise<void> {
  const { id } = await transaction
    .insertInto('reply_question')
    .values(row)
    .returning('id')
    .executeTakeFirstOrThrow()
  await transaction
    .insertInto('reply_option')
    .values(
      options.map((option, index) => ({
        question_id: id,
        number: index + 1,
        appointment_id: option.appointmentId,
        start_at: option.start
      }))
    )
    .execute()
}

/** In the order of their numbers, from 1. */
export async function optionsOf(reader: Reader, questionId: number): Promise<QuestionOption[]> {
  const rows = await reader
    .selectFrom('reply_option')
    .select(['appointment_id', 'start_at'])
    .where('question_id', '=', questionId)
    .orderBy('number')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({ appointmentId: row.appointment_id, start: row.start_at }))
}

export async function endQuestions(
  transaction: Transaction,
  sender: string,
  state: 'answered' | 'replaced' | 'unanswered'
): Promise<void> {
  await transaction
    .updateTable('reply_question')
    .set({ state })
    .where('sender', '=', sender)
    .where('state', '=', literal('open'))
    .execute()
}

export async function insertOutcomes(
  transaction: Transaction,
  rows: readonly Insertable<InboundAppointmentTable>[]
): Promise<void> {
  if (rows.length === 0) return
  await transaction.insertInto('inbound_appointment').values(rows).execute()
}

/** Texts of the program that a bare "yes" or "no" may be meant for. */
const TELLING = [
  'booking-confirmation',
  'appointment-reminder',
  'move-notice',
  'waiting-list-offer',
  'contact-check'
] as const satisfies readonly MessagePurpose[]

/** Whether a text that is answered with yes or no has left for this number since then: the program's or the desk's own. */
export async function wasToldSince(
  reader: Reader,
  recipient: string,
  asked: string | { readonly since: string; readonly otherThan: MessagePurpose }
): Promise<boolean> {
  const { since, otherThan } = typeof asked === 'string' ? { since: asked, otherThan: null } : asked
  const row = await reader
    .selectFrom('message')
    .select('id')
    .where('sent_at', '>', since)
    .where('recipient', '=', recipient)
    .$if(otherThan !== null, (query) => query.where('purpose', '<>', otherThan))
    .where(({ eb, or }) => or([eb('purpose', 'in', TELLING), writtenByDesk(eb)]))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** When the program last told, and when the desk last wrote, something that may have been answered; UTC. */
export interface LastWords {
  readonly programAt: string | null
  readonly deskAt: string | null
}

/** What these patients had on this number last, each of its kind; the SMS that asked the question stands apart. */
export async function lastWordsTo(
  reader: Reader,
  {
    recipient,
    patientIds,
    question
  }: { recipient: string; patientIds: readonly PatientId[]; question: QuestionRow | null }
): Promise<LastWords> {
  const newest = reader
    .selectFrom('message')
    .select(({ fn }) => fn.coalesce('sent_at', 'ended_at').as('at'))
    .where('patient_id', 'in', listed(patientIds))
    .where('recipient', '=', recipient)
    .$if(question !== null, (query) => query.where('id', '<>', question?.message_id ?? null))
    .where(({ eb, or }) => or([eb('sent_at', 'is not', null), eb('state', '=', literal('uncertain'))]))
    .orderBy('at', 'desc')
    .limit(1)
  const program = await newest.where('purpose', 'in', TELLING).executeTakeFirst()
  const desk = await newest.where(writtenByDesk).executeTakeFirst()
  return { programAt: program?.at ?? null, deskAt: desk?.at ?? null }
}

/** A person's own text, what a person asked about consent, or an answer to what the patient wrote. */
function writtenByDesk(eb: ExpressionBuilder<Tables, 'message'>) {
  const isAnswer = eb.and([eb('purpose', '=', literal('answer')), eb('created_by', 'is not', null)])
  return eb.or([
    eb('purpose', '=', literal('free-text')),
    eb('purpose', '=', literal('consent-ask')),
    isAnswer
  ])
}

/** How many of this number's messages were answered by the program itself since then. */
export async function countAutomaticAnswers(reader: Reader, sender: string, since: string): Promise<number> {
  const { count } = await reader
    .selectFrom('inbound_message')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('sender', '=', sender)
    .where('received_at', '>=', since)
    .where('outcome', 'is not', null)
    .executeTakeFirstOrThrow()
  return count
}

export interface ReplyOutcomeRow {
  readonly inbound_message_id: InboundMessageId
  readonly appointment_id: AppointmentId
  readonly patient_id: PatientId
  readonly start_at: string
  readonly outcome: InboundAppointmentTable['outcome']
}

/** What these replies did to which appointments. */
export async function outcomesOf(
  reader: Reader,
  ids: readonly InboundMessageId[]
): Promise<ReplyOutcomeRow[]> {
  if (ids.length === 0) return []
  return await reader
    .selectFrom('inbound_appointment')
    .innerJoin('appointment', 'appointment.id', 'inbound_appointment.appointment_id')
    .select([
      'inbound_appointment.inbound_message_id',
      'inbound_appointment.appointment_id',
      'appointment.patient_id',
      'inbound_appointment.start_at',
      'inbound_appointment.outcome'
    ])
    .where('inbound_appointment.inbound_message_id', 'in', listed(ids))
    .orderBy('inbound_appointment.start_at')
    .limit(2_000)
    .execute()
}
