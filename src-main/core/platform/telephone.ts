import type { Country } from '@contract/values'
// The max metadata: only it tells mobile from fixed numbers in every country.
import { parsePhoneNumberFromString, type PhoneNumber } from 'libphonenumber-js/max'

export type TelephoneReading<Code extends string> = { ok: true; e164: string } | { ok: false; code: Code }

export type MobileCode = 'mobile-missing' | 'mobile-characters' | 'mobile-length' | 'mobile-not-mobile'
export type TelephoneCode =
  'telephone-missing' | 'telephone-characters' | 'telephone-length' | 'telephone-unknown'

type Fault = 'missing' | 'characters' | 'length'
type Parts = { callingCode: string; national: string } | { fault: Fault }

const CALLING_CODES = { NO: '47', DK: '45', NL: '31' } as const satisfies Record<Country, string>

/** What people type between digits, and the invisible characters that come with pasting. */
const SEPARATORS = /[\s\p{Cf}\p{Pd}()./]/gu

// Nkom: mobile numbers are eight digits that start with 4 or 9. libphonenumber is not asked about Norwegian
// numbers, for it refuses ranges that are in use (42, 43, 44, 49).
const NORWEGIAN_MOBILE = /^[49]\d{7}$/
const NORWEGIAN_FIXED = /^[235678]\d{7}$/
const NORWEGIAN_SHORT = /^0\d{4}$/
/** ACM: 061–065 and 068 are people's mobiles; 066 is paging and 0970 machines, which libphonenumber lets in. */
const DUTCH_MOBILE = /^6[1-58]\d{7}$/

/**
 * A mobile number as typed, with or without country code, to E.164. Foreign numbers need a leading `+` or
 * `00`. Anything a text message cannot reach is refused with the reason.
 */
export function parseMobile(text: string, country: Country): TelephoneReading<MobileCode> {
  const parts = partsOf(text, country)
  if ('fault' in parts) return { ok: false, code: `mobile-${parts.fault}` }
  if (parts.callingCode === CALLING_CODES.NO) return norwegianMobile(parts.national)
  const number = abroad(parts)
  if (!number?.isPossible()) return { ok: false, code: 'mobile-length' }
  return canReceiveMessages(number)
    ? { ok: true, e164: number.number }
    : { ok: false, code: 'mobile-not-mobile' }
}

/** Any telephone number that can be called: fixed, mobile, or a Norwegian five-digit number. */
export function parseTelephone(text: string, country: Country): TelephoneReading<TelephoneCode> {
  const parts = partsOf(text, country)
  if ('fault' in parts) return { ok: false, code: `telephone-${parts.fault}` }
  if (parts.callingCode === CALLING_CODES.NO) return norwegianTelephone(parts.national)
  const number = abroad(parts)
  if (!number?.isPossible()) return { ok: false, code: 'telephone-length' }
  return number.isValid() ? { ok: true, e164: number.number } : { ok: false, code: 'telephone-unknown' }
}

/** The number as people of the clinic's country read it: `412 34 567`; a foreign one keeps its country code. */
export function formatTelephone(e164: string, country: Country): string {
  const isDomestic = e164.startsWith(`+${CALLING_CODES[country]}`)
  if (e164.startsWith(`+${CALLING_CODES.NO}`)) {
    const national = groupNorwegian(e164.slice(3))
    return isDomestic ? national : `+${CALLING_CODES.NO} ${national}`
  }
  const number = parsePhoneNumberFromString(e164)
  if (!number) return e164
  return isDomestic ? number.formatNational() : number.formatInternational()
}

/** The digits a typed beginning of a mobile stands for as the start of an E.164 number: `412 3` → `+474123`. */
export function mobilePrefix(text: string, country: Country): string | null {
  const typed = text.replace(SEPARATORS, '')
  if (!/^\+?\d+$/.test(typed)) return null
  const international = typed.replace(/^00/, '+')
  if (international.startsWith('+')) return international
  const national = country === 'NL' ? typed.replace(/^0/, '') : typed
  return `+${CALLING_CODES[country]}${national}`
}

function partsOf(text: string, country: Country): Parts {
  const typed = text.replace(SEPARATORS, '').replace(/^00/, '+')
  if (typed === '') return { fault: 'missing' }
  if (!/^\+?\d+$/.test(typed)) return { fault: 'characters' }
  if (typed.startsWith('+')) return internationalParts(typed)
  return { callingCode: CALLING_CODES[country], national: withoutBareCode(typed, country) }
}

function internationalParts(typed: string): Parts {
  if (typed.startsWith(`+${CALLING_CODES.NO}`))
    return { callingCode: CALLING_CODES.NO, national: typed.slice(3) }
  const number = parsePhoneNumberFromString(typed)
  if (!number) return { fault: 'length' }
  return { callingCode: number.countryCallingCode, national: number.nationalNumber }
}

/** Registers also hold `4741234567`, the country code without its plus. */
function withoutBareCode(typed: string, country: Country): string {
  const code = CALLING_CODES[country]
  const nationalLength = country === 'NL' ? 9 : 8
  const hasBareCode = typed.length === code.length + nationalLength && typed.startsWith(code)
  return hasBareCode ? typed.slice(code.length) : typed
}

function abroad({
  callingCode,
  national
}: {
  callingCode: string
  national: string
}): PhoneNumber | undefined {
  const withoutTrunkZero = callingCode === CALLING_CODES.NL ? national.replace(/^0/, '') : national
  return parsePhoneNumberFromString(`+${callingCode}${withoutTrunkZero}`)
}

function canReceiveMessages(number: PhoneNumber): boolean {
  if (number.countryCallingCode === CALLING_CODES.NL) return DUTCH_MOBILE.test(number.nationalNumber)
  const kind = number.getType()
  return kind === 'MOBILE' || kind === 'FIXED_LINE_OR_MOBILE'
}

function norwegianMobile(national: string): TelephoneReading<MobileCode> {
  if (NORWEGIAN_MOBILE.test(national)) return { ok: true, e164: `+47${national}` }
  // Machines: 59 with eight digits, 58 with twelve.
  const isKnownLength = national.length === 8 || /^58\d{10}$/.test(national)
  return { ok: false, code: isKnownLength ? 'mobile-not-mobile' : 'mobile-length' }
}

function norwegianTelephone(national: string): TelephoneReading<TelephoneCode> {
  const isKnown = [NORWEGIAN_MOBILE, NORWEGIAN_FIXED, NORWEGIAN_SHORT].some((shape) => shape.test(national))
  if (isKnown) return { ok: true, e164: `+47${national}` }
  const isKnownLength = national.length === 8 || national.length === 5
  return { ok: false, code: isKnownLength ? 'telephone-unknown' : 'telephone-length' }
}

function groupNorwegian(national: string): string {
  if (national.length !== 8) return national
  const isGroupedByThree = /^[489]/.test(national)
  const groups = isGroupedByThree ? /^(\d{3})(\d{2})(\d{3})$/ : /^(\d{2})(\d{2})(\d{2})(\d{2})$/
  return national.replace(groups, isGroupedByThree ? '$1 $2 $3' : '$1 $2 $3 $4')
}
