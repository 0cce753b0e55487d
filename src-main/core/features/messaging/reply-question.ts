import type { InboundMessageId, PatientId } from '@contract/ids'
import { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import { readMoment, type MessagingContext, type Moment } from './context'
import { updateInbound } from './inbox.queries'
import { earliest, storedMoment } from './moment'
import { peopleOnNumber } from './person.queries'
import { peopleToSpeakOf } from './reply-choices'
import { answer, wordsFor, type Correspondent } from './reply-answer'
import {
  endQuestions,
  firstOpenQuestion,
  firstUnaskedQuestion,
  insertQuestion,
  optionsOf,
  type AppointmentOption,
  type QuestionRow
} from './reply.queries'

/** How long a question waits for its answer. */
const QUESTION_HOURS = 6
/** A list is answered with one figure. */
export const MOST_OPTIONS = 9

export interface Asking {
  readonly correspondent: Correspondent
  readonly inboundId: InboundMessageId
  readonly kind: 'confirm' | 'cancel'
  readonly options: readonly Pick<AppointmentOption, 'id' | 'start'>[]
  readonly patientId: PatientId | null
}

/** Asks back with the time named, or which of several is meant. A question asked before is replaced. */
export async function ask(
  transaction: Transaction,
  { correspondent, inboundId, kind, options, patientId }: Asking
): Promise<void> {
  const { sender, moment } = correspondent
  const [first] = options
  if (!first) return
  const text =
    options.length === 1 && kind === 'cancel'
      ? wordsFor(correspondent, 'ask', { start: first.start })
      : wordsFor(correspondent, `ask-which-${kind}`, { list: listText(correspondent, options) })
  await endQuestions(transaction, sender, 'replaced')
  const expiresAt = questionEnd(moment.now, first.start)
  const messageId = await answer(transaction, { correspondent, inboundId, text, patientId, expiresAt })
  if (messageId === null) return
  await insertQuestion(
    transaction,
    {
      sender,
      kind,
      inbound_message_id: inboundId,
      message_id: messageId,
      asked_at: storedMoment(moment.now),
      expires_at: storedMoment(expiresAt),
      state: 'open'
    },
    options.map(({ id, start }) => ({ appointmentId: id, start }))
  )
}

/** Until when a question asked now can be answered; `start` is the first of the appointments it names. */
export function questionEnd(now: Temporal.Instant, start: string): Temporal.Instant {
  return earliest(now.add({ hours: QUESTION_HOURS }), Temporal.Instant.from(start))
}

function listText(correspondent: Correspondent, options: Asking['options']): string {
  return options
    .map(({ start }, index) => `${index + 1}: ${wordsFor(correspondent, 'line', { start })}`)
    .join('\n')
}

/** Ends questions nobody answered: the patient is told that nothing was done, and the desk sees it. */
export async function endUnanswered(context: MessagingContext): Promise<boolean> {
  const moment = await readMoment(context)
  let hasEnded = false
  for (;;) {
    const isEnded = await context.database.write((transaction) => endFirst(transaction, moment))
    if (!isEnded) return hasEnded
    hasEnded = true
  }
}

/** Read in the transaction that ends it: the answer may have come a moment ago. */
async function endFirst(transaction: Transaction, moment: Moment): Promise<boolean> {
  const unasked = await firstUnaskedQuestion(transaction)
  if (unasked) {
    await giveToDesk(transaction, unasked)
    return true
  }
  const due = await firstOpenQuestion(transaction)
  if (!due || due.expires_at > storedMoment(moment.now)) return false
  await endOne(transaction, due, moment)
  return true
}

async function endOne(transaction: Transaction, question: QuestionRow, moment: Moment): Promise<void> {
  const { sender, inbound_message_id: inboundId } = question
  await giveToDesk(transaction, question)
  const everybody = await peopleOnNumber(transaction, sender, moment.day)
  const people = await peopleToSpeakOf(transaction, everybody, moment)
  const options = await optionsOf(transaction, question.id)
  const coming = options.filter(({ start }) => start > storedMoment(moment.now))
  const [first] = coming
  if (!first || people.length === 0 || everybody.some(({ isReserved }) => isReserved)) return
  const correspondent = { sender, people, moment }
  const text =
    coming.length === 1
      ? wordsFor(correspondent, 'unanswered', { start: first.start })
      : wordsFor(correspondent, 'unanswered-all')
  const [only] = people
  const patientId = people.length === 1 && only ? only.patientId : null
  await answer(transaction, { correspondent, inboundId, text, patientId, key: 'unanswered', isDelayed: true })
}

async function giveToDesk(transaction: Transaction, question: QuestionRow): Promise<void> {
  await endQuestions(transaction, question.sender, 'unanswered')
  await updateInbound(transaction, question.inbound_message_id, { outcome: 'unanswered', is_read: 0 })
}

/** When the next question runs out, now for one that could not be asked; null when none is open. */
export async function nextQuestionEnd({
  database,
  clock
}: MessagingContext): Promise<Temporal.Instant | null> {
  if (await firstUnaskedQuestion(database.reader)) return clock.now()
  const question = await firstOpenQuestion(database.reader)
  return question ? Temporal.Instant.from(question.expires_at) : null
}
