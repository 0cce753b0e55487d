import { createHmac, randomInt, timingSafeEqual } from 'node:crypto'
import type { PatientId } from '@contract/ids'
import type { Temporal } from 'temporal-polyfill'
import { momentMs, storedMoment } from './moment'

export const CODE_MINUTES = 10
export const MOST_TRIES = 5
const DIGITS = 6

/** Codes that one patient, and one number, may be sent: within so many minutes, so many. */
export const CODE_LIMITS = [
  { minutes: 10, most: 3 },
  { minutes: 24 * 60, most: 10 }
] as const

export interface AskedCode {
  readonly patient_id: PatientId
  readonly mobile: string
  readonly asked_at: string
}

/** Whole minutes until another code may be sent to this patient on this number; 0 is now. `asked`: newest first. */
export function minutesToNextCode(
  asked: readonly AskedCode[],
  { patientId, mobile, now }: { patientId: PatientId; mobile: string; now: Temporal.Instant }
): number {
  const waits = CODE_LIMITS.flatMap(({ minutes, most }) => {
    const from = storedMoment(now.subtract({ minutes }))
    const recent = asked.filter(({ asked_at }) => asked_at > from)
    const ofPatient = recent.filter((row) => row.patient_id === patientId)
    const ofNumber = recent.filter((row) => row.mobile === mobile)
    return [ofPatient, ofNumber].map((same) => {
      const oldestThatCounts = same[most - 1]
      if (!oldestThatCounts) return 0
      const freeMs = momentMs(oldestThatCounts.asked_at) + minutes * 60_000
      return Math.max(1, Math.ceil((freeMs - now.epochMilliseconds) / 60_000))
    })
  })
  return Math.max(0, ...waits)
}

/** Stands in the stored text where the digits go. */
export const CODE_MARK = '••••••'

export function makeCode(): string {
  return String(randomInt(0, 10 ** DIGITS)).padStart(DIGITS, '0')
}

/** Keyed and salted: without the key six digits would be found by trying a million. */
export function hashCode(key: Buffer, salt: string, digits: string): string {
  return createHmac('sha256', key).update(`${salt}:${digits}`).digest('base64')
}

export function isSameHash(a: string, b: string): boolean {
  const left = Buffer.from(a)
  const right = Buffer.from(b)
  return left.length === right.length && timingSafeEqual(left, right)
}

export type TypedCode =
  | { readonly ok: true; readonly digits: string }
  | { readonly ok: false; readonly outcome: 'too-few' | 'too-many' }

/** What was typed, without spaces and the invisible characters that come with pasting. */
export function readTypedCode(text: string): TypedCode {
  const digits = text.normalize('NFKC').replace(/\D/gu, '')
  if (digits.length < DIGITS) return { ok: false, outcome: 'too-few' }
  return digits.length > DIGITS ? { ok: false, outcome: 'too-many' } : { ok: true, digits }
}
