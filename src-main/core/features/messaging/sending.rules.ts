import type { AppointmentStatus } from '@contract/appointments'
import type { MessagePurpose } from '@contract/messages'
import type { Consent } from '@contract/consents'
import type { Language } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import type { MessageTarget } from '../patients'
import { isAfter } from './moment'
import { endOfQuiet, isQuiet, minuteOf, type QuietHours } from './quiet-hours.rules'

export interface PersonFacts {
  readonly target: MessageTarget
  /** The patient's own; the target may be a guardian's. */
  readonly mobile: string | null
  readonly isReserved: boolean
  readonly isProtected: boolean
  readonly reminderConsent: Pick<Consent, 'state' | 'isAllowed'>
}

export interface SendingQuestion {
  readonly message: {
    readonly purpose: MessagePurpose
    readonly recipient: string | null
    readonly language: Language
    readonly aboutStart: string | null
    readonly expiresAt: string
  }
  readonly now: Temporal.Instant
  readonly timeZone: string
  readonly quiet: QuietHours
  /** Null for a message that concerns no patient. */
  readonly person: PersonFacts | null
  readonly appointment: { readonly status: AppointmentStatus; readonly start: string } | null
}

export type SendingVerdict =
  | { readonly kind: 'send'; readonly recipient: string; readonly language: Language }
  | { readonly kind: 'end'; readonly state: 'expired' | 'superseded' | 'blocked'; readonly reason: string }
  | { readonly kind: 'wait'; readonly until: Temporal.Instant; readonly reason: 'quiet-hours' }

const APPOINTMENT_PURPOSES: ReadonlySet<MessagePurpose> = new Set([
  'booking-confirmation',
  'appointment-reminder',
  'move-notice',
  'cancellation-notice'
])

/** Messages that need the consent for reminders: all that the program writes about an appointment. */
export function isAboutAppointment(purpose: MessagePurpose): boolean {
  return APPOINTMENT_PURPOSES.has(purpose)
}

/**
 * Every rule once more at the moment of sending: expiry, the appointment as it is now, reservation, legal basis, the
 * mobile as it is now, quiet hours (excepted: codes, answers to the patient's own SMS, changes to today's
 * appointments). An operator's own text has expiry alone.
 */
export function judgeSending(question: SendingQuestion): SendingVerdict {
  const { message, now, person } = question
  if (!isAfter(Temporal.Instant.from(message.expiresAt), now))
    return { kind: 'end', state: 'expired', reason: 'expired' }
  if (message.purpose === 'operator') return sendTo(message.recipient, message.language)
  const outdated = isAboutAppointment(message.purpose) ? appointmentRefusal(question) : null
  if (outdated !== null) return { kind: 'end', state: 'superseded', reason: outdated }
  const address = person ? addressOf(question, person) : sendTo(message.recipient, message.language)
  if (address.kind === 'end') return address
  const until = quietUntil(question)
  return until ? { kind: 'wait', until, reason: 'quiet-hours' } : address
}

function sendTo(recipient: string | null, language: Language): SendingVerdict {
  if (recipient === null) return blocked('mobile-missing')
  return { kind: 'send', recipient, language }
}

function blocked(reason: string): SendingVerdict {
  return { kind: 'end', state: 'blocked', reason }
}

function appointmentRefusal({ message, now, appointment }: SendingQuestion): string | null {
  if (!appointment || message.aboutStart === null) return 'appointment-gone'
  const isCancelled = appointment.status === 'cancelled' || appointment.status === 'entered-in-error'
  const start = Temporal.Instant.from(appointment.start)
  if (!start.equals(Temporal.Instant.from(message.aboutStart))) return 'appointment-moved'
  if (message.purpose === 'cancellation-notice') return isCancelled ? null : 'appointment-stands'
  if (isCancelled) return 'appointment-cancelled'
  if (!isAfter(start, now)) return 'appointment-begun'
  return appointment.status === 'booked' ? null : 'appointment-begun'
}

function addressOf({ message }: SendingQuestion, person: PersonFacts): SendingVerdict {
  if (message.purpose === 'one-time-code') {
    return person.isReserved ? blocked('reserved') : toSameMobile(message, person.mobile)
  }
  const { target } = person
  if (!target.ok) return blocked(target.reason)
  if (!isAboutAppointment(message.purpose)) {
    // A text a person wrote is meant for the number it was written to.
    return toSameMobile(message, message.recipient === person.mobile ? person.mobile : target.e164)
  }
  const refusal = consentRefusal(person.reminderConsent)
  return refusal ? blocked(refusal) : sendTo(target.e164, target.language ?? message.language)
}

/** Null when messages about appointments may leave, else why not. */
export function consentRefusal({
  isAllowed,
  state
}: PersonFacts['reminderConsent']): 'consent-missing' | 'consent-withdrawn' | null {
  if (isAllowed) return null
  return state === 'withdrawn' ? 'consent-withdrawn' : 'consent-missing'
}

function toSameMobile(
  { recipient, language }: SendingQuestion['message'],
  mobile: string | null
): SendingVerdict {
  if (recipient === null || recipient !== mobile) return blocked('mobile-changed')
  return { kind: 'send', recipient, language }
}

function localNow({ now, timeZone }: SendingQuestion): Temporal.ZonedDateTime {
  return now.toZonedDateTimeISO(timeZone)
}

function quietUntil(question: SendingQuestion): Temporal.Instant | null {
  const here = localNow(question)
  if (!isQuiet(question.quiet, minuteOf(here)) || isExemptFromQuiet(question, here)) return null
  return endOfQuiet(question.quiet, here).toInstant()
}

function isExemptFromQuiet({ message, timeZone }: SendingQuestion, here: Temporal.ZonedDateTime): boolean {
  if (message.purpose === 'one-time-code' || message.purpose === 'answer') return true
  if (message.aboutStart === null || message.purpose === 'appointment-reminder') return false
  const day = Temporal.Instant.from(message.aboutStart).toZonedDateTimeISO(timeZone).toPlainDate()
  return day.equals(here.toPlainDate())
}
