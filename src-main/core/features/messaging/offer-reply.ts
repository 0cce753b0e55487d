import type { AppointmentId, InboundMessageId, PatientId } from '@contract/ids'
import type { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import type { AppointmentChange } from '../appointments'
import { updateInbound } from './inbox.queries'
import { deskWroteLast } from './last-word'
import { storedMoment } from './moment'
import type { PersonOnNumber } from './person.queries'
import { answer, wordsFor, type Correspondent } from './reply-answer'
import type { ReplyTextKey } from './reply-texts'
import { offerAnswerOf } from './reply-word.rules'
import { newestQuestion, wasToldSince } from './reply.queries'

/** A yes or a no from a number. */
export interface OfferAnswer {
  readonly sender: string
  readonly people: readonly PersonOnNumber[]
  readonly isYes: boolean
  readonly number: number | null
  readonly now: Temporal.Instant
  /** What has been written to this number since then that a bare yes or no may be meant for: a question is meant first. */
  overtakenBy(since: string): Promise<'question' | 'text' | null>
}

/** What became of it, and what the patient is told. */
export interface OfferOutcome {
  readonly outcome: 'offer-accepted' | 'offer-declined' | 'offer-late' | 'asked'
  readonly patientId: PatientId | null
  readonly text: Extract<
    ReplyTextKey,
    'offer-moved' | 'offer-booked' | 'offer-declined' | 'offer-which' | 'offer-late' | 'offer-gone'
  > | null
  readonly start: string | null
  /** The offers it may be meant for. */
  readonly choices: readonly { readonly number: number; readonly start: string }[]
  readonly appointmentId: AppointmentId | null
  readonly changes: readonly AppointmentChange[]
}

/** The waiting list, as messaging knows it: it stands after messaging and is handed in. */
export interface OfferBook {
  /** Null when no offer was made to this number, or another thing is meant. */
  answer(transaction: Transaction, answer: OfferAnswer): Promise<OfferOutcome | null>
  /** STOP: whoever was offered a place at this number is not waited for any longer. */
  stop(transaction: Transaction, stopped: Pick<OfferAnswer, 'sender' | 'now'>): Promise<void>
  /** What has become due: offers that ran out. */
  runDue(): Promise<void>
  nextMoment(): Promise<Temporal.Instant | null>
}

const QUESTION_MEMORY_HOURS = 48

/**
 * An answer to an offer. It counts only where it can be meant for nothing else: with its number, or where nothing that
 * is answered with yes or no was written to this telephone since.
 * @returns null when it is not about an offer
 */
export async function handleOfferReply(
  book: OfferBook,
  transaction: Transaction,
  {
    correspondent,
    inboundId,
    text
  }: { correspondent: Correspondent; inboundId: InboundMessageId; text: string }
): Promise<readonly AppointmentChange[] | null> {
  const said = offerAnswerOf(text)
  if (!said) return null
  const { sender, people, moment } = correspondent
  const { now } = moment
  const overtakenBy: OfferAnswer['overtakenBy'] = async (since) => {
    const memory = storedMoment(now.subtract({ hours: QUESTION_MEMORY_HOURS }))
    const question = await newestQuestion(transaction, sender, memory)
    if (question?.state === 'open' && (question.sentAt ?? question.asked_at) > since) return 'question'
    return (await wasToldSince(transaction, sender, since)) ? 'text' : null
  }
  const result = await book.answer(transaction, { sender, people, ...said, now, overtakenBy })
  if (!result) return null
  await tell(transaction, { correspondent, inboundId, result })
  // An answer that came too late is news for the desk; one that may be meant for the desk's own text is its to read.
  const isForDesk =
    result.outcome === 'offer-late' ||
    (result.outcome === 'asked' && (await deskWroteLast(transaction, correspondent, null)))
  await updateInbound(transaction, inboundId, {
    outcome: result.outcome,
    handled_at: storedMoment(now),
    is_read: isForDesk ? 0 : 1,
    ...(result.patientId === null ? {} : { patient_id: result.patientId })
  })
  return result.changes
}

async function tell(
  transaction: Transaction,
  {
    correspondent,
    inboundId,
    result
  }: { correspondent: Correspondent; inboundId: InboundMessageId; result: OfferOutcome }
): Promise<void> {
  if (result.text === null) return
  const list = result.choices
    .map(({ number, start }) => wordsFor(correspondent, 'offer-line', { start, number: String(number) }))
    .join('\n')
  const { start, appointmentId, patientId } = result
  await answer(transaction, {
    correspondent,
    inboundId,
    text: wordsFor(correspondent, result.text, { ...(start === null ? {} : { start }), list }),
    patientId,
    ...(appointmentId !== null && start !== null ? { about: { appointmentId, start } } : {})
  })
}
