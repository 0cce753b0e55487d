import { Temporal } from 'temporal-polyfill'

/** Nobody in a register is born before this year: the oldest series of the fødselsnummer begins here. */
export const EARLIEST_BIRTH_YEAR = 1854

export type BirthDateReading =
  { ok: true; date: Temporal.PlainDate } | { ok: false; code: 'birth-date' | 'birth-date-missing' }

interface DateParts {
  day: number
  month: number
  /** As it was written: two digits leave the century open. */
  year: string
}

const DAY_FIRST = /^(\d{1,2})[.\-/ ](\d{1,2})[.\-/ ](\d{4}|\d{2})$/
const YEAR_FIRST = /^(\d{4})[.\-/](\d{1,2})[.\-/](\d{1,2})$/
const DAY_FIRST_DIGITS = /^(\d{2})(\d{2})(\d{4}|\d{2})$/
const YEAR_FIRST_DIGITS = /^(\d{4})(\d{2})(\d{2})$/
/** Spreadsheets and databases export a date as midnight of that day. */
const MIDNIGHT = /[T ]00:00(:00(\.0+)?)?Z?$/

/** The civil date, or null where the calendar has no such day. */
export function civilDate(year: number, month: number, day: number): Temporal.PlainDate | null {
  if (month < 1 || month > 12 || day < 1) return null
  const date = Temporal.PlainDate.from({ year, month, day }, { overflow: 'constrain' })
  return date.day === day ? date : null
}

/** The civil dates of a two-digit year that are not after `on`, newest first. */
export function datesOfShortYear(
  parts: { yearOfCentury: number; month: number; day: number },
  on: Temporal.PlainDate
): Temporal.PlainDate[] {
  return [2000, 1900]
    .map((century) => civilDate(century + parts.yearOfCentury, parts.month, parts.day))
    .filter((date) => date !== null)
    .filter((date) => Temporal.PlainDate.compare(date, on) <= 0)
}

/**
 * Every birth date the text can mean, the likeliest first; none where the calendar has no such day or the
 * day lies after `on`. A year of two digits gives the newest year that is not in the future, then the
 * hundred years older one. Understood are `07.04.1990`, `7.4.90`, `07/04/1990`, `7-4-1990`, `1990-04-07`,
 * `07041990`, `070490` and `19900407`.
 */
export function readBirthDates(text: string, on: Temporal.PlainDate): Temporal.PlainDate[] {
  const written = text.trim().replace(MIDNIGHT, '')
  const dates = partsOf(written).flatMap((parts) => datesOf(parts, on))
  return dates.filter((date) => date.year >= EARLIEST_BIRTH_YEAR && Temporal.PlainDate.compare(date, on) <= 0)
}

/** The likeliest birth date of {@link readBirthDates}, or the code of the refusal. */
export function parseBirthDate(text: string, on: Temporal.PlainDate): BirthDateReading {
  if (text.trim() === '') return { ok: false, code: 'birth-date-missing' }
  const [date] = readBirthDates(text, on)
  return date ? { ok: true, date } : { ok: false, code: 'birth-date' }
}

function partsOf(text: string): DateParts[] {
  const dayFirst = DAY_FIRST.exec(text) ?? DAY_FIRST_DIGITS.exec(text)
  const yearFirst = YEAR_FIRST.exec(text) ?? YEAR_FIRST_DIGITS.exec(text)
  const parts: DateParts[] = []
  if (dayFirst) parts.push({ day: Number(dayFirst[1]), month: Number(dayFirst[2]), year: dayFirst[3] ?? '' })
  if (yearFirst)
    parts.push({ day: Number(yearFirst[3]), month: Number(yearFirst[2]), year: yearFirst[1] ?? '' })
  return parts
}

function datesOf({ day, month, year }: DateParts, on: Temporal.PlainDate): Temporal.PlainDate[] {
  if (year.length === 2) return datesOfShortYear({ yearOfCentury: Number(year), month, day }, on)
  const date = civilDate(Number(year), month, day)
  return date ? [date] : []
}
