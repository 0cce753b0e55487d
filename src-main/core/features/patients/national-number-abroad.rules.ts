import { Temporal } from 'temporal-polyfill'
import { civilDate } from './birth-date.rules'
import { numberCheck, refusedNumber, weightedSum, type NationalNumberCheck } from './national-number-check'

const BSN_WEIGHTS = [9, 8, 7, 6, 5, 4, 3, 2, -1]

/**
 * Danish CPR number. Modulus 11 is no test of validity since 2007; the seventh digit and the year give the
 * century (cpr.dk, "Personnummeret i CPR").
 */
export function checkCprNumber(digits: string, on: Temporal.PlainDate): NationalNumberCheck {
  if (digits.length !== 10) return refusedNumber(digits, 'number-length', 'cpr')
  const birthDate = cprBirthDate(digits)
  const isBorn = birthDate !== null && Temporal.PlainDate.compare(birthDate, on) <= 0
  if (!isBorn) return refusedNumber(digits, 'number-date', 'cpr')
  return numberCheck({
    verdict: 'valid',
    type: 'cpr',
    normalized: digits,
    code: null,
    birthDate,
    possibleBirthDates: [birthDate]
  })
}

/** Dutch BSN: nine digits with the "elfproef"; eight digits are an old form with its leading zero dropped. */
export function checkBsnNumber(digits: string): NationalNumberCheck {
  const normalized = digits.length === 8 ? `0${digits}` : digits
  if (normalized.length !== 9) return refusedNumber(digits, 'number-length', 'bsn')
  const isSound = weightedSum(normalized, BSN_WEIGHTS) % 11 === 0 && Number(normalized) > 0
  if (!isSound) return refusedNumber(normalized, 'number-control-digit', 'bsn')
  return numberCheck({ verdict: 'valid', type: 'bsn', normalized, code: null })
}

function cprBirthDate(digits: string): Temporal.PlainDate | null {
  const yearOfCentury = Number(digits.slice(4, 6))
  const year = cprCentury(Number(digits[6]), yearOfCentury) + yearOfCentury
  return civilDate(year, Number(digits.slice(2, 4)), Number(digits.slice(0, 2)))
}

function cprCentury(seventhDigit: number, yearOfCentury: number): number {
  if (seventhDigit <= 3) return 1900
  if (seventhDigit === 4 || seventhDigit === 9) return yearOfCentury <= 36 ? 2000 : 1900
  return yearOfCentury <= 57 ? 2000 : 1800
}
