import type { IdentifierType } from '@contract/patients'
import { Temporal } from 'temporal-polyfill'
import {
  distinct,
  encodedBirthDates,
  isCalendarDay,
  openBirthDates,
  type BirthDigits
} from './national-number-century.rules'
import {
  numberCheck,
  refusedNumber,
  weightedSum,
  type NationalNumberCheck,
  type NationalNumberCode,
  type NationalNumberRules
} from './national-number-check'

const FIRST_WEIGHTS = [3, 7, 6, 1, 8, 9, 4, 5, 2]
const SECOND_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]
const DUF_WEIGHTS = [4, 6, 3, 2, 4, 6, 3, 2, 7, 5]

/** First day on which Skatteetaten issues numbers whose first control digit may leave a remainder of 1–3. */
const NEW_CONTROL_DIGITS_FROM = Temporal.PlainDate.from('2032-01-01')
const MAXIMUM_REMAINDER_2032 = 3

/** DUF numbers begin with the year of registration; the register was opened in the 1980s. */
const EARLIEST_DUF_YEAR = 1980

interface Shape {
  type: 'fodselsnummer' | 'd-number' | 'h-number'
  birth: BirthDigits
  /** What is added to the month, and so which synthetic series it may be. */
  monthAddition: 0 | 40 | 65 | 80
}

/**
 * Fødselsnummer, D-, FH- and H-number by shape; DUF only when chosen. From 1 January 2032
 * (S1 + k1) mod 11 may be 0–3; before that day 1–3 is a warning that the user may confirm (Skatteetaten,
 * "Nytt fødselsnummer fra 2032"). FH- and H-numbers keep remainder 0: Skatteetaten does not issue them.
 *
 * Month +40 is the H-number and also NAV's synthetic Dolly series. The H-number wins: a training clinic
 * takes it as it is, and a production clinic gets the warning `number-dolly-range` unless the user chose
 * the kind H-number.
 */
export function checkNorwegianNumber(digits: string, rules: NationalNumberRules): NationalNumberCheck {
  if (rules.type === 'duf-number') return checkDufNumber(digits, rules.on)
  if (digits.length !== 11) return refusedNumber(digits, 'number-length', rules.type)
  if (/^[89]/.test(digits)) return checkSharedHelpNumber(digits, rules)
  const shape = shapeOf(digits)
  if (!shape || !isCalendarDay(shape.birth)) return refusedNumber(digits, 'number-date', rules.type)
  if (rules.type && rules.type !== shape.type) return refusedNumber(digits, 'number-kind', shape.type)
  return checkBirthNumber(digits, shape, rules)
}

/** The day, month and year within an 11-digit number or its first six digits, additions taken off. */
export function birthDigitsOf(digits: string): Pick<BirthDigits, 'day' | 'month' | 'yearOfCentury'> | null {
  return shapeOf(digits)?.birth ?? null
}

function shapeOf(digits: string): Shape | null {
  const writtenDay = Number(digits.slice(0, 2))
  const writtenMonth = Number(digits.slice(2, 4))
  const isDNumber = writtenDay > 40
  const monthAddition = ([80, 65, 40, 0] as const).find((addition) => writtenMonth > addition)
  if (monthAddition === undefined) return null
  const birth = {
    day: isDNumber ? writtenDay - 40 : writtenDay,
    month: writtenMonth - monthAddition,
    yearOfCentury: Number(digits.slice(4, 6)),
    individual: Number(digits.slice(6, 9))
  }
  return { type: kindOf(isDNumber, monthAddition), birth, monthAddition }
}

function kindOf(isDNumber: boolean, monthAddition: number): Shape['type'] {
  if (isDNumber) return 'd-number'
  return monthAddition === 40 ? 'h-number' : 'fodselsnummer'
}

