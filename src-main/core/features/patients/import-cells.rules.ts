import type { AddressProtection, Sex } from '@contract/patients'
import type { Language } from '@contract/values'
import type { ImportCells } from './import-columns.rules'
import { foldName } from './name-folding.rules'

const SEXES: Readonly<Record<string, Sex>> = {
  k: 'female',
  kvinne: 'female',
  kvinde: 'female',
  jente: 'female',
  pige: 'female',
  f: 'female',
  female: 'female',
  v: 'female',
  vrouw: 'female',
  woman: 'female',
  m: 'male',
  mann: 'male',
  mand: 'male',
  gutt: 'male',
  dreng: 'male',
  male: 'male',
  man: 'male',
  annet: 'other',
  anna: 'other',
  andet: 'other',
  anders: 'other',
  other: 'other',
  x: 'other',
  ukjent: 'unknown',
  ukjend: 'unknown',
  ukendt: 'unknown',
  onbekend: 'unknown',
  unknown: 'unknown',
  u: 'unknown'
}

const CONSENTS: Readonly<Record<string, 'given' | 'withdrawn'>> = {
  ja: 'given',
  j: 'given',
  yes: 'given',
  y: 'given',
  true: 'given',
  '1': 'given',
  nei: 'withdrawn',
  nej: 'withdrawn',
  nee: 'withdrawn',
  n: 'withdrawn',
  no: 'withdrawn',
  false: 'withdrawn',
  '0': 'withdrawn'
}

// Folkeregisteret's address codes: 6 and 7 protect, 4 and 5 are clients and people without a fixed address.
const PROTECTIONS: Readonly<Record<string, AddressProtection>> = {
  '6': 'strictly-confidential',
  'kode 6': 'strictly-confidential',
  'strengt fortrolig': 'strictly-confidential',
  '7': 'confidential',
  'kode 7': 'confidential',
  fortrolig: 'confidential',
  '0': 'none',
  '1': 'none',
  '2': 'none',
  '3': 'none',
  '4': 'none',
  '5': 'none',
  ugradert: 'none',
  ingen: 'none'
}

const LANGUAGES: Readonly<Record<string, Language>> = {
  nb: 'nb',
  no: 'nb',
  nob: 'nb',
  norsk: 'nb',
  bokmal: 'nb',
  'norsk bokmal': 'nb',
  nn: 'nn',
  nno: 'nn',
  nynorsk: 'nn',
  'norsk nynorsk': 'nn',
  da: 'da',
  dan: 'da',
  dansk: 'da',
  nl: 'nl',
  nld: 'nl',
  nederlands: 'nl',
  nederlandsk: 'nl',
  en: 'en',
  eng: 'en',
  engelsk: 'en',
  english: 'en',
  engels: 'en'
}

/**
 * A cell on one line: line breaks and runs of spaces become one space, and Excel's `="…"` goes, and the `'` before a
 * digit or before what would be a formula, as our own lists write it.
 */
export function tidyCell(cell: string | undefined): string {
  const text = (cell ?? '').replace(/[\s\p{Cc}]+/gu, ' ').trim()
  const formula = /^="(.*)"$/.exec(text)
  return (formula?.[1] ?? text.replace(/^'(?=[\d=+\-@])/, '')).normalize('NFC')
}

/** Names apart, or one column with `Nordmann, Kari` or `Kari Nordmann`. */
export function readName(cells: ImportCells): { familyName: string; givenName: string } {
  const familyName = tidyCell(cells.familyName)
  const givenName = tidyCell(cells.givenName)
  const fullName = tidyCell(cells.fullName)
  if (familyName !== '' || givenName !== '' || fullName === '') return { familyName, givenName }
  const [family = '', ...given] = fullName.split(',')
  if (given.length > 0) return { familyName: family.trim(), givenName: given.join(' ').trim() }
  const lastSpace = fullName.lastIndexOf(' ')
  return { familyName: fullName.slice(lastSpace + 1), givenName: fullName.slice(0, Math.max(lastSpace, 0)) }
}

/** Null: the cell is empty. Undefined: what it says is not known. The same holds for the readers below. */
export function readSex(cell: string | undefined): Sex | null | undefined {
  return lookUp(SEXES, cell)
}

export function readConsent(cell: string | undefined): 'given' | 'withdrawn' | null | undefined {
  return lookUp(CONSENTS, cell)
}

/** An empty cell protects nothing. */
export function readAddressProtection(cell: string | undefined): AddressProtection | undefined {
  const known = lookUp(PROTECTIONS, cell)
  return known === null ? 'none' : known
}

export function readLanguage(cell: string | undefined): Language | null | undefined {
  return lookUp(LANGUAGES, cell)
}

function lookUp<Value>(
  words: Readonly<Record<string, Value>>,
  cell: string | undefined
): Value | null | undefined {
  if (tidyCell(cell) === '') return null
  const key = foldName(tidyCell(cell))
  return Object.hasOwn(words, key) ? words[key] : undefined
}
