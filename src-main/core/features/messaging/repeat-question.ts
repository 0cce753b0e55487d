import type { MessageId } from '@contract/ids'
import type { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { findAppointment } from '../appointments'
import { updateInbound } from './inbox.queries'
import { storedMoment } from './moment'
import type { MessageRow } from './outbox.queries'
import { questionEnd } from './reply-question'
import { newestQuestion, optionsOf, questionOf, reopenQuestion, type QuestionRow } from './reply.queries'

/** A question that can still be answered, with the moment until which. */
export interface RepeatedQuestion {
  readonly question: QuestionRow
  readonly expiresAt: string
}

/**
 * The question that an SMS asked which did not arrive, when it may be asked once more: the patient has said nothing
 * since, and every appointment it names stands at its time.
 * @returns null for an SMS that asks nothing
 * @throws AppError `question-over`
 */
export async function questionToRepeat(
  transaction: Transaction,
  row: Pick<MessageRow, 'id' | 'purpose'>,
  now: Temporal.Instant
): Promise<RepeatedQuestion | null> {
  const question = row.purpose === 'answer' ? await questionOf(transaction, row.id) : null
  if (!question) return null
  const newest = await newestQuestion(transaction, question.sender, question.asked_at)
  const isWaiting = question.state === 'open' || question.state === 'unanswered'
  const options = await optionsOf(transaction, question.id)
  const [first] = options
  if (!isWaiting || !first || newest?.id !== question.id) throw new AppError('question-over')
  for (const { appointmentId, start } of options) {
    const found = await findAppointment(transaction, appointmentId)
    const isSame = found?.status === 'booked' && Date.parse(found.startAt) === Date.parse(start)
    if (!isSame || Date.parse(start) <= now.epochMilliseconds) throw new AppError('question-over')
  }
  return { question, expiresAt: storedMoment(questionEnd(now, first.start)) }
}

/** It waits for its answer again, and the desk need not. */
export async function repeatQuestion(
  transaction: Transaction,
  { question, expiresAt }: RepeatedQuestion,
  { messageId, at }: { messageId: MessageId; at: string }
): Promise<void> {
  await reopenQuestion(transaction, question.id, { messageId, at, expiresAt })
  await updateInbound(transaction, question.inbound_message_id, { outcome: 'asked', is_read: 1 })
}
