import { randomBytes } from 'node:crypto'
import type { ConsentPurpose } from '@contract/consents'
import type { MessageId, PatientId } from '@contract/ids'
import type { ConsentAskRefusal } from '@contract/messages'
import type { Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Actor } from '../../rpc/handlers'
import { consentState, wordingIn } from '../consents'
import { insertConsentQuestion, newestConsentQuestion, type AskedConsent } from './consent-question.queries'
import type { Moment } from './context'
import { TEXT_HOURS } from './free-text'
import { storedMoment } from './moment'
import { enqueue } from './outbox'
import { soleOwner } from './own-number'
import { readPerson } from './person'
import { peopleOnNumber, readPersonRow } from './person.queries'
import { wordsFor } from './reply-answer'

/** So long a question is open, and no other is put: a yes must be an answer to one thing. */
const OPEN_HOURS = 7 * 24

/**
 * What this number was asked about a consent and may still be answered, by this patient.
 */
export async function openConsentQuestion(
  reader: Reader,
  { patientId, mobile }: { patientId: PatientId; mobile: string },
  { now }: Pick<Moment, 'now'>
): Promise<AskedConsent | null> {
  const since = storedMoment(now.subtract({ hours: OPEN_HOURS }))
  return await newestConsentQuestion(reader, { patientId, mobile, since })
}

/** What the patient was asked and has not answered; null where nothing is waited for. */
export async function unansweredConsentQuestion(
  reader: Reader,
  patientId: PatientId,
  moment: Moment
): Promise<AskedConsent | null> {
  const mobile = (await readPersonRow(reader, patientId))?.mobile ?? null
  const asked = mobile === null ? null : await openConsentQuestion(reader, { patientId, mobile }, moment)
  return asked?.answer === null ? asked : null
}

export interface AskingConsent {
  readonly patientId: PatientId
  readonly purpose: ConsentPurpose
  readonly actor: Actor
  readonly moment: Moment
}

/**
 * Asks one patient for one consent, in today's words of the patient's language: the answer to a bundle of questions
 * would be consent to none of them (GDPR art. 7 and recital 43). Nobody is asked who has decided already.
 * @throws AppError `not-found`, `reserved`, `deceased`, `mobile-missing`, `turned-16`, `number-disputed`,
 * `consent-decided`, `consent-asked`, `consent-mobile-shared`, `consent-mobile-unverified`
 */
export async function askForConsent(
  transaction: Transaction,
  { patientId, purpose, actor, moment }: AskingConsent
): Promise<MessageId> {
  const { settings, now, day } = moment
  const recipient = await numberToAsk(transaction, patientId, moment)
  const { state } = await consentState(transaction, { patientId, purpose, channel: 'sms' }, day)
  if (state === 'given' || state === 'withdrawn') throw new AppError('consent-decided')
  if (await unansweredConsentQuestion(transaction, patientId, moment)) throw new AppError('consent-asked')
  const people = await peopleOnNumber(transaction, recipient, day)
  const correspondent = { sender: recipient, people, moment }
  const language = people[0]?.language ?? settings.language
  const { version, texts } = wordingIn(language)
  const at = storedMoment(now)
  const id = await enqueue(
    transaction,
    {
      key: `consent/${randomBytes(12).toString('hex')}`,
      patient_id: patientId,
      purpose: 'consent-ask',
      language,
      recipient,
      body: wordsFor(correspondent, 'consent-ask', { question: texts[purpose], version }),
      not_before: at,
      expires_at: storedMoment(now.add({ hours: TEXT_HOURS })),
      created_at: at,
      created_by: actor.userId
    },
    settings.messaging.segmentPriceMinor
  )
  if (id === null) throw new Error('A random key was taken.')
  await insertConsentQuestion(transaction, {
    message_id: id,
    purpose,
    wording_version: version,
    answer: null,
    inbound_message_id: null,
    decision_id: null
  })
  return id
}

/** Why nobody can be asked: an answer from there would not be this patient's for certain. Null: she can be. */
export async function consentAskRefusal(
  reader: Reader,
  patientId: PatientId,
  moment: Moment
): Promise<ConsentAskRefusal | null> {
  const found = await findNumber(reader, patientId, moment)
  return found.ok ? null : found.reason
}

async function numberToAsk(reader: Reader, patientId: PatientId, moment: Moment): Promise<string> {
  const found = await findNumber(reader, patientId, moment)
  if (found.ok) return found.e164
  throw new AppError(found.reason === 'consent-guardian' ? 'consent-mobile-shared' : found.reason)
}

type Found =
  { readonly ok: true; readonly e164: string } | { readonly ok: false; readonly reason: ConsentAskRefusal }

async function findNumber(reader: Reader, patientId: PatientId, moment: Moment): Promise<Found> {
  const person = await readPerson(reader, { patientId, purpose: 'texts' }, moment.day)
  if (!person) throw new AppError('not-found')
  const { target } = person
  if (!target.ok) return target
  if (target.isGuardian) return { ok: false, reason: 'consent-guardian' }
  const people = await peopleOnNumber(reader, target.e164, moment.day)
  if (people.length > 1) return { ok: false, reason: 'consent-mobile-shared' }
  const owner = await soleOwner(reader, { sender: target.e164, people, moment })
  if (owner !== patientId) return { ok: false, reason: 'consent-mobile-unverified' }
  return { ok: true, e164: target.e164 }
}
