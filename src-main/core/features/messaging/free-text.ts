import { randomBytes } from 'node:crypto'
import type { InboundMessageId, MessageId, PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Actor } from '../../rpc/handlers'
import type { Moment } from './context'
import { findInbound, updateInbound } from './inbox.queries'
import { storedMoment } from './moment'
import { enqueue } from './outbox'
import { readPerson } from './person'
import { peopleOnNumber } from './person.queries'
import { isPersonalSender } from './stop-word.rules'
import { textProblems } from './template.rules'

/** How long a text that a person wrote, or sends again, may wait for a modem. */
export const TEXT_HOURS = 24

export interface FreeText {
  readonly patientId: PatientId
  readonly text: string
  readonly answerTo: InboundMessageId | null
  readonly actor: Actor
  readonly moment: Moment
}

/**
 * A person's own text to one patient, or the answer to what the patient wrote. It waits out quiet hours; an answer
 * does not.
 * @throws AppError `not-found`, `reserved`, `deceased`, `mobile-missing`, `turned-16`, `text-empty`, `answer-impossible`,
 * `template-national-number`
 */
export async function writeFreeText(transaction: Transaction, input: FreeText): Promise<MessageId> {
  const { patientId, answerTo, actor } = input
  const { settings, now, day } = input.moment
  const text = input.text.trim()
  if (text === '') throw new AppError('text-empty')
  const [problem] = textProblems(text)
  if (problem) throw new AppError(`template-${problem.code}`, problem.parameters)
  const person = await readPerson(transaction, { patientId, purpose: 'texts' }, day)
  if (!person) throw new AppError('not-found')
  if (!person.target.ok) throw new AppError(person.target.reason)
  const { target } = person
  const recipient = answerTo === null ? target.e164 : await answerTarget(transaction, { ...input, answerTo })
  const at = storedMoment(now)
  const id = await enqueue(
    transaction,
    {
      key: `text/${randomBytes(12).toString('hex')}`,
      patient_id: patientId,
      answer_to: answerTo,
      purpose: answerTo === null ? 'free-text' : 'answer',
      language: target.language ?? settings.language,
      recipient,
      body: text,
      not_before: at,
      expires_at: storedMoment(now.add({ hours: TEXT_HOURS })),
      created_at: at,
      created_by: actor.userId
    },
    settings.messaging.segmentPriceMinor
  )
  if (id === null) throw new Error('A random key was taken.')
  return id
}

/** The number the patient wrote from, which must still speak for the patient. */
async function answerTarget(
  transaction: Transaction,
  { answerTo, patientId, actor, moment }: FreeText & { answerTo: InboundMessageId }
): Promise<string> {
  const inbound = await findInbound(transaction, answerTo)
  if (!inbound) throw new AppError('not-found')
  const people = await peopleOnNumber(transaction, inbound.sender, moment.day)
  const isTheirs = people.some((person) => person.patientId === patientId)
  if (!isPersonalSender(inbound.sender) || !isTheirs) throw new AppError('answer-impossible')
  await updateInbound(transaction, answerTo, {
    patient_id: patientId,
    is_read: 1,
    handled_at: inbound.handled_at ?? storedMoment(moment.now),
    handled_by: actor.userId
  })
  return inbound.sender
}