function checkBirthNumber(digits: string, shape: Shape, rules: NationalNumberRules): NationalNumberCheck {
  const { type, monthAddition } = shape
  const remainder = firstRemainder(digits)
  const maximum = type === 'h-number' ? 0 : MAXIMUM_REMAINDER_2032
  if (remainder > maximum) return refusedNumber(digits, 'number-control-digit-1', type)
  if (secondRemainder(digits) !== 0) return refusedNumber(digits, 'number-control-digit-2', type)
  const isTest = monthAddition >= 65 || (monthAddition === 40 && type === 'd-number')
  if (monthAddition >= 65 && !rules.isTraining) {
    return { ...refusedNumber(digits, 'number-test-not-allowed', type), isTest }
  }
  const dates = birthDatesOf(shape, remainder, rules.on)
  const code = reservationOf(shape, remainder, dates.encoded.length > 0, rules)
  return numberCheck({
    verdict: code ? 'warning' : 'valid',
    type,
    normalized: digits,
    code,
    isTest,
    ...dates.held
  })
}

/** Why the number is accepted only after the user has confirmed it, or null. */
function reservationOf(
  { type, monthAddition }: Shape,
  remainder: number,
  hasCentury: boolean,
  { on, isTraining, type: chosen }: NationalNumberRules
): NationalNumberCode | null {
  if (monthAddition === 40 && !isTraining && chosen !== 'h-number') return 'number-dolly-range'
  if (type === 'h-number' || isFrom2032(on)) return null
  if (remainder !== 0) return 'control-digit-2032'
  return hasCentury ? null : 'number-century'
}

function birthDatesOf({ type, birth }: Shape, remainder: number, on: Temporal.PlainDate) {
  const encoded = encodedBirthDates(birth, type === 'd-number' ? 'd-number' : 'ordinary', on)
  // H-numbers are made by the clinic's own system, and numbers of the 2032 rule encode no century.
  const isCenturyCertain = remainder === 0 && type !== 'h-number' && !isFrom2032(on) && encoded.length > 0
  const possible = isCenturyCertain ? encoded : distinct([...encoded, ...openBirthDates(birth, on)])
  const stated = isFrom2032(on) ? possible : encoded
  const birthDate = remainder === 0 && stated.length === 1 ? (stated[0] ?? null) : null
  return { encoded, held: { birthDate, possibleBirthDates: possible } }
}

function checkSharedHelpNumber(digits: string, rules: NationalNumberRules): NationalNumberCheck {
  const type: IdentifierType = 'fh-number'
  if (rules.type && rules.type !== type) return refusedNumber(digits, 'number-kind', type)
  if (firstRemainder(digits) !== 0) return refusedNumber(digits, 'number-control-digit-1', type)
  if (secondRemainder(digits) !== 0) return refusedNumber(digits, 'number-control-digit-2', type)
  return numberCheck({ verdict: 'valid', type, normalized: digits, code: null })
}

/** UDI's number: year of registration, six running digits, and the weighted sum mod 11 in two digits. */
function checkDufNumber(digits: string, on: Temporal.PlainDate): NationalNumberCheck {
  const type: IdentifierType = 'duf-number'
  if (digits.length !== 12) return refusedNumber(digits, 'number-length', type)
  const year = Number(digits.slice(0, 4))
  if (year < EARLIEST_DUF_YEAR || year > on.year) return refusedNumber(digits, 'number-date', type)
  const isSound = weightedSum(digits, DUF_WEIGHTS) % 11 === Number(digits.slice(10))
  if (!isSound) return refusedNumber(digits, 'number-control-digit', type)
  return numberCheck({ verdict: 'valid', type, normalized: digits, code: null })
}

/** The two control digits of the first nine under the rule of remainder 0; null where there are none (a computed 10). */
export function controlDigits(nine: string): string | null {
  const first = (11 - (weightedSum(nine, FIRST_WEIGHTS) % 11)) % 11
  const second = (11 - (weightedSum(`${nine}${first}`, SECOND_WEIGHTS) % 11)) % 11
  return first === 10 || second === 10 ? null : `${first}${second}`
}

function firstRemainder(digits: string): number {
  return (weightedSum(digits, FIRST_WEIGHTS) + Number(digits[9])) % 11
}

function secondRemainder(digits: string): number {
  return (weightedSum(digits, SECOND_WEIGHTS) + Number(digits[10])) % 11
}

/** From this day a first control digit with remainder 1–3 is as good as one with 0. */
export function isFrom2032(on: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(on, NEW_CONTROL_DIGITS_FROM) >= 0
}
