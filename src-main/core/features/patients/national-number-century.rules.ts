import { Temporal } from 'temporal-polyfill'
import { civilDate, datesOfShortYear } from './birth-date.rules'

export interface BirthDigits {
  day: number
  month: number
  yearOfCentury: number
  /** Digits seven to nine, `individnummer`. */
  individual: number
}

interface Series {
  from: number
  to: number
  firstYear: number
  lastYear: number
}

const ORDINARY: readonly Series[] = [
  { from: 500, to: 749, firstYear: 1854, lastYear: 1899 },
  { from: 0, to: 499, firstYear: 1900, lastYear: 1999 },
  { from: 900, to: 999, firstYear: 1940, lastYear: 1999 },
  { from: 500, to: 999, firstYear: 2000, lastYear: 2039 }
]

// Since 16 November 2021 D-numbers draw on these series as well, so some of them fit two centuries.
const D_NUMBERS_SINCE_2021: readonly Series[] = [
  { from: 500, to: 599, firstYear: 1854, lastYear: 1899 },
  { from: 0, to: 199, firstYear: 1900, lastYear: 1939 },
  { from: 0, to: 499, firstYear: 1940, lastYear: 1999 },
  { from: 600, to: 999, firstYear: 1940, lastYear: 1999 },
  { from: 200, to: 999, firstYear: 2000, lastYear: 2039 }
]

/** The day, month and year exist in at least one century a living person can be born in. */
export function isCalendarDay({ day, month, yearOfCentury }: BirthDigits): boolean {
  return [1800, 1900, 2000].some((century) => civilDate(century + yearOfCentury, month, day) !== null)
}

/**
 * Birth dates that digits 1–9 encode under the rules in force until 2031 (Skatteetaten,
 * "Fødselsnummer: individnummer og århundre"), none later than `on`.
 */
export function encodedBirthDates(
  digits: BirthDigits,
  series: 'ordinary' | 'd-number',
  on: Temporal.PlainDate
): Temporal.PlainDate[] {
  const all = series === 'ordinary' ? ORDINARY : [...ORDINARY, ...D_NUMBERS_SINCE_2021]
  const dates = all.flatMap((each) => dateInSeries(digits, each))
  return distinct(dates).filter((date) => Temporal.PlainDate.compare(date, on) <= 0)
}

/** Birth dates left open by a number that encodes no century: those of the 1900s and 2000s up to `on`. */
export function openBirthDates(digits: BirthDigits, on: Temporal.PlainDate): Temporal.PlainDate[] {
  return datesOfShortYear(digits, on)
}

export function distinct(dates: readonly Temporal.PlainDate[]): Temporal.PlainDate[] {
  return dates.filter((date, index) => dates.findIndex((other) => other.equals(date)) === index)
}

function dateInSeries(digits: BirthDigits, { from, to, firstYear, lastYear }: Series): Temporal.PlainDate[] {
  if (digits.individual < from || digits.individual > to) return []
  const year = Math.floor(firstYear / 100) * 100 + digits.yearOfCentury
  if (year < firstYear || year > lastYear) return []
  const date = civilDate(year, digits.month, digits.day)
  return date ? [date] : []
}
