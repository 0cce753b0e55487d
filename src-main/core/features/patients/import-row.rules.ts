import type { AddressProtection, Identifier, Sex } from '@contract/patients'
import type { CivilDate, Language } from '@contract/values'
import type { Temporal } from 'temporal-polyfill'
import { readBirthDates } from './birth-date.rules'
import { finding, readContacts, type ImportFinding, type UnusableContact } from './import-contacts.rules'
import {
  readAddressProtection,
  readConsent,
  readLanguage,
  readName,
  readSex,
  tidyCell
} from './import-cells.rules'
import type { ImportCells } from './import-columns.rules'
import { readExtras, type ImportedExtras } from './import-extras.rules'
import { numberCells } from './import-number-cells.rules'
import {
  checkWrittenNumber,
  items,
  readGuardians,
  readOtherNumbers,
  type ImportedGuardian,
  type OtherNumber
} from './import-numbers.rules'
import { numberKey } from './number-key.rules'
import {
  contradictsBirthDate,
  type NationalNumberCheck,
  type NationalNumberRules
} from './national-number.rules'

export type { ImportFinding }

export type ImportRules = Omit<NationalNumberRules, 'type'>

export type ImportRemark = 'd-number' | 'protected-address' | 'no-mobile'

/** What a row says about a patient. Null: the row says nothing, and what is known stays. */
export interface ImportedPatient extends ImportedExtras {
  number: Pick<Identifier, 'type' | 'country' | 'value'> | null
  familyName: string
  givenName: string
  birthDate: CivilDate | null
  sex: Sex
  language: Language | null
  address: { line: string; postalCode: string; city: string } | null
  addressProtection: AddressProtection
  mobile: string | null
  email: string | null
  gpName: string | null
  otherNumbers: readonly OtherNumber[]
  /** Whose own rows may come later: to be linked when all rows are in. */
  guardians: readonly ImportedGuardian[]
  /** Mobile and e-mail that failed their check, as written: kept as a note, not as channels. */
  unusableContacts: UnusableContact[]
}

export type ImportRowResult =
  | { outcome: 'ok'; findings: []; remarks: ImportRemark[]; patient: ImportedPatient }
  | { outcome: 'warned'; findings: ImportFinding[]; remarks: ImportRemark[]; patient: ImportedPatient }
  | {
      outcome: 'refused'
      findings: [ImportFinding]
      /** The number's key where it was sound, so that a repeated one is named as the reason first. */
      number: string | null
    }

const LONGEST = {
  familyName: 100,
  givenName: 100,
  addressLine: 200,
  postalCode: 10,
  city: 60,
  gp: 100
} as const

/**
 * What becomes of one row. Only a name is required. Refused are a number that fails its rules, an impossible
 * birth date, and one that contradicts the number; everything else that is wrong or missing is a warning, and
 * the patient is registered without it.
 */
export function interpretRow(cells: ImportCells, rules: ImportRules): ImportRowResult {
  const numbers = numberCells(cells, rules.country)
  const check = checkWrittenNumber(numbers.own, rules)
  const dates = readDates(tidyCell(cells.birthDate), check, rules)
  const refusal = refusalOf(cells, check, dates)
  if (refusal) {
    return {
      outcome: 'refused',
      findings: [refusal],
      number: check?.verdict === 'invalid' ? null : numberOf(check)
    }
  }
  const contacts = readContacts(cells, rules)
  const person = { ...personOf(cells, check, dates[0] ?? null), ...contacts.held }
  const related = readGuardians(cells.guardianNumber, numberOf(check), rules)
  const others = readOtherNumbers([...numbers.others, ...items(cells.otherNumbers)], numberOf(check), rules)
  const { extras, findings: unread } = readExtras(cells, rules)
  const findings = [
    ...(numbers.hasUnknownCountry ? [finding('number-country-unknown')] : []),
    ...personFindings(cells, check, dates),
    ...contacts.findings,
    ...related.findings,
    ...others.findings,
    ...unread
  ]
  const remarks = remarksOf(person, cells)
  const patient = { ...person, ...extras, guardians: related.guardians, otherNumbers: others.numbers }
  if (findings.length > 0) return { outcome: 'warned', findings, remarks, patient }
  return { outcome: 'ok', findings: [], remarks, patient }
}

