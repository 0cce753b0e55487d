import { NATIONAL_NUMBER_TYPES } from '@contract/choices'
import type { IdentifierType } from '@contract/patients'
import type { Temporal } from 'temporal-polyfill'
import { checkBsnNumber, checkCprNumber } from './national-number-abroad.rules'
import { refusedNumber, type NationalNumberCheck, type NationalNumberRules } from './national-number-check'
import { checkNorwegianNumber } from './national-number-norway.rules'

export {
  type NationalNumberCheck,
  type NationalNumberCode,
  type NationalNumberRules
} from './national-number-check'

/** Spaces, hyphens and dots people type within a number, and invisible characters that come with pasting. */
const SEPARATORS = /[\s\p{Cf}\p{Pd}.]/gu

/** The kinds of number a clinic of this country registers. */
export function numberKindsOf(country: NationalNumberRules['country']): readonly IdentifierType[] {
  return NATIONAL_NUMBER_TYPES[country]
}

/** The number without what people type between its digits. Letters stay, for the check to name them. */
export function normalizeNumber(text: string): string {
  return text.replace(SEPARATORS, '')
}

/**
 * Checks a national number as typed. `invalid` is refused, `warning` may be kept once the user has confirmed
 * it; `code` names the rule that spoke. Length and characters are judged before date, date before control
 * digits, control digits before the synthetic series, so that the message names the first thing to mend.
 */
export function checkNationalNumber(text: string, rules: NationalNumberRules): NationalNumberCheck {
  const digits = normalizeNumber(text)
  if (digits === '') return refusedNumber(digits, 'number-missing', rules.type)
  if (!/^\d+$/.test(digits)) return refusedNumber(digits, 'number-characters', rules.type)
  if (rules.type && !numberKindsOf(rules.country).includes(rules.type)) {
    return refusedNumber(digits, 'number-kind', rules.type)
  }
  if (rules.country === 'DK') return checkCprNumber(digits, rules.on)
  if (rules.country === 'NL') return checkBsnNumber(digits)
  return checkNorwegianNumber(digits, rules)
}

/**
 * True where the number rules out the stated birth date. Numbers without a date (FH, DUF, BSN) contradict
 * nothing; a number without a century contradicts only day, month and year of the century.
 */
export function contradictsBirthDate(check: NationalNumberCheck, stated: Temporal.PlainDate): boolean {
  const possible = check.possibleBirthDates
  return possible.length > 0 && !possible.some((date) => date.equals(stated))
}
