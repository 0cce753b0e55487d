import { IdentifierType, type Identifier } from '@contract/patients'
import type { Country } from '@contract/values'
import { readCountry } from './country-words.rules'
import { checkForeignIdentifier, isForeignType } from './foreign-identifier.rules'
import { tidyCell } from './import-cells.rules'
import { finding, type ImportFinding } from './import-contacts.rules'
import {
  checkNationalNumber,
  normalizeNumber,
  numberKindsOf,
  type NationalNumberCheck,
  type NationalNumberRules
} from './national-number.rules'
import { numberKey } from './number-key.rules'

type Rules = Omit<NationalNumberRules, 'type'>

/** A number the patient has or had besides the one of the row. */
export type OtherNumber = Pick<
  Identifier,
  'type' | 'country' | 'value' | 'status' | 'periodStart' | 'periodEnd'
>

export interface ImportedGuardian {
  /** By {@link numberKey}; the row of the guardian may come later, or never. */
  readonly number: string
  readonly kind: 'parent' | 'legal-guardian'
}

const COUNTRIES: readonly Country[] = ['NO', 'DK', 'NL']

/**
 * `duf-number:200012345678`: a number may say its kind, for DUF cannot be told from its digits, and what another
 * country issued says which: `passport/DE:C01X00T47`.
 */
export function checkWrittenNumber(text: string, rules: Rules): NationalNumberCheck | null {
  const { type, country, value } = kindOfWritten(text)
  if (value === '') return null
  // Foreign to whoever wrote the list, and this clinic's own.
  if (type === 'foreign-number' && country === rules.country) return checkNationalNumber(value, rules)
  if (isForeignType(type)) return checkForeignIdentifier({ type, country, text: value }, rules)
  if (type === null) return checkNationalNumber(value, rules)
  const home = COUNTRIES.find((each) => numberKindsOf(each).some((kind) => kind === type))
  return checkNationalNumber(value, { ...rules, type, country: home ?? rules.country })
}

type Written = Pick<Identifier, 'type' | 'country' | 'value'>

/** How a number is written so that it is read again as the same: its kind only where the digits do not tell it. */
export function writtenNumber({ type, country, value }: Written): string {
  if (['fodselsnummer', 'd-number', 'fh-number'].includes(type)) return value
  return country === null ? `${type}:${value}` : `${type}/${country}:${value}`
}

/** What a number says of itself before the colon. */
export function kindOfWritten(text: string): { type: IdentifierType | null } & Omit<Written, 'type'> {
  const [beginning = '', ...rest] = text.split(':')
  const [kind, country = ''] = beginning.split('/')
  const type = IdentifierType.safeParse(kind)
  return rest.length > 0 && type.success
    ? { type: type.data, country: readCountry(country), value: rest.join(':').trim() }
    : { type: null, country: null, value: text }
}

/**
 * Numbers apart by spaces, each perhaps with its kind, and with a period after `@` where it is no longer in use:
 * `57858730165@2019-01-01/2024-05-01`. One that fails its rules is left out and told.
 */
export function readOtherNumbers(
  texts: readonly string[],
  ownNumber: string | null,
  rules: Rules
): { numbers: OtherNumber[]; findings: ImportFinding[] } {
  const numbers: OtherNumber[] = []
  const findings: ImportFinding[] = []
  for (const text of texts) {
    const [written = '', period] = text.split('@')
    const check = checkWrittenNumber(written, rules)
    if (check?.code === 'identifier-country') findings.push(finding('other-number-country'))
    else if (!check?.type || check.verdict === 'invalid')
      findings.push(finding('other-number', { rule: check?.code ?? '' }))
    else if (numberKey({ country: check.country, value: check.normalized }) !== ownNumber) {
      const { type, country, normalized: value } = check
      numbers.push({ type, country, value, ...statusOf(period) })
    }
  }
  return { numbers, findings }
}

/** The same for a list cell: what has a date stands between `@` and a stroke. */
export function writtenOtherNumber({ status, periodStart, periodEnd, ...written }: OtherNumber): string {
  const number = writtenNumber(written)
  return status === 'in-use' ? number : `${number}@${periodStart ?? ''}/${periodEnd ?? ''}`
}

function statusOf(period: string | undefined): Pick<OtherNumber, 'status' | 'periodStart' | 'periodEnd'> {
  if (period === undefined) return { status: 'in-use', periodStart: null, periodEnd: null }
  const [start = '', end = ''] = period.split('/')
  return { status: 'ceased', periodStart: dateOrNull(start), periodEnd: dateOrNull(end) }
}

const dateOrNull = (text: string): string | null => (/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : null)

/** Guardians' numbers apart by spaces; `legal-guardian:` before one says that it is no parent. */
export function readGuardians(
  cell: string | undefined,
  ownNumber: string | null,
  rules: Rules
): { guardians: ImportedGuardian[]; findings: ImportFinding[] } {
  const guardians: ImportedGuardian[] = []
  const findings: ImportFinding[] = []
  const texts = isOneNumber(cell) ? [tidyCell(cell)] : items(cell)
  for (const text of texts) {
    const isLegal = text.startsWith(LEGAL)
    const check = checkWrittenNumber(isLegal ? text.slice(LEGAL.length) : text, rules)
    if (!check || check.verdict === 'invalid')
      findings.push(finding('guardian-number', { rule: check?.code ?? '' }))
    else {
      const number = numberKey({ country: check.country, value: check.normalized })
      if (number === ownNumber) findings.push(finding('guardian-is-patient'))
      else guardians.push({ number, kind: isLegal ? 'legal-guardian' : 'parent' })
    }
  }
  return { guardians, findings }
}

const LEGAL = 'legal-guardian:'

/** How a guardian is written so that it is read again as the same. */
export function writtenGuardian({ number, kind }: ImportedGuardian): string {
  return kind === 'legal-guardian' ? LEGAL + number : number
}

/** `010203 45678` is one number with the space people type in it; none is longer than twelve digits. */
function isOneNumber(cell: string | undefined): boolean {
  const digits = normalizeNumber(tidyCell(cell))
  return digits !== '' && digits.length <= 12
}

/** Texts apart by spaces. */
export function items(cell: string | undefined): string[] {
  return tidyCell(cell)
    .split(/[\s,]+/)
    .filter((item) => item !== '')
}