type Person = Omit<
  ImportedPatient,
  'mobile' | 'email' | 'unusableContacts' | 'guardians' | 'otherNumbers' | keyof ImportedExtras
>

/** Null: none given. A year of two digits takes the century the number allows. */
function readDates(
  text: string,
  check: NationalNumberCheck | null,
  { on }: ImportRules
): Temporal.PlainDate[] | [null] {
  if (text === '') return [null]
  const dates = readBirthDates(text, on)
  const agreeing = dates.filter((date) => check !== null && !contradictsBirthDate(check, date))
  return agreeing.length > 0 ? agreeing : dates
}

function refusalOf(
  cells: ImportCells,
  check: NationalNumberCheck | null,
  dates: readonly (Temporal.PlainDate | null)[]
): ImportFinding | null {
  const name = readName(cells)
  if (name.familyName === '') return finding('name-missing')
  const tooLong = tooLongField({ ...cells, ...name })
  if (tooLong) return tooLong
  if (check?.code === 'identifier-country') return finding('number-country')
  if (check?.verdict === 'invalid') return finding('national-number', { rule: check.code ?? '' })
  const [date] = dates
  if (date === undefined) return finding('birth-date')
  if (date && check && contradictsBirthDate(check, date)) return finding('birth-date-differs')
  return null
}

function personOf(
  cells: ImportCells,
  check: NationalNumberCheck | null,
  date: Temporal.PlainDate | null
): Person {
  return {
    number: check?.type ? { type: check.type, country: check.country, value: check.normalized } : null,
    ...readName(cells),
    birthDate: date?.toString() ?? null,
    sex: readSex(cells.sex) ?? 'unknown',
    language: readLanguage(cells.language) ?? null,
    address: readAddress(cells),
    addressProtection: readAddressProtection(cells.addressProtection) ?? 'confidential',
    gpName: tidyCell(cells.gp) || null
  }
}

function personFindings(
  cells: ImportCells,
  check: NationalNumberCheck | null,
  dates: readonly (Temporal.PlainDate | null)[]
): ImportFinding[] {
  const findings: ImportFinding[] = []
  if (!check) findings.push(finding('number-missing'))
  if (check?.verdict === 'warning' && check.code) findings.push(finding(check.code))
  if (dates[0] === null) findings.push(finding('birth-date-missing'))
  if (readSex(cells.sex) === undefined) findings.push(finding('sex-unknown'))
  if (readConsent(cells.smsConsent) === undefined) findings.push(finding('sms-consent-unknown'))
  // An unknown code is treated as protected until somebody has looked: a leak cannot be taken back.
  if (readAddressProtection(cells.addressProtection) === undefined)
    findings.push(finding('address-code-unknown'))
  return findings
}

function readAddress(cells: ImportCells): ImportedPatient['address'] {
  const address = {
    line: tidyCell(cells.addressLine),
    postalCode: tidyCell(cells.postalCode),
    city: tidyCell(cells.city)
  }
  return Object.values(address).some((part) => part !== '') ? address : null
}

function remarksOf(
  patient: { number: ImportedPatient['number'] } & Person,
  cells: ImportCells
): ImportRemark[] {
  const remarks: ImportRemark[] = []
  if (patient.number?.type === 'd-number') remarks.push('d-number')
  if (patient.addressProtection !== 'none') remarks.push('protected-address')
  if (tidyCell(cells.mobile) === '') remarks.push('no-mobile')
  return remarks
}

function tooLongField(cells: ImportCells): ImportFinding | null {
  for (const [field, maximum] of Object.entries(LONGEST)) {
    const text = Object.entries(cells).find(([name]) => name === field)?.[1] ?? ''
    if (tidyCell(text).length > maximum) return finding('field-too-long', { field, maximum: String(maximum) })
  }
  return null
}

function numberOf(check: NationalNumberCheck | null): string | null {
  return check ? numberKey({ country: check.country, value: check.normalized }) : null
}
