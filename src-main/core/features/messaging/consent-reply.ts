import type { InboundMessageId, PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { SYSTEM_ACTOR } from '../../rpc/handlers'
import { consentState, decide, type ConsentQueue } from '../consents'
import { openConsentQuestion } from './consent-ask'
import { changeConsentQuestion, type AskedConsent } from './consent-question.queries'
import { consentWordOf, type ConsentWord } from './consent-word.rules'
import type { MessagingContext } from './context'
import { updateInbound } from './inbox.queries'
import { isAnsweredEnough, leaveToDesk } from './left-to-desk'
import { storedMoment } from './moment'
import { soleOwner } from './own-number'
import { answer, wordsFor } from './reply-answer'
import { newestQuestion, wasToldSince } from './reply.queries'
import type { Received } from './stop-reminders'
import { isPersonalSender } from './stop-word.rules'

/** So long a bare yes or no is taken for an answer to it. */
const BARE_HOURS = 48
/** Something else that is answered with yes or no and was written so shortly before may still be what is answered. */
const NEAR_HOURS = 24

interface ConsentReply {
  readonly context: MessagingContext
  readonly queue: ConsentQueue
  readonly transaction: Transaction
  readonly received: Received & { readonly id: InboundMessageId }
}

/**
 * An answer to what the desk asked about a consent: recorded in the words that were sent. Who has changed since then
 * (another number, a reservation, a decision made elsewhere, a birthday) is for the desk.
 * @returns what tells the windows, for when it is on disk; null when it is no such answer; `left` when the desk decides
 */
export async function handleConsentReply(reply: ConsentReply): Promise<(() => void) | 'left' | null> {
  const { transaction, received } = reply
  const { sender, text, people, moment } = received
  const word = consentWordOf(text)
  const [first] = people
  if (word === null || !first || !isPersonalSender(sender)) return null
  if (await isAnsweredEnough(transaction, received)) return null
  const found = await questionTo(reply)
  if (!found || !(await isMeant(reply, word, found.asked))) return null
  const { asked, patientId } = found
  if (patientId !== (await soleOwner(transaction, received))) {
    await leaveToDesk(transaction, received)
    return 'left'
  }
  const decision = word === 'agree' || word === 'yes' ? 'given' : 'withdrawn'
  const { purpose, wordingVersion } = asked
  const { state } = await consentState(transaction, { patientId, purpose, channel: 'sms' }, moment.day)
  // A yes counts where nobody has decided; who took it back may say so by the same way.
  if (decision === 'given' && state === 'withdrawn') {
    await leaveToDesk(transaction, received)
    return 'left'
  }
  return await record(reply, { patientId, asked, decision, wordingVersion })
}

/** Of whoever is on the number the one who was asked. */
async function questionTo({
  transaction,
  received
}: ConsentReply): Promise<{ asked: AskedConsent; patientId: PatientId } | null> {
  const { sender, people, moment } = received
  for (const { patientId } of people) {
    const asked = await openConsentQuestion(transaction, { patientId, mobile: sender }, moment)
    if (asked && (asked.sentAt !== null || asked.state === 'uncertain')) return { asked, patientId }
  }
  return null
}

/** A yes once said may be taken back in words that mean nothing else; what was refused is not agreed to by a later yes. */
async function isMeant(
  { transaction, received: { sender, moment } }: ConsentReply,
  word: ConsentWord,
  asked: AskedConsent
): Promise<boolean> {
  if (word === 'agree') return asked.answer === null
  if (word === 'refuse') return asked.answer !== 'withdrawn'
  const askedAt = asked.sentAt ?? asked.askedAt
  const ageMs = moment.now.epochMilliseconds - Date.parse(askedAt)
  if (asked.answer !== null || ageMs > BARE_HOURS * 3_600_000) return false
  const memory = storedMoment(moment.now.subtract({ hours: BARE_HOURS }))
  if ((await newestQuestion(transaction, sender, memory))?.state === 'open') return false
  const since = new Date(Date.parse(askedAt) - NEAR_HOURS * 3_600_000).toISOString()
  return !(await wasToldSince(transaction, sender, { since, otherThan: 'consent-ask' }))
}

async function record(
  { context, queue, transaction, received }: ConsentReply,
  {
    patientId,
    asked,
    decision,
    wordingVersion
  }: {
    patientId: PatientId
    asked: AskedConsent
    decision: 'given' | 'withdrawn'
    wordingVersion: string
  }
): Promise<() => void> {
  const { sender, people, moment, id } = received
  const { recorded, announce } = await decide({ audit: context.audit, queue }, transaction, {
    patientId,
    decisions: [{ purpose: asked.purpose, channel: 'sms', decision }],
    how: 'sms-reply',
    actor: SYSTEM_ACTOR,
    day: moment.day,
    wordingVersion
  })
  const [decisionId = null] = recorded.decisionIds
  await changeConsentQuestion(transaction, asked.messageId, {
    answer: decision,
    inbound_message_id: id,
    decision_id: decisionId
  })
  const correspondent = { sender, people, moment }
  const text = wordsFor(correspondent, decision === 'given' ? 'consent-given' : 'consent-declined')
  await answer(transaction, { correspondent, inboundId: id, text, patientId })
  await updateInbound(transaction, id, {
    outcome: decision === 'given' ? 'consent-given' : 'consent-declined',
    patient_id: patientId,
    handled_at: storedMoment(moment.now),
    is_read: 1
  })
  return announce
}
