import type { IdentifierType } from '@contract/patients'
import type { FOREIGN_IDENTIFIER_TYPES } from '@contract/choices'
import { checkBsnNumber, checkCprNumber } from './national-number-abroad.rules'
import {
  numberCheck,
  refusedNumber,
  type NationalNumberCheck,
  type NationalNumberRules
} from './national-number-check'
import { checkNorwegianNumber } from './national-number-norway.rules'

export type ForeignType = (typeof FOREIGN_IDENTIFIER_TYPES)[number]

/**
 * Capital letters and digits. A passport has nine in its machine-readable line and may have more on the page
 * (ICAO Doc 9303-4 § 4.2.2); an EHIC has up to twenty (Decision S2 of the Administrative Commission, fields 6 and 8).
 */
const SHAPES = {
  passport: /^[A-Z0-9]{5,15}$/,
  ehic: /^[A-Z0-9]{4,20}$/,
  'foreign-number': /^[A-Z0-9]{4,20}$/
} as const satisfies Record<ForeignType, RegExp>

/** Everything people type between the characters, `+` of a Swedish centenarian too. */
const SEPARATORS = /[\s\p{Cf}\p{P}+]/gu

export function isForeignType(type: IdentifierType | null): type is ForeignType {
  return type === 'passport' || type === 'ehic' || type === 'foreign-number'
}

/** As it is stored and searched: capital letters and digits. */
export function normalizeForeign(text: string): string {
  return text.replace(SEPARATORS, '').toUpperCase()
}

/**
 * Checks what another country issued. Its own rules are that country's business: where they are known (Norway,
 * Denmark, Netherlands) a number that breaks them is a warning, for the document may say more than the rule.
 */
export function checkForeignIdentifier(
  { type, country, text }: { type: ForeignType; country: string | null; text: string },
  rules: NationalNumberRules
): NationalNumberCheck {
  const normalized = normalizeForeign(text)
  if (normalized === '') return refusedNumber(normalized, 'number-missing', type)
  if (country === null || country === rules.country)
    return refusedNumber(normalized, 'identifier-country', type)
  if (!SHAPES[type].test(normalized)) return refusedNumber(normalized, 'identifier-shape', type)
  const known = type === 'foreign-number' ? checkAtHome(normalized, country, rules) : null
  if (known?.code === 'number-test-not-allowed') return { ...known, type, country, system: null }
  return numberCheck({
    verdict: known?.verdict === 'invalid' ? 'warning' : 'valid',
    type,
    country,
    normalized,
    code: known?.verdict === 'invalid' ? 'foreign-number-unlikely' : null,
    birthDate: known?.birthDate ?? null,
    possibleBirthDates: known?.possibleBirthDates ?? []
  })
}

function checkAtHome(
  value: string,
  country: string,
  { on, isTraining }: NationalNumberRules
): NationalNumberCheck | null {
  const isKnown = country === 'NO' || country === 'DK' || country === 'NL'
  if (!isKnown) return null
  if (!/^\d+$/.test(value)) return refusedNumber(value, 'number-characters')
  if (country === 'DK') return checkCprNumber(value, on)
  return country === 'NL' ? checkBsnNumber(value) : checkNorwegianNumber(value, { country, on, isTraining })
}
