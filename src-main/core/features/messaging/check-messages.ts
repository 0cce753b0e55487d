import type { MessageId, PatientId } from '@contract/ids'
import type { Language } from '@contract/values'
import type { Temporal } from 'temporal-polyfill'
import type { Reader, Transaction } from '../../database/database'
import { channelRefusal } from './channel.rules'
import { findText } from './channel-text'
import type { MessagingContext, Moment } from './context'
import { ended } from './ended'
import { clinicValues } from './message-text.rules'
import { storedMoment } from './moment'
import { enqueue, measure } from './outbox'
import { changeMessage, findMessage } from './outbox.queries'
import { readPerson } from './person'
import { endOfQuiet, isQuiet, minuteOf } from './quiet-hours.rules'
import { renderTemplate } from './template.rules'

/** A question that has not left by then, under a ceiling say, is not asked any more. */
const ASK_HOURS = 72

/** Whether and where a patient can be asked whether the mobile is theirs. */
export type CheckAddress =
  | {
      readonly ok: true
      readonly recipient: string
      readonly language: Language
      readonly isProtected: boolean
    }
  | { readonly ok: false; readonly reason: string }

export interface CheckText {
  readonly body: string
  readonly version: number
  readonly segments: number
  readonly costMinor: number
  /** It would name the clinic, or its telephone, to whoever holds a number that says where somebody is. */
  readonly tells: boolean
}

/** What a campaign writes, through the same outbox and under the same rules as every message. */
export interface CheckMessages {
  addressOf(reader: Reader, patientId: PatientId, moment: Moment): Promise<CheckAddress>
  textFor(reader: Reader, about: CheckAbout, moment: Moment): Promise<CheckText>
  /** When quiet hours end; null when it is not quiet now. */
  quietUntil(moment: Moment): Temporal.Instant | null
  /** @returns null when its key is known */
  ask(
    transaction: Transaction,
    question: CheckAbout & {
      readonly key: string
      readonly patientId: PatientId
      readonly recipient: string
    },
    moment: Moment
  ): Promise<MessageId | null>
  /** Takes back what has not begun to leave. @returns false when it has */
  takeBack(transaction: Transaction, id: MessageId, moment: Moment): Promise<boolean>
}

export interface CheckAbout {
  readonly language: Language
  /** One of those it asks about, or whoever has the number, has a protected address. */
  readonly isProtected: boolean
}

export function createCheckMessages(context: MessagingContext): CheckMessages {
  async function textFor(reader: Reader, { language, isProtected }: CheckAbout, { settings }: Moment) {
    const key = { channel: 'sms', purpose: 'contact-check', language } as const
    const template = await findText(context, reader, key)
    const values = clinicValues({ settings, language, isProtected })
    const body = renderTemplate(template.body, isProtected ? { ...values, telephone: '' } : values)
    const { segments, cost_minor } = measure(body, settings.messaging.segmentPriceMinor)
    return {
      body,
      version: template.version,
      segments,
      costMinor: cost_minor,
      tells: [settings.clinicName, settings.clinicTelephone].some(
        (word) => word !== '' && body.includes(word)
      )
    }
  }

  return {
    async addressOf(reader, patientId, { day, settings }) {
      const person = await readPerson(reader, { patientId, purpose: 'texts' }, day)
      if (!person) return { ok: false, reason: 'mobile-missing' }
      const refusal = channelRefusal(person, 'sms')
      const { target, isProtected } = person
      if (refusal !== null || !target.ok) return { ok: false, reason: refusal ?? 'mobile-missing' }
      const language = target.language ?? settings.language
      return { ok: true, recipient: target.e164, language, isProtected }
    },
    textFor,
    quietUntil({ settings, now }) {
      const here = now.toZonedDateTimeISO(settings.timeZone)
      return isQuiet(settings.messaging, minuteOf(here))
        ? endOfQuiet(settings.messaging, here).toInstant()
        : null
    },
    async ask(transaction, { key, patientId, recipient, language, isProtected }, moment) {
      const text = await textFor(transaction, { language, isProtected }, moment)
      return await enqueue(
        transaction,
        {
          key,
          patient_id: patientId,
          purpose: 'contact-check',
          language,
          recipient,
          body: text.body,
          template_version: text.version,
          not_before: storedMoment(moment.now),
          expires_at: storedMoment(moment.now.add({ hours: ASK_HOURS })),
          created_at: storedMoment(moment.now)
        },
        moment.settings.messaging.segmentPriceMinor
      )
    },
    async takeBack(transaction, id, moment) {
      const row = await findMessage(transaction, id)
      if (row?.state !== 'queued' || row.parts_accepted > 0) return false
      const end = ended('cancelled', 'campaign-paused', moment)
      return await changeMessage(transaction, { id, from: 'queued' }, end)
    }
  }
}
