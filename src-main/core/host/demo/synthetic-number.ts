import type { Temporal } from 'temporal-polyfill'

const K1_WEIGHTS = [3, 7, 6, 1, 8, 9, 4, 5, 2]
const K2_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]
/** Tenor's test numbers carry the month + 80, so that no living person can have one. */
const TEST_MONTH_OFFSET = 80

/** A synthetic fødselsnummer of the Tenor series; null where the control digits do not come out for this `serial`. */
export function syntheticNumber(
  birthDate: Temporal.PlainDate,
  serial: number,
  isFemale: boolean
): string | null {
  const base = birthDate.year >= 2000 ? 500 : 0
  // The third digit of the individnummer is even for women.
  const individual = base + ((serial * 2 + (isFemale ? 0 : 1)) % 500)
  const digits = [
    two(birthDate.day),
    two(birthDate.month + TEST_MONTH_OFFSET),
    two(birthDate.year % 100),
    String(individual).padStart(3, '0')
  ].join('')
  const k1 = controlDigit(digits, K1_WEIGHTS)
  const k2 = k1 === null ? null : controlDigit(digits + String(k1), K2_WEIGHTS)
  return k2 === null ? null : `${digits}${k1}${k2}`
}

function controlDigit(digits: string, weights: readonly number[]): number | null {
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0)
  const digit = (11 - (sum % 11)) % 11
  return digit === 10 ? null : digit
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
