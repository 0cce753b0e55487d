import type { MessageId, PatientId } from '@contract/ids'
import type { Language } from '@contract/values'
import type { Temporal } from 'temporal-polyfill'
import type { Reader, Transaction } from '../../database/database'
import { offerRefusal } from './channel.rules'
import { momentOf, type MessagingContext } from './context'
import { ended } from './ended'
import { messageStatesOf } from './offer-messages.queries'
import { appointmentValues } from './message-text.rules'
import { storedMoment } from './moment'
import { enqueue } from './outbox'
import { changeMessage, findMessage } from './outbox.queries'
import { readPerson } from './person'
import { peopleOnNumber } from './person.queries'
import { endOfQuiet, isQuiet, minuteOf } from './quiet-hours.rules'
import { wordOf } from './reply-texts'
import { renderTemplate } from './template.rules'

/** Whether and where a patient can be offered a place that has become free. */
export type OfferAddress =
  | {
      readonly ok: true
      readonly recipient: string
      readonly language: Language
      readonly isProtected: boolean
    }
  | { readonly ok: false; readonly reason: string }

export interface OfferText {
  readonly patientId: PatientId
  readonly address: Extract<OfferAddress, { ok: true }>
  /** Names the offer, so that it is never put in twice. */
  readonly key: string
  readonly start: Temporal.Instant
  /** Until when the patient can answer. */
  readonly until: Temporal.Instant
  /** Tells offers to one mobile apart; null: there is only this one. */
  readonly number: number | null
  readonly notBefore: Temporal.Instant
  /** When it is too late to ask. */
  readonly expiresAt: Temporal.Instant
}

/** What the waiting list writes, through the same outbox and under the same rules as every message. */
export interface OfferMessages {
  addressOf(reader: Reader, patientId: PatientId): Promise<OfferAddress>
  /** When an offer may leave: not in quiet hours, unless it is of a place today. */
  earliest(reader: Reader, start: Temporal.Instant): Promise<Temporal.Instant>
  ask(transaction: Transaction, text: OfferText): Promise<MessageId>
  /** Tells somebody who was asked that the place is gone; an offer that has not left yet is taken back in silence. */
  takeBack(
    transaction: Transaction,
    asked: AskedOffer,
    why: 'offer-taken' | 'offer-withdrawn' | null
  ): Promise<void>
  readonly statesOf: typeof messageStatesOf
}

export interface AskedOffer {
  readonly messageId: MessageId
  readonly patientId: PatientId
  readonly start: Temporal.Instant
}

export function createOfferMessages(context: MessagingContext): OfferMessages {
  const momentIn = async (reader: Reader) =>
    momentOf(await context.settings.read(reader), context.clock.now())

  async function addressOf(reader: Reader, patientId: PatientId): Promise<OfferAddress> {
    const moment = await momentIn(reader)
    const person = await readPerson(reader, { patientId, purpose: 'offers' }, moment.day)
    if (!person) return { ok: false, reason: 'mobile-missing' }
    const refusal = offerRefusal(person)
    const { target, isProtected } = person
    if (refusal !== null || !target.ok) return { ok: false, reason: refusal ?? 'mobile-missing' }
    // Whose answer it is would not be known, so it could not take the place.
    const people = await peopleOnNumber(reader, target.e164, moment.day)
    if (people.some(({ isReserved }) => isReserved)) return { ok: false, reason: 'number-reserved' }
    const language = target.language ?? moment.settings.language
    return { ok: true, recipient: target.e164, language, isProtected }
  }

  return {
    addressOf,
    async earliest(reader, start) {
      const { settings, now } = await momentIn(reader)
      const here = now.toZonedDateTimeISO(settings.timeZone)
      const day = start.toZonedDateTimeISO(settings.timeZone).toPlainDate()
      const isFree = day.equals(here.toPlainDate()) || !isQuiet(settings.messaging, minuteOf(here))
      return isFree ? now : endOfQuiet(settings.messaging, here).toInstant()
    },
    async ask(transaction, { patientId, address, key, start, until, number, notBefore, expiresAt }) {
      const { settings, now } = await momentIn(transaction)
      const { language, isProtected, recipient } = address
      const source = { settings, language, isProtected }
      const template = await context.templates.find(transaction, {
        purpose: 'waiting-list-offer',
        language,
        channel: 'sms'
      })
      const values = {
        ...appointmentValues(source, { start, now }),
        until: untilText(source, { until, now: notBefore }),
        number: number === null ? '' : String(number)
      }
      const id = await enqueue(
        transaction,
        {
          key,
          patient_id: patientId,
          purpose: 'waiting-list-offer',
          about_start: storedMoment(start),
          language,
          recipient,
          body: renderTemplate(template.body, values),
          template_version: template.version,
          not_before: storedMoment(notBefore),
          expires_at: storedMoment(expiresAt),
          created_at: storedMoment(now)
        },
        settings.messaging.segmentPriceMinor
      )
      if (id === null) throw new Error('The offer was written before.')
      return id
    },
    async takeBack(transaction, { messageId, patientId, start }, why) {
      const moment = await momentIn(transaction)
      const { settings, now } = moment
      const asked = await findMessage(transaction, messageId)
      if (!asked) return
      const isWaiting = asked.state === 'queued' && asked.parts_accepted === 0
      if (isWaiting)
        await changeMessage(
          transaction,
          { id: asked.id, from: 'queued' },
          ended('superseded', 'offer-ended', moment)
        )
      const mayHaveIt = ['queued', 'sending', 'sent', 'delivered', 'uncertain'].includes(asked.state)
      if (isWaiting || !mayHaveIt || why === null || asked.recipient === null) return
      const address = await addressOf(transaction, patientId)
      const source = { settings, language: asked.language, isProtected: !address.ok || address.isProtected }
      await enqueue(
        transaction,
        {
          key: `${asked.key}/ended`,
          patient_id: patientId,
          purpose: 'waiting-list-notice',
          about_start: storedMoment(start),
          language: asked.language,
          recipient: asked.recipient,
          body: wordOf(why, asked.language, { ...appointmentValues(source, { start, now }) }),
          not_before: storedMoment(now),
          expires_at: storedMoment(start),
          created_at: storedMoment(now)
        },
        settings.messaging.segmentPriceMinor
      )
    },
    statesOf: messageStatesOf
  }
}

type Source = Parameters<typeof appointmentValues>[0]

/** A time alone on the day itself, else with its date. */
function untilText(
  source: Source,
  { until, now }: { until: Temporal.Instant; now: Temporal.Instant }
): string {
  const { timeZone } = source.settings
  const isSameDay = until
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .equals(now.toZonedDateTimeISO(timeZone).toPlainDate())
  const values = appointmentValues(source, { start: until, now })
  return wordOf(isSameDay ? 'clock' : 'line', source.language, values)
}
