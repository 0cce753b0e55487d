import type { Country } from '@contract/values'
import type { Temporal } from 'temporal-polyfill'
import { mobilePrefix, parseMobile } from '../../platform/telephone'
import { datesOfShortYear, EARLIEST_BIRTH_YEAR, readBirthDates } from './birth-date.rules'
import { normalizeForeign } from './foreign-identifier.rules'
import { searchTokens } from './name-folding.rules'
import { birthDigitsOf } from './national-number-norway.rules'
import { normalizeNumber } from './national-number.rules'

/**
 * One way to understand what was typed. A patient matches when the condition holds and every token is the
 * beginning of a word of the name; without tokens the condition alone decides.
 */
export type SearchReading = { tokens: readonly string[] } & (
  | { kind: 'name' }
  // Of another country's number or document, capital letters too.
  | { kind: 'national-number'; digits: string }
  | { kind: 'national-number-prefix'; digits: string }
  | { kind: 'birth-date'; dates: readonly Temporal.PlainDate[] }
  | { kind: 'birth-year'; years: readonly number[] }
  | { kind: 'mobile'; e164: string }
  | { kind: 'mobile-prefix'; prefix: string }
)

export interface SearchRules {
  country: Country
  on: Temporal.PlainDate
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
type Condition = DistributiveOmit<Exclude<SearchReading, { kind: 'name' }>, 'tokens'>

/** Complete lengths; Norway's twelve digits are a DUF number, a Dutch number may lack its leading zero. */
const NUMBER_LENGTHS = { NO: [11, 12], DK: [10], NL: [9] } as const satisfies Record<
  Country,
  readonly number[]
>
/** National digits, without country code, that begin a mobile. A Danish mobile shares its ranges with fixed lines. */
const MOBILE_START = { NO: /^[49]\d{3,}$/, DK: /^[2-9]\d{3,}$/, NL: /^06\d{2,}$/ } as const satisfies Record<
  Country,
  RegExp
>
const LONGEST_MOBILE = { NO: 8, DK: 8, NL: 10 } as const satisfies Record<Country, number>
const FEWEST_DIGITS = 4
const MAXIMUM_TOKENS = 6
/** A passport, an EHIC or a number of another country: letters and digits in one word, or `AB 123456`. */
const FOREIGN_WORD = /^(?=.*\d)(?=.*[A-Z])[A-Z\d]{5,20}$/
const FOREIGN_SPACED = /^[A-Z]{1,3}\d{4,17}$/
const LONGEST_IDENTIFIER = 20

/**
 * Every reading of what a receptionist typed; the results are the union of them. None where nothing can be
 * searched for yet (fewer than four digits). Six digits are a birth date, the beginning of a national number
 * and perhaps of a mobile at once; a D-number's day and the months of synthetic and H-numbers are read as the
 * date they stand for.
 */
export function parseSearch(text: string, rules: SearchRules): SearchReading[] {
  const words = text.trim().split(/\s+/u).filter(Boolean)
  const isNumeric = (word: string) => /\d/.test(word) && !/\p{L}/u.test(word)
  const tokens = searchTokens(words.filter((word) => !isNumeric(word)).join(' ')).slice(0, MAXIMUM_TOKENS)
  const numeric = words.filter(isNumeric).join(' ')
  const conditions = numeric === '' ? [] : conditionsOf(numeric, rules, tokens.length > 0)
  const readings: SearchReading[] = foreignReadings(text, words.length)
  if (conditions.length > 0) readings.push(...conditions.map((condition) => ({ ...condition, tokens })))
  else if (tokens.length > 0) readings.push({ kind: 'name', tokens })
  return readings
}

function foreignReadings(text: string, words: number): SearchReading[] {
  const value = normalizeForeign(text)
  const isForeign = (words === 1 ? FOREIGN_WORD : FOREIGN_SPACED).test(value)
  return isForeign ? [{ kind: 'national-number', digits: value, tokens: [] }] : []
}

function conditionsOf(typed: string, rules: SearchRules, hasName: boolean): Condition[] {
  const dates = readBirthDates(typed, rules.on)
  const digits = normalizeNumber(typed).replace(/[/()]/g, '')
  // A date written with signs between its parts is nothing else.
  if (dates.length > 0 && /^\d{1,4}[.\-/ ]\d{1,2}[.\-/ ]\d{2,4}$/.test(typed) && digits.length < 9) {
    return [{ kind: 'birth-date', dates }, ...spacedDigits(typed, digits, rules)]
  }
  if (/^(\+|00)/.test(digits)) return mobileConditions(digits, rules.country)
  if (!/^\d+$/.test(digits)) return []
  if (hasName && digits.length === 2) return yearConditions(digits, rules.on)
  if (digits.length < FEWEST_DIGITS) return []
  return digitConditions(digits, dates, rules)
}

/** `41 23 45` may be a date with spaces, and as well the beginning of a mobile. */
function spacedDigits(typed: string, digits: string, rules: SearchRules): Condition[] {
  return typed.includes(' ') ? digitConditions(digits, [], rules) : []
}

function digitConditions(
  digits: string,
  writtenDates: readonly Temporal.PlainDate[],
  rules: SearchRules
): Condition[] {
  const { country, on } = rules
  const lengths: readonly number[] = NUMBER_LENGTHS[country]
  const conditions: Condition[] = []
  const isLong = digits.length > Math.max(...lengths) && digits.length <= LONGEST_IDENTIFIER
  if (isLong || lengths.includes(digits.length)) conditions.push({ kind: 'national-number', digits })
  const dates = writtenDates.length > 0 ? writtenDates : datesWithAdditions(digits, rules)
  if (dates.length > 0) conditions.push({ kind: 'birth-date', dates })
  if (isNumberBeginning(digits, country)) conditions.push({ kind: 'national-number-prefix', digits })
  conditions.push(...mobileConditions(digits, country))
  if (digits.length === 4) conditions.push(...yearConditions(digits, on))
  return conditions
}

/** A Norwegian number's first six digits, with the additions of D-, H- and synthetic numbers taken off. */
function datesWithAdditions(digits: string, { country, on }: SearchRules): Temporal.PlainDate[] {
  if (country !== 'NO' || digits.length !== 6) return []
  const birth = birthDigitsOf(digits)
  return birth ? datesOfShortYear(birth, on) : []
}

function isNumberBeginning(digits: string, country: Country): boolean {
  const longest = Math.max(...NUMBER_LENGTHS[country])
  return digits.length >= FEWEST_DIGITS && digits.length < longest && digits.length !== 11
}

function mobileConditions(digits: string, country: Country): Condition[] {
  const reading = parseMobile(digits, country)
  if (reading.ok) return [{ kind: 'mobile', e164: reading.e164 }]
  const isInternational = /^(\+|00)/.test(digits)
  const isDomestic = MOBILE_START[country].test(digits) && digits.length < LONGEST_MOBILE[country]
  if (!isInternational && !isDomestic) return []
  const prefix = mobilePrefix(digits, country)
  // The country code and at least two digits more, for fewer hit half the register.
  return prefix && prefix.length >= 5 ? [{ kind: 'mobile-prefix', prefix }] : []
}

function yearConditions(digits: string, on: Temporal.PlainDate): Condition[] {
  const typed = Number(digits)
  const candidates = digits.length === 4 ? [typed] : [2000 + typed, 1900 + typed]
  const years = candidates.filter((year) => year >= EARLIEST_BIRTH_YEAR && year <= on.year)
  return years.length > 0 ? [{ kind: 'birth-year', years }] : []
}
