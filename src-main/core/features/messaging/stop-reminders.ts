import type { InboundMessageId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { SYSTEM_ACTOR } from '../../rpc/handlers'
import { consentState, recordDecision } from '../consents'
import { blockQueued } from './appointment-messages.queries'
import type { MessagingContext, Moment } from './context'
import { updateInbound, wasAnsweredSince } from './inbox.queries'
import { clinicValues } from './message-text.rules'
import { storedMoment } from './moment'
import { enqueue } from './outbox'
import { soleOwner } from './own-number'
import type { PersonOnNumber } from './person.queries'
import { isPersonalSender } from './stop-word.rules'
import { renderTemplate } from './template.rules'

const ANSWER_HOURS = 24

export interface Received {
  readonly sender: string
  readonly text: string
  readonly isComplete: boolean
  readonly people: readonly PersonOnNumber[]
  readonly moment: Moment
}

/**
 * STOP: the consent to reminders ends for everybody this number speaks for, what waits is stopped at once, and one
 * answer says so and how many it concerns: on a shared number the sender must not believe that it was for one only.
 * From a number that is nobody's, or that a machine sends from, it stays with the desk.
 */
export async function stopReminders(
  context: MessagingContext,
  transaction: Transaction,
  received: Received & { id: InboundMessageId }
): Promise<void> {
  const { people, sender, moment, id } = received
  const at = storedMoment(moment.now)
  if (people.length === 0 || !isPersonalSender(sender)) return
  for (const { patientId } of people) {
    await recordDecision(
      transaction,
      { patientId, purpose: 'appointment-reminder', channel: 'sms', decision: 'withdrawn' },
      { how: 'sms-reply', actor: SYSTEM_ACTOR, day: moment.day }
    )
    await context.audit.record(transaction, SYSTEM_ACTOR, {
      action: 'consent.recorded',
      patientId,
      detail: 'appointment-reminder sms withdrawn (sms-reply)'
    })
  }
  await endOffers(context, transaction, received)
  const patientIds = people.map(({ patientId }) => patientId)
  await blockQueued(transaction, patientIds, { reason: 'consent-withdrawn', at })
  const isAnswered = await answerStop(context, transaction, received)
  // Without an answer the desk must see it.
  await updateInbound(transaction, id, { handled_as: 'stop', handled_at: at, is_read: isAnswered ? 1 : 0 })
}

/** Whoever had asked to be offered earlier times is not offered any. */
async function endOffers(
  { audit, offers }: MessagingContext,
  transaction: Transaction,
  { people, sender, moment }: Received
): Promise<void> {
  await offers().stop(transaction, { sender, now: moment.now })
  for (const { patientId } of people) {
    const key = { patientId, purpose: 'waiting-list-offer', channel: 'sms' } as const
    if (!(await consentState(transaction, key, moment.day)).isAllowed) continue
    const decision = { ...key, decision: 'withdrawn' } as const
    await recordDecision(transaction, decision, { how: 'sms-reply', actor: SYSTEM_ACTOR, day: moment.day })
    const detail = 'waiting-list-offer sms withdrawn (sms-reply)'
    await audit.record(transaction, SYSTEM_ACTOR, { action: 'consent.recorded', patientId, detail })
  }
}

/** Who may take it back by SMS is told the word; else whom to call. */
async function wayBack(
  transaction: Transaction,
  received: Received,
  body: string
): Promise<Readonly<Record<string, string>>> {
  const owner = await soleOwner(transaction, received)
  if (owner === null) return { startWord: '' }
  return { startWord: 'START', ...(body.includes('{startWord}') ? { telephone: '' } : {}) }
}

/** @returns false when nothing can be sent to this number */
async function answerStop(
  { templates }: MessagingContext,
  transaction: Transaction,
  received: Received & { id: InboundMessageId }
): Promise<boolean> {
  const { people, sender, moment, id } = received
  const { settings, now } = moment
  if (people.some(({ isReserved }) => isReserved)) return false
  const since = storedMoment(now.subtract({ hours: ANSWER_HOURS }))
  if (await wasAnsweredSince(transaction, sender, since)) return true
  const language = people.find((person) => person.language !== null)?.language ?? settings.language
  const template = await templates.find(transaction, { channel: 'sms', purpose: 'answer', language })
  const [only] = people
  const values = {
    ...clinicValues({ settings, language, isProtected: people.some((person) => person.isProtected) }),
    patients: people.length > 1 ? String(people.length) : '',
    ...(await wayBack(transaction, received, template.body))
  }
  await enqueue(
    transaction,
    {
      key: `stop/${id}`,
      patient_id: people.length === 1 && only ? only.patientId : null,
      answer_to: id,
      purpose: 'answer',
      language,
      recipient: sender,
      body: renderTemplate(template.body, values),
      template_version: template.version,
      not_before: storedMoment(now),
      expires_at: storedMoment(now.add({ hours: ANSWER_HOURS })),
      created_at: storedMoment(now)
    },
    settings.messaging.segmentPriceMinor
  )
  return true
}
