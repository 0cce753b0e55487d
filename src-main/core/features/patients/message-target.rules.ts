import type { PatientId } from '@contract/ids'
import type { Language } from '@contract/values'
import { isMinor } from './age.rules'
import { needsConfirmingAt16 } from './alerts.rules'
import type { ClinicDay } from './clinic-day'
import type { ContactMoments } from './contact-freshness.rules'

/** Whose mobile a patient's messages go to, or why none. */
export type MessageTarget =
  | {
      readonly ok: true
      readonly e164: string
      /** The patient, or the guardian whose mobile it is. */
      readonly recipientId: PatientId
      readonly isGuardian: boolean
      /** The recipient's; null means the clinic's. */
      readonly language: Language | null
    }
  | { readonly ok: false; readonly reason: MessageTargetRefusal }

export type MessageTargetRefusal = 'deceased' | 'reserved' | 'mobile-missing' | 'turned-16'

export interface Reachable {
  readonly id: PatientId
  readonly birthDate: string | null
  readonly isReserved: boolean
  readonly isDeceased: boolean
  readonly language: Language | null
  readonly mobile: (ContactMoments & { readonly value: string }) | null
}

/**
 * Own mobile; for a child under sixteen the mobile of the guardian who carries the messages, and the child's own where
 * there is none. Someone who has turned sixteen is not written to on a number that was given before: it may be the
 * parents'.
 */
export function targetOf(
  patient: Reachable,
  /** The guardian who carries the patient's messages today. */
  carrier: Reachable | null,
  day: Pick<ClinicDay, 'today' | 'timeZone'>
): MessageTarget {
  if (patient.isDeceased) return { ok: false, reason: 'deceased' }
  if (patient.isReserved) return { ok: false, reason: 'reserved' }
  const guardian = isMinor(patient.birthDate, day.today) && carrier && !carrier.isDeceased ? carrier : null
  if (guardian?.isReserved) return { ok: false, reason: 'reserved' }
  if (guardian?.mobile) return reached(patient, guardian, guardian.mobile.value)
  if (!patient.mobile) return { ok: false, reason: 'mobile-missing' }
  if (needsConfirmingAt16(patient.mobile, patient.birthDate, day)) return { ok: false, reason: 'turned-16' }
  return reached(patient, patient, patient.mobile.value)
}

function reached(patient: Reachable, recipient: Reachable, e164: string): MessageTarget {
  return {
    ok: true,
    e164,
    recipientId: recipient.id,
    isGuardian: recipient.id !== patient.id,
    language: recipient.language
  }
}
