import type { CivilDate } from '@contract/values'
import { civilDate } from '../../lib/dates'
import { twoDigits } from '../../lib/two-digits'

export type TypedDate =
  | { readonly state: 'empty' }
  | { readonly state: 'partial' }
  | { readonly state: 'impossible' }
  | { readonly state: 'future' }
  | { readonly state: 'date'; readonly date: CivilDate }

const EARLIEST: CivilDate = '1850-01-01'

const MONTHS: readonly (readonly string[])[] = [
  ['jan', 'januar', 'januari', 'january'],
  ['feb', 'februar', 'februari', 'february'],
  ['mar', 'mars', 'marts', 'maart', 'mrt', 'march'],
  ['apr', 'april'],
  ['mai', 'maj', 'mei', 'may'],
  ['jun', 'juni', 'june'],
  ['jul', 'juli', 'july'],
  ['aug', 'august', 'augustus'],
  ['sep', 'sept', 'september'],
  ['okt', 'oktober', 'oct', 'october'],
  ['nov', 'november'],
  ['des', 'desember', 'dec', 'december']
]

/**
 * Reads a birth date as people at a desk type it: `17.05.1987`, `17.5.87`, `17/5 1987`, `170587`, `17051987`,
 * `1987-05-17`, `17. mai 1987`. A year of two digits is the latest one that is not after `today`. `partial` means
 * that more is to be typed.
 */
export function readBirthDate(text: string, today: CivilDate): TypedDate {
  const typed = text.trim().toLowerCase()
  if (typed === '') return { state: 'empty' }
  const parts = splitDate(typed)
  if (parts === null) return { state: 'partial' }
  const date = civilDate(fullYear(parts, today), parts.month, parts.day)
  if (date === null || date < EARLIEST) return { state: 'impossible' }
  return date > today ? { state: 'future' } : { state: 'date', date }
}

interface Parts {
  readonly day: number
  readonly month: number
  readonly year: number
  readonly hasCentury: boolean
}

function splitDate(typed: string): Parts | null {
  const iso = /^(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})$/.exec(typed)
  if (iso !== null) return parts(iso[3], iso[2], iso[1])
  const digits = /^(\d{2})(\d{2})(\d{4}|\d{2})$/.exec(typed.replaceAll(' ', ''))
  if (digits !== null) return parts(digits[1], digits[2], digits[3])
  const dotted = /^(\d{1,2})\s*[-./ ]\s*(\d{1,2})\s*[-./ ]\s*(\d{4}|\d{2})$/.exec(typed)
  if (dotted !== null) return parts(dotted[1], dotted[2], dotted[3])
  const named = /^(\d{1,2})\.?\s*(\p{L}+)\.?\s*(\d{4}|\d{2})$/u.exec(typed)
  if (named === null) return null
  const month = MONTHS.findIndex((names) => names.includes(named[2] ?? ''))
  return month === -1 ? null : parts(named[1], String(month + 1), named[3])
}

function parts(day = '', month = '', year = ''): Parts {
  return { day: Number(day), month: Number(month), year: Number(year), hasCentury: year.length === 4 }
}

function fullYear({ year, month, day, hasCentury }: Parts, today: CivilDate): number {
  if (hasCentury) return year
  const century = Math.floor(Number(today.slice(0, 4)) / 100) * 100
  const candidate = century + year
  const isAhead = `${candidate}-${twoDigits(month)}-${twoDigits(day)}` > today
  return isAhead ? candidate - 100 : candidate
}

/** The form the field shows when it is left: `17.05.1987`. */
export function birthDateText(date: CivilDate | null): string {
  if (date === null) return ''
  const [year = '', month = '', day = ''] = date.split('-')
  return `${day}.${month}.${year}`
}
