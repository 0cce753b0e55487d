import type { InboundMessageId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import type { AppointmentChange } from '../appointments'
import type { MessagingContext } from './context'
import { updateInbound } from './inbox.queries'
import { storedMoment } from './moment'
import { deskWroteLast } from './last-word'
import { isAnsweredEnough, leaveToDesk } from './left-to-desk'
import { handleOfferReply } from './offer-reply'
import { answer, wordsFor, type Correspondent } from './reply-answer'
import { ask, MOST_OPTIONS } from './reply-question'
import { appointmentsOfSender, peopleToSpeakOf, whyNone, type Refusal } from './reply-choices'
import { carryOut, keepOutcomes, outcomeText, type Done } from './reply-steps'
import { answerOf, isBare, offerAnswerOf, replyWordsOf, type ReplyWords } from './reply-word.rules'
import {
  endQuestions,
  newestQuestion,
  optionsOf,
  wasAsked,
  wasToldSince,
  type AppointmentOption,
  type QuestionOption,
  type QuestionRow
} from './reply.queries'
import { isPersonalSender } from './stop-word.rules'
import type { Received } from './stop-reminders'

/** So long after it a bare "yes" can still be meant for a question. */
const QUESTION_MEMORY_HOURS = 48

interface Reply extends Correspondent {
  readonly context: MessagingContext
  readonly transaction: Transaction
  readonly inboundId: InboundMessageId
  readonly words: ReplyWords
}

/**
 * JA confirms, AVBUD asks back with the time named and cancels on an unambiguous second answer; a number that serves
 * several patients, or a patient with several appointments, is asked which. Whatever is done or cannot be done, the
 * sender is told. Anything else stays with the desk.
 * @returns the steps taken, to be announced once they are on disk
 */
export async function handleReply(
  context: MessagingContext,
  transaction: Transaction,
  received: Received & { id: InboundMessageId }
): Promise<readonly AppointmentChange[]> {
  const { sender, text, people: everybody, moment, id } = received
  const words = replyWordsOf(text)
  if ((!words && !offerAnswerOf(text)) || !isPersonalSender(sender)) return []
  const unreserved = everybody.filter(({ isReserved }) => !isReserved)
  const people = await peopleToSpeakOf(transaction, unreserved, moment)
  if (people.length === 0) return []
  if (await isAnsweredEnough(transaction, received)) return []
  const correspondent = { sender, people, moment }
  if (unreserved.length < everybody.length) {
    // Nothing digital goes to who is reserved, and who of those on the number wrote is not known: no appointment is named.
    if (words?.isYes || words?.isCancel) await leaveToDesk(transaction, received)
    return []
  }
  const offered = await handleOfferReply(context.offers(), transaction, {
    correspondent,
    inboundId: id,
    text
  })
  if (offered || !words) return offered ?? []
  const reply: Reply = { context, transaction, inboundId: id, words, sender, people, moment }
  const memory = storedMoment(moment.now.subtract({ hours: QUESTION_MEMORY_HOURS }))
  const question = await newestQuestion(transaction, sender, memory)
  if (isBare(words) && (await deskWroteLast(transaction, reply, question))) return []
  if (question?.state === 'open' && wasAsked(question)) return await answerQuestion(reply, question)
  if (
    question?.state === 'unanswered' &&
    wasAsked(question) &&
    !words.isCancel &&
    !(await wasToldSince(transaction, sender, question.expires_at))
  )
    return await answeredTooLate(reply, question)
  if (words.isCancel) return await begin(reply, 'cancel')
  if (question && (await mayHaveReadLost(transaction, question))) return []
  return words.isYes ? await begin(reply, 'confirm') : []
}

/** A question sent once more that failed again: one of the two may have been read, and a yes to it cancels. */
async function mayHaveReadLost(transaction: Transaction, question: QuestionRow): Promise<boolean> {
  const isLost = question.state === 'unanswered' && !wasAsked(question) && question.repeatedBy !== null
  return isLost && !(await wasToldSince(transaction, question.sender, question.asked_at))
}

async function answerQuestion(reply: Reply, question: QuestionRow): Promise<readonly AppointmentChange[]> {
  const { transaction, words, sender } = reply
  // What came before the question left cannot answer it: pressing "send" twice cancels nothing.
  if (question.sentAt === null && question.messageState !== 'uncertain')
    return await note(reply, 'asked', true)
  const options = await optionsOf(transaction, question.id)
  const since = question.sentAt ?? question.asked_at
  const isOvertaken = await wasToldSince(transaction, sender, since)
  const meant = answerOf(words, { kind: question.kind, count: options.length, isOvertaken })
  if (meant.kind === 'none') {
    await endQuestions(transaction, sender, 'answered')
    const [only] = options
    const isOne = options.length === 1 && only !== undefined
    const text = isOne ? wordsFor(reply, 'kept', { start: only.start }) : wordsFor(reply, 'kept-all')
    await say(reply, text)
    return await note(reply, 'kept', true)
  }
  if (meant.kind === 'unclear') return await askAgain(reply, question, options)
  await endQuestions(transaction, sender, 'answered')
  const chosen = options.filter((_, index) => meant.numbers.includes(index + 1))
  return await act(reply, question.kind, chosen)
}

/** Another wish replaces the question; the same one is asked once more. */
async function askAgain(
  reply: Reply,
  question: QuestionRow,
  options: readonly QuestionOption[]
): Promise<readonly AppointmentChange[]> {
  if (question.kind === 'confirm' && reply.words.isCancel) return await begin(reply, 'cancel')
  const asked = options.map(({ appointmentId, start }) => ({ id: appointmentId, start }))
  return await askWhich(reply, question.kind, asked)
}

async function answeredTooLate(reply: Reply, question: QuestionRow): Promise<readonly AppointmentChange[]> {
  const options = await optionsOf(reply.transaction, question.id)
  const [only] = options
  const text =
    options.length === 1 && only
      ? wordsFor(reply, 'too-late', { start: only.start })
      : wordsFor(reply, 'too-late-all')
  await say(reply, text)
  return await note(reply, 'refused', false)
}

/** A wish without a question before it. */
async function begin(reply: Reply, kind: 'confirm' | 'cancel'): Promise<readonly AppointmentChange[]> {
  const { moment } = reply
  const all = await appointmentsOfSender(reply.transaction, reply)
  const now = storedMoment(moment.now)
  const coming = all.filter(({ status, start }) => status === 'booked' && Date.parse(start) > Date.parse(now))
  const [first] = coming
  if (!first) return await refuse(reply, whyNone(all))
  if (new Set(coming.map(({ start }) => start)).size < coming.length)
    return await refuse(reply, { key: 'unclear' })
  if (coming.length > 1 || kind === 'cancel')
    return await askWhich(reply, kind, coming.slice(0, MOST_OPTIONS))
  return await act(reply, kind, [{ appointmentId: first.id, start: first.start }])
}

async function refuse(reply: Reply, { key, about }: Refusal): Promise<readonly AppointmentChange[]> {
  await say(reply, wordsFor(reply, key, about ? { start: about.start } : {}))
  if (about) {
    const option = { appointmentId: about.id, start: about.start }
    const left: Done = { option, refusal: 'begun', start: about.start, isLate: false, change: null }
    await keepOutcomes(reply.transaction, reply.inboundId, 'cancel', [left])
  }
  return await note(reply, 'refused', false)
}

async function askWhich(
  reply: Reply,
  kind: 'confirm' | 'cancel',
  options: readonly Pick<AppointmentOption, 'id' | 'start'>[]
): Promise<readonly AppointmentChange[]> {
  const { transaction, inboundId } = reply
  await ask(transaction, { correspondent: reply, inboundId, kind, options, patientId: onlyPatient(reply) })
  return await note(reply, 'asked', true)
}

async function act(
  reply: Reply,
  kind: 'confirm' | 'cancel',
  options: readonly QuestionOption[]
): Promise<readonly AppointmentChange[]> {
  const { context, transaction, inboundId, moment } = reply
  const results = await carryOut(context, transaction, { kind, options, moment })
  await say(reply, outcomeText(reply, kind, results))
  await keepOutcomes(transaction, inboundId, kind, results)
  const changes = results.flatMap(({ change }) => change ?? [])
  const isLate = results.some((result) => result.isLate)
  const patients = [...new Set(changes.map(({ after }) => after.patientId))]
  await updateInbound(transaction, inboundId, {
    is_late: isLate ? 1 : 0,
    ...(patients.length === 1 ? { patient_id: patients[0] } : {})
  })
  if (changes.length === 0) return await note(reply, 'refused', false)
  const isAllDone = changes.length === results.length
  // A place that has become free, or something left undone, is news for the desk.
  await note(reply, kind === 'confirm' ? 'confirmed' : 'cancelled', kind === 'confirm' && isAllDone)
  return changes
}

async function say(reply: Reply, text: string): Promise<void> {
  const { transaction, inboundId } = reply
  await answer(transaction, { correspondent: reply, inboundId, text, patientId: onlyPatient(reply) })
}

async function note(
  { transaction, inboundId, moment }: Reply,
  outcome: 'asked' | 'confirmed' | 'cancelled' | 'kept' | 'refused',
  isRead: boolean
): Promise<readonly AppointmentChange[]> {
  const at = storedMoment(moment.now)
  await updateInbound(transaction, inboundId, { outcome, handled_at: at, is_read: isRead ? 1 : 0 })
  return []
}

function onlyPatient({ people }: Reply) {
  const [only] = people
  return people.length === 1 && only ? only.patientId : null
}
