import type { AppointmentStatus } from '@contract/appointments'
import type { MessagePurpose } from '@contract/messages'
import type { Consent, ConsentChannel } from '@contract/consents'
import type { Language } from '@contract/values'
import { Temporal } from 'temporal-polyfill'
import type { EmailTarget, MessageTarget } from '../patients'
import { appointmentChannel, channelRefusal, noticeRefusal, offerRefusal } from './channel.rules'
import { isAfter, momentMs } from './moment'
import { isVideo, videoRefusal } from './video.rules'
import { endOfQuiet, isQuiet, minuteOf, type QuietHours } from './quiet-hours.rules'

export interface PersonFacts {
  readonly target: MessageTarget
  /** The patient's own; the target may be a guardian's. */
  readonly mobile: string | null
  readonly isReserved: boolean
  readonly isProtected: boolean
  readonly reminderConsent: Pick<Consent, 'state' | 'isAllowed'>
  /** To the link of a video visit, by SMS. */
  readonly videoConsent: Pick<Consent, 'state' | 'isAllowed'>
  /** To being offered a place that has become free, by SMS. */
  readonly offerConsent: Pick<Consent, 'state' | 'isAllowed'>
  /** To being told that there is a message elsewhere, by SMS. */
  readonly noticeConsent: Pick<Consent, 'state' | 'isAllowed'>
  /** Null while the clinic sends no e-mail. */
  readonly email: EmailFacts | null
}

export interface EmailFacts {
  readonly target: EmailTarget
  /** The patient's own; the target may be a guardian's. */
  readonly own: string | null
  readonly reminderConsent: Pick<Consent, 'state' | 'isAllowed'>
  readonly preferred: ConsentChannel
}

export interface SendingQuestion {
  readonly message: {
    readonly purpose: MessagePurpose
    readonly channel: ConsentChannel
    readonly recipient: string | null
    readonly language: Language
    readonly aboutStart: string | null
    readonly expiresAt: string
    /** A code that is to prove a mobile which is not the patient's yet. */
    readonly isToNewMobile?: boolean
    /** One text to many patients: it needs a basis as a reminder does. */
    readonly isFromList: boolean
  }
  /** An answer to all who share a number, or an offer to one of them, and somebody there is reserved. */
  readonly isNumberReserved: boolean
  readonly now: Temporal.Instant
  readonly timeZone: string
  readonly quiet: QuietHours
  /** Sundays and public holidays at the clinic. */
  readonly isDayOff: (date: Temporal.PlainDate) => boolean
  /** Null for a message that concerns no patient. */
  readonly person: PersonFacts | null
  readonly appointment: {
    readonly status: AppointmentStatus
    readonly start: string
    readonly isLeftUnseen?: boolean
    /** The patient portal reminds of it; the clinic keeps silent, so that nothing is said twice. */
    readonly isRemindedElsewhere?: boolean
  } | null
}

export type SendingVerdict =
  | { readonly kind: 'send'; readonly recipient: string; readonly language: Language }
  | { readonly kind: 'end'; readonly state: 'expired' | 'superseded' | 'blocked'; readonly reason: string }
  | {
      readonly kind: 'wait'
      readonly until: Temporal.Instant
      readonly reason: 'quiet-hours' | 'register-waiting'
    }
  /** The other channel takes it, under its own rules. */
  | { readonly kind: 'reroute'; readonly channel: ConsentChannel }

/** All that the program writes about an appointment by itself. */
export const APPOINTMENT_PURPOSES = [
  'booking-confirmation',
  'appointment-reminder',
  'move-notice',
  'cancellation-notice'
] as const satisfies readonly MessagePurpose[]

/** Messages that need the consent for reminders: all that the program writes about an appointment. */
export function isAboutAppointment(purpose: MessagePurpose): boolean {
  return APPOINTMENT_PURPOSES.some((known) => known === purpose)
}

/** What goes to those on the waiting list; by SMS only, with a consent of its own. */
export function isOffer(purpose: MessagePurpose): boolean {
  return purpose === 'waiting-list-offer' || purpose === 'waiting-list-notice'
}

