import type { AppointmentId, LetterId, MessageId, PatientId } from '@contract/ids'
import type { LetterCause, LetterDelivery, LetterKind } from '@contract/letters'
import type { Language } from '@contract/values'
import type { Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import { findAppointment } from '../appointments'
import { findMessage, type MessagingMoment } from '../messaging'
import { addressedOf, writeFromTemplate } from './compose'
import { deliveryOf } from './delivery.rules'
import { isAboutVisit } from './letter-fields.rules'
import { causeOf } from './letter-plan.rules'
import { patientOfLetter } from './letter-patient.queries'
import type { LetterTemplates } from './letter-templates'
import { appendStep, insertLetter, letterForMessage } from './letter.queries'

export interface Draft {
  readonly language: Language
  readonly subject: string
  readonly body: string
  readonly delivery: LetterDelivery
}

interface About {
  readonly patientId: PatientId
  readonly kind: LetterKind
  readonly appointmentId: AppointmentId | null
}

/**
 * The clinic's text for this patient, to begin with.
 * @throws AppError `not-found`
 */
export async function draftLetter(
  templates: LetterTemplates,
  reader: Reader,
  { patientId, kind, appointmentId, moment }: About & { moment: MessagingMoment }
): Promise<Draft> {
  const { settings, now, day } = moment
  const patient = await patientOfLetter(reader, patientId)
  if (!patient) throw new AppError('not-found')
  const addressed = addressedOf(patient, day)
  const language = patient.language ?? settings.language
  const aboutStart = await startOf(reader, { patientId, kind, appointmentId })
  const { subject, body } = await writeFromTemplate({ templates, settings, now }, reader, {
    kind,
    language,
    name: addressed.name,
    aboutStart
  })
  return { language, subject, body, delivery: deliveryOf(addressed) }
}

/** @throws AppError `not-found` for an appointment of somebody else's, or none where the letter is about one */
async function startOf(reader: Reader, { patientId, kind, appointmentId }: About): Promise<string | null> {
  if (appointmentId === null) {
    if (isAboutVisit(kind)) throw new AppError('not-found')
    return null
  }
  const appointment = await findAppointment(reader, appointmentId)
  if (appointment?.patientId !== patientId) throw new AppError('not-found')
  return appointment.startAt
}

export interface Writing extends About {
  readonly subject: string
  readonly body: string
  readonly cause?: LetterCause
  readonly messageId?: MessageId
  readonly actor: Actor
  readonly moment: MessagingMoment
}

/**
 * A person's own letter: it is printed as it stands. The caller writes the access log.
 * @throws AppError `not-found`, `letter-deceased`
 */
export async function writeLetter(transaction: Transaction, writing: Writing): Promise<LetterId> {
  const { patientId, kind, appointmentId, subject, body, actor, moment } = writing
  const patient = await patientOfLetter(transaction, patientId)
  if (!patient) throw new AppError('not-found')
  if (patient.deceased_on !== null) throw new AppError('letter-deceased')
  const aboutStart = await startOf(transaction, writing)
  const at = toStoredInstant(moment.now)
  const id = await insertLetter(transaction, {
    key: null,
    patient_id: patientId,
    appointment_id: appointmentId,
    about_start: aboutStart,
    message_id: writing.messageId ?? null,
    kind,
    language: patient.language ?? moment.settings.language,
    subject,
    body,
    template_version: null,
    cause: writing.cause ?? 'desk',
    state: 'waiting',
    reason: null,
    created_at: at,
    created_by: actor.userId,
    printed_at: null,
    printed_by: null,
    ended_at: null
  })
  if (id === null) throw new Error('A letter without a key was taken for one that is there.')
  await appendStep(transaction, { id, step: 'made', at, userId: actor.userId })
  return id
}

/** What each message says on paper; others go as they were written. */
const KIND_OF: Readonly<Record<string, LetterKind>> = {
  'booking-confirmation': 'appointment',
  'appointment-reminder': 'appointment',
  'move-notice': 'appointment-changed',
  'cancellation-notice': 'appointment-cancelled'
}

/**
 * A letter in the place of a message that did not arrive; the one there is already, where there is one.
 * @throws AppError `not-found`, `message-no-letter`
 */
export async function letterFromMessage(
  templates: LetterTemplates,
  transaction: Transaction,
  { messageId, actor, moment }: { messageId: MessageId; actor: Actor; moment: MessagingMoment }
): Promise<{ id: LetterId; isNew: boolean }> {
  const message = await findMessage(transaction, messageId)
  if (!message?.patient_id) throw new AppError('not-found')
  if (message.purpose === 'one-time-code') throw new AppError('message-no-letter')
  const known = await letterForMessage(transaction, messageId)
  if (known !== null) return { id: known, isNew: false }
  const ofVisit = KIND_OF[message.purpose]
  const about = {
    patientId: message.patient_id,
    kind: ofVisit ?? 'general',
    appointmentId: ofVisit ? message.appointment_id : null
  }
  const draft = await draftLetter(templates, transaction, { ...about, moment })
  const cause = causeOf(message.reason, { toUnreachable: true }) ?? 'desk'
  const body = ofVisit ? draft.body : message.body
  const id = await writeLetter(transaction, {
    ...about,
    subject: draft.subject,
    body,
    cause,
    messageId,
    actor,
    moment
  })
  return { id, isNew: true }
}
