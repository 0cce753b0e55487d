import { createHmac, timingSafeEqual } from 'node:crypto'
import type { AppointmentId } from '@contract/ids'
import type { CivilDate } from '@contract/values'

const DIGITS = 5

/**
 * The code with which a patient checks in, for one appointment on one day: an HMAC cut to five digits. Who has the
 * reminder can type it, who has not cannot work it out; it is stored nowhere and ends with the day.
 */
export function dayCode(codeKey: Buffer, id: AppointmentId, date: CivilDate): string {
  const mac = createHmac('sha256', codeKey).update(`${id} ${date}`).digest()
  return String(mac.readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, '0')
}

/** What was typed, less whatever is no digit; null for what cannot be a code. */
export function typedCode(text: string): string | null {
  const digits = text.replace(/\D/g, '')
  return digits.length === DIGITS ? digits : null
}

/** Takes as long whatever the digits are. */
export function isSameCode(expected: string, typed: string): boolean {
  return expected.length === typed.length && timingSafeEqual(Buffer.from(expected), Buffer.from(typed))
}

/** `••• •• 678`: enough to know one's own number by, too little for anybody else. */
export function maskedMobile(e164: string): string {
  return `••• •• ${e164.slice(-3)}`
}
