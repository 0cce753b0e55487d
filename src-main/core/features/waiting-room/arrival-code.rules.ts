import { ArrivalCode } from '@contract/waiting-room'

/*
 * The code a patient is called by on the wall: two letters and two digits, drawn by chance, so that nothing about the
 * patient, the clinician or the order of arrival can be read from it.
 */

/** Without vowels, which make words, and without letters that are taken for another or for a digit (B 8, G 6, I 1, O 0, Q, S 5, U V W, Y, Z 2). */
const LETTERS = 'CDFHJKLMNPRTVX'
/** Without 0 and 1, which are taken for O and I. */
const DIGITS = '23456789'
/** Pairs of letters with a meaning that nobody should be called by: movements, insults, illnesses. */
const AVOIDED_LETTERS: ReadonlySet<string> = new Set([
  'CF',
  'CP',
  'FK',
  'FF',
  'HH',
  'HJ',
  'HV',
  'KK',
  'PK',
  'TD',
  'XX'
])
const AVOIDED_DIGITS: ReadonlySet<string> = new Set(['28', '66', '69', '88'])
/** Far more draws than a day with every second code given away needs. */
const MOST_DRAWS = 1_000

/** A number from 0 up to `below`, each as likely as another. */
export type Draw = (below: number) => number

/**
 * A code that nobody has today.
 * @throws Error when it finds none, which would take thousands of arrivals on one day
 */
export function drawArrivalCode(draw: Draw, taken: ReadonlySet<string>): ArrivalCode {
  for (let tries = 0; tries < MOST_DRAWS; tries += 1) {
    const letters = pick(draw, LETTERS) + pick(draw, LETTERS)
    const digits = pick(draw, DIGITS) + pick(draw, DIGITS)
    const isAvoided = AVOIDED_LETTERS.has(letters) || AVOIDED_DIGITS.has(digits)
    if (!isAvoided && !taken.has(letters + digits)) return ArrivalCode.parse(letters + digits)
  }
  throw new Error('No arrival code is left for today.')
}

function pick(draw: Draw, from: string): string {
  return from.charAt(draw(from.length))
}
