import type { ConsentChannel } from '@contract/consents'
import type { PatientId } from '@contract/ids'
import type { ContactChannel } from '@contract/patients'
import type { Language } from '@contract/values'
import { isMinor, type AgeDay } from './age.rules'
import { needsOwnConfirming } from './alerts.rules'
import type { ClinicDay } from './clinic-day'
import { isDisputed, type ContactMoments } from './contact-freshness.rules'

/** What deciding whose mobile it is needs to know of the clinic and the moment. */
export type TargetDay = Pick<ClinicDay, 'today' | 'timeZone' | 'country'>

/** Whose mobile a patient's messages go to, or why none. */
export type MessageTarget =
  | {
      readonly ok: true
      readonly e164: string
      /** The patient, or the guardian whose mobile it is. */
      readonly recipientId: PatientId
      readonly isGuardian: boolean
      /** The recipient's own address is kept secret (kode 6 or 7). */
      readonly isProtected: boolean
      /** The recipient's; null means the clinic's. */
      readonly language: Language | null
    }
  | { readonly ok: false; readonly reason: MessageTargetRefusal }

export type MessageTargetRefusal =
  'deceased' | 'reserved' | 'mobile-missing' | 'turned-16' | 'number-disputed'

/** Whose e-mail address a patient's messages go to, or why none. */
export type EmailTarget =
  | {
      readonly ok: true
      readonly address: string
      /** The patient, or the guardian whose address it is. */
      readonly recipientId: PatientId
      /** The recipient's; null means the clinic's. */
      readonly language: Language | null
    }
  | { readonly ok: false; readonly reason: EmailTargetRefusal }

export type EmailTargetRefusal =
  Exclude<MessageTargetRefusal, 'mobile-missing' | 'number-disputed'> | 'email-missing' | 'email-protected'

export interface MessageTargets {
  readonly sms: MessageTarget
  readonly email: EmailTarget
  /** The patient's own; the target may be a guardian's. */
  readonly ownEmail: string | null
  /** What the one who is written to has asked for. */
  readonly preferred: ConsentChannel
}

export interface Reachable {
  readonly id: PatientId
  readonly birthDate: string | null
  readonly isReserved: boolean
  readonly isDeceased: boolean
  readonly language: Language | null
  /** Kode 6 or 7. */
  readonly isProtected: boolean
  readonly preferredChannel: ConsentChannel
  readonly mobile: (ContactMoments & { readonly value: string }) | null
  readonly email: (ContactMoments & { readonly value: string }) | null
}

/**
 * Own mobile; for a minor the mobile of the guardian who carries messages of that kind, and the child's own where
 * there is none. Someone who has reached health majority is not written to on a number that was given before: it may be
 * the parents'.
 */
export function targetOf(
  patient: Reachable,
  /** The guardian who carries the patient's messages of that kind today. */
  carrier: Reachable | null,
  day: TargetDay
): MessageTarget {
  const found = contactOf('mobile', { patient, carrier, day })
  if (!found.ok) return found
  const { recipient, value } = found
  // Somebody else has it: whoever answered from it said so.
  if (isDisputed(recipient.mobile)) return { ok: false, reason: 'number-disputed' }
  return {
    ok: true,
    e164: value,
    recipientId: recipient.id,
    isGuardian: recipient.id !== patient.id,
    isProtected: recipient.isProtected,
    language: recipient.language
  }
}

/**
 * The same for e-mail. Nobody whose address is kept secret is written to: the sender's name and domain would tell which
 * clinic it is, as no SMS does.
 */
export function emailTargetOf(patient: Reachable, carrier: Reachable | null, day: TargetDay): EmailTarget {
  const found = contactOf('email', { patient, carrier, day })
  if (!found.ok) return found
  const { recipient, value } = found
  if (patient.isProtected || recipient.isProtected) return { ok: false, reason: 'email-protected' }
  return { ok: true, address: value, recipientId: recipient.id, language: recipient.language }
}

/** Of the guardian who gets a child's messages, else of the patient. */
export function preferredChannelOf(
  patient: Reachable,
  carrier: Reachable | null,
  day: AgeDay
): ConsentChannel {
  return (guardianToday(patient, carrier, day) ?? patient).preferredChannel
}

type Found<Missing extends string> =
  | { readonly ok: true; readonly recipient: Reachable; readonly value: string }
  | { readonly ok: false; readonly reason: 'deceased' | 'reserved' | 'turned-16' | Missing }

interface Asked {
  readonly patient: Reachable
  readonly carrier: Reachable | null
  readonly day: TargetDay
}

function contactOf<Channel extends ContactChannel>(
  channel: Channel,
  { patient, carrier, day }: Asked
): Found<`${Channel}-missing`> {
  if (patient.isDeceased) return { ok: false, reason: 'deceased' }
  if (patient.isReserved) return { ok: false, reason: 'reserved' }
  const guardian = guardianToday(patient, carrier, day)
  if (guardian?.isReserved) return { ok: false, reason: 'reserved' }
  const theirs = guardian?.[channel]
  if (guardian && theirs) return { ok: true, recipient: guardian, value: theirs.value }
  const own = patient[channel]
  if (!own) return { ok: false, reason: `${channel}-missing` }
  if (needsOwnConfirming(own, patient.birthDate, day)) return { ok: false, reason: 'turned-16' }
  return { ok: true, recipient: patient, value: own.value }
}

function guardianToday(patient: Reachable, carrier: Reachable | null, day: AgeDay): Reachable | null {
  return isMinor(patient.birthDate, day) && carrier && !carrier.isDeceased ? carrier : null
}
