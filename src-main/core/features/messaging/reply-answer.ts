import type { AppointmentId, InboundMessageId, MessageId, PatientId } from '@contract/ids'
import { Temporal } from 'temporal-polyfill'
import type { Language } from '@contract/values'
import type { Transaction } from '../../database/database'
import { endOfQuiet, isQuiet, minuteOf } from './quiet-hours.rules'
import { appointmentValues } from './message-text.rules'
import type { Moment } from './context'
import { storedMoment } from './moment'
import { enqueue } from './outbox'
import type { PersonOnNumber } from './person.queries'
import { replyText, type ReplyTextKey } from './reply-texts'
import { renderTemplate, type TemplateValues } from './template.rules'

const ANSWER_HOURS = 24

/** Who wrote, and in which words the program answers. */
export interface Correspondent {
  readonly sender: string
  readonly people: readonly PersonOnNumber[]
  readonly moment: Moment
}

export function languageOf({ people, moment }: Correspondent): Language {
  return people.find(({ language }) => language !== null)?.language ?? moment.settings.language
}

/** A text of the program in the patient's language; `start` gives it its date and time. */
export function wordsFor(
  correspondent: Correspondent,
  key: ReplyTextKey,
  { start, ...values }: TemplateValues & { readonly start?: string } = {}
): string {
  const { people, moment } = correspondent
  const { settings, now } = moment
  const language = languageOf(correspondent)
  const source = { settings, language, isProtected: people.some(({ isProtected }) => isProtected) }
  const about = appointmentValues(source, { start: start ? Temporal.Instant.from(start) : now, now })
  const limitHours = String(settings.messaging.cancelLimitHours)
  return renderTemplate(replyText(key, language), { ...about, limitHours, ...values })
}

export interface Answering {
  readonly correspondent: Correspondent
  readonly inboundId: InboundMessageId
  readonly text: string
  /** The one patient it concerns; null when there are several. */
  readonly patientId: PatientId | null
  readonly key?: string
  /** The appointment the answer tells of, so that no other message need say the same. */
  readonly about?: { readonly appointmentId: AppointmentId; readonly start: string }
  /** A question is not asked any more once its time has run out. */
  readonly expiresAt?: Temporal.Instant
  /** Not an answer at once: it keeps quiet hours. */
  readonly isDelayed?: boolean
}

/** Puts the answer into the outbox, once for each message that came in. */
export async function answer(
  transaction: Transaction,
  { correspondent, inboundId, text, patientId, key = 'reply', about, expiresAt, isDelayed = false }: Answering
): Promise<MessageId | null> {
  const { sender, moment } = correspondent
  const { settings, now } = moment
  const notBefore = isDelayed ? afterQuiet(moment) : now
  return await enqueue(
    transaction,
    {
      key: `${key}/${inboundId}`,
      patient_id: patientId,
      answer_to: inboundId,
      ...(about ? { appointment_id: about.appointmentId, about_start: about.start } : {}),
      purpose: 'answer',
      language: languageOf(correspondent),
      recipient: sender,
      body: text,
      not_before: storedMoment(notBefore),
      expires_at: storedMoment(expiresAt ?? notBefore.add({ hours: ANSWER_HOURS })),
      created_at: storedMoment(now)
    },
    settings.messaging.segmentPriceMinor
  )
}

function afterQuiet({ settings, now }: Moment): Temporal.Instant {
  const here = now.toZonedDateTimeISO(settings.timeZone)
  return isQuiet(settings.messaging, minuteOf(here)) ? endOfQuiet(settings.messaging, here).toInstant() : now
}