/** Messages to who is here or on the way; they need the same consent. */
export function isAboutVisit(purpose: MessagePurpose): boolean {
  return purpose === 'delay-notice' || purpose === 'arrival-code'
}

/** That there is something to read elsewhere; by SMS only, with a consent of its own. */
export function isNotice(purpose: MessagePurpose): boolean {
  return purpose === 'portal-answer'
}

/**
 * Every rule once more at the moment of sending: expiry, the appointment as it is now, reservation, legal basis, the
 * mobile as it is now, quiet hours (excepted: codes, answers to the patient's own SMS, video links, changes to today's
 * appointments). An operator's own text has expiry alone.
 */
export function judgeSending(question: SendingQuestion): SendingVerdict {
  const { message, now, person } = question
  if (momentMs(message.expiresAt) <= now.epochMilliseconds)
    return { kind: 'end', state: 'expired', reason: 'expired' }
  if (message.purpose === 'operator') return sendTo(message.recipient, message.language)
  // Before everything else about the patient: no other obstacle may make another channel, or a letter, of it.
  if (person && !person.target.ok && person.target.reason === 'deceased') return blocked('deceased')
  const outdated = refusalByAppointment(question)
  if (outdated !== null) return { kind: 'end', state: 'superseded', reason: outdated }
  const channel = isAboutAppointment(message.purpose) && person ? appointmentChannel(person) : message.channel
  if (channel !== message.channel) return { kind: 'reroute', channel }
  if (question.isNumberReserved && !person) return blocked('reserved')
  const address = person ? addressOf(question, person) : sendTo(message.recipient, message.language)
  if (address.kind !== 'send') return address
  if (question.isNumberReserved) return blocked('number-reserved')
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

function refusalByAppointment(question: SendingQuestion): string | null {
  const { message, appointment } = question
  if (isAboutAppointment(message.purpose)) return appointmentRefusal(question)
  if (isAboutVisit(message.purpose)) return visitRefusal(question)
  if (isVideo(message.purpose)) return videoRefusal(message.aboutStart, appointment)
  // A text to a day's patients is for those who still have that time, or lost it by being told so.
  const isMoved =
    message.isFromList && appointment !== null && !isSameStart(appointment.start, message.aboutStart)
  return isMoved ? 'appointment-moved' : null
}

function isSameStart(start: string, aboutStart: string | null): boolean {
  return aboutStart !== null && Date.parse(start) === Date.parse(aboutStart)
}

function appointmentRefusal({ message, now, appointment }: SendingQuestion): string | null {
  if (!appointment || message.aboutStart === null) return 'appointment-gone'
  const isCancelled = appointment.status === 'cancelled' || appointment.status === 'entered-in-error'
  const start = Temporal.Instant.from(appointment.start)
  if (!start.equals(Temporal.Instant.from(message.aboutStart))) return 'appointment-moved'
  if (message.purpose === 'cancellation-notice') return isCancelled ? null : 'appointment-stands'
  if (isCancelled) return 'appointment-cancelled'
  if (!isAfter(start, now)) return 'appointment-begun'
  if (message.purpose === 'appointment-reminder' && appointment.isRemindedElsewhere === true)
    return 'reminded-by-portal'
  return appointment.status === 'booked' ? null : 'appointment-begun'
}

/** Until the patient is called in, also past the start. */
function visitRefusal({ message, appointment }: SendingQuestion): string | null {
  if (!appointment) return 'appointment-gone'
  if (!isSameStart(appointment.start, message.aboutStart)) return 'appointment-moved'
  if (appointment.status === 'cancelled' || appointment.status === 'entered-in-error')
    return 'appointment-cancelled'
  const isStillAhead = appointment.status === 'booked' || appointment.status === 'arrived'
  return isStillAhead && appointment.isLeftUnseen !== true ? null : 'appointment-begun'
}

function addressOf({ message }: SendingQuestion, person: PersonFacts): SendingVerdict {
  if (message.purpose === 'one-time-code') {
    if (person.isReserved) return blocked('reserved')
    if (message.isToNewMobile === true) return sendTo(message.recipient, message.language)
    return message.channel === 'sms' ? toSameMobile(message, person.mobile) : toSameEmail(message, person)
  }
  if (isVideo(message.purpose)) return toVideo(message, person)
  const { purpose } = message
  if (isOffer(purpose)) return toSameTarget(message, person, offerRefusal(person))
  if (isNotice(purpose)) return toSameTarget(message, person, noticeRefusal(person))
  const needsBasis =
    isAboutAppointment(purpose) || isAboutVisit(purpose) || purpose === 'contact-check' || message.isFromList
  const refusal = needsBasis ? channelRefusal(person, message.channel) : null
  if (refusal) return blocked(refusal)
  if (message.channel === 'email') return byEmail(message, person)
  const { target } = person
  if (!target.ok) return blocked(target.reason)
  if (!isAboutAppointment(message.purpose)) {
    // A text a person wrote is meant for the number it was written to.
    return toSameMobile(message, message.recipient === person.mobile ? person.mobile : target.e164)
  }
  return sendTo(target.e164, target.language ?? message.language)
}

/** By SMS to the mobile as it is now; the link has a consent of its own. */
function toVideo({ language }: SendingQuestion['message'], person: PersonFacts): SendingVerdict {
  const refusal = channelRefusal({ ...person, reminderConsent: person.videoConsent }, 'sms')
  if (refusal !== null || !person.target.ok) return blocked(refusal ?? 'mobile-missing')
  return sendTo(person.target.e164, person.target.language ?? language)
}

/** To the mobile it was written for: somebody else's answer would take the place, and what it tells of is read there. */
function toSameTarget(
  message: SendingQuestion['message'],
  { target }: PersonFacts,
  refusal: string | null
): SendingVerdict {
  if (refusal !== null) return blocked(refusal)
  return toSameMobile(message, target.ok ? target.e164 : null)
}

function byEmail({ language }: SendingQuestion['message'], { email }: PersonFacts): SendingVerdict {
  const target = email?.target
  return target?.ok ? sendTo(target.address, target.language ?? language) : blocked('email-missing')
}

function toSameMobile(
  { recipient, language }: SendingQuestion['message'],
  mobile: string | null
): SendingVerdict {
  if (recipient === null || recipient !== mobile) return blocked('mobile-changed')
  return { kind: 'send', recipient, language }
}

function toSameEmail(
  { recipient, language }: SendingQuestion['message'],
  { email }: PersonFacts
): SendingVerdict {
  if (!email) return blocked('email-off')
  if (email.target.ok === false && email.target.reason === 'email-protected')
    return blocked('email-protected')
  if (recipient === null || recipient !== email.own) return blocked('email-changed')
  return { kind: 'send', recipient, language }
}

function localNow({ now, timeZone }: SendingQuestion): Temporal.ZonedDateTime {
  return now.toZonedDateTimeISO(timeZone)
}

function quietUntil(question: SendingQuestion): Temporal.Instant | null {
  const here = localNow(question)
  if (question.message.purpose === 'appointment-reminder' && question.isDayOff(here.toPlainDate()))
    return startOfNextDay(question.quiet, here).toInstant()
  if (!isQuiet(question.quiet, minuteOf(here)) || isExemptFromQuiet(question, here)) return null
  return endOfQuiet(question.quiet, here).toInstant()
}

/** A day off is quiet as a whole for reminders. */
function startOfNextDay({ quietFrom, quietUntil }: QuietHours, here: Temporal.ZonedDateTime) {
  const midnight = here.add({ days: 1 }).startOfDay()
  return quietFrom > quietUntil ? midnight.add({ minutes: quietUntil }) : midnight
}

function isExemptFromQuiet({ message, timeZone }: SendingQuestion, here: Temporal.ZonedDateTime): boolean {
  if (message.purpose === 'one-time-code' || message.purpose === 'answer' || isVideo(message.purpose))
    return true
  if (message.aboutStart === null || message.purpose === 'appointment-reminder') return false
  const day = Temporal.Instant.from(message.aboutStart).toZonedDateTimeISO(timeZone).toPlainDate()
  return day.equals(here.toPlainDate())
}
