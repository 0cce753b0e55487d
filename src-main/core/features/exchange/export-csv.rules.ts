import type { ExportColumn } from '@contract/exports'
import type { AddressProtection, Sex } from '@contract/patients'
import type { Language } from '@contract/values'
import { csvLine } from '../../platform/csv'
import {
  fieldWord,
  writtenConsent,
  writtenGuardian,
  writtenNumber,
  writtenOtherNumber,
  type ExportedPatient,
  type ImportedConsent
} from '../patients'

/** A patient with what is decided about messages. */
export interface ExportedRecord extends ExportedPatient {
  readonly consents: readonly ImportedConsent[]
}

const DELIMITER = ';'

/** What the columns are called in the clinic's language: an import knows each of them. */
export function csvHeading(columns: readonly ExportColumn[], language: Language): string {
  return csvLine(
    columns.map((column) => fieldWord(column, language)),
    DELIMITER
  )
}

/** One patient as a line, so that an import reads back what was written. */
export function csvRow(
  patient: ExportedRecord,
  columns: readonly ExportColumn[],
  language: Language
): string {
  return csvLine(
    columns.map((column) => CELLS[column](patient, language)),
    DELIMITER
  )
}

type Cell = (patient: ExportedRecord, language: Language) => string

const CELLS: Readonly<Record<ExportColumn, Cell>> = {
  nationalNumber: (patient) => ownNumber(patient)?.written ?? '',
  familyName: ({ familyName }) => familyName,
  givenName: ({ givenName }) => givenName,
  birthDate: ({ birthDate }) => birthDate ?? '',
  sex: ({ sex }, language) => SEXES[language][sex],
  mobile: ({ mobile }) => mobile ?? '',
  email: ({ email }) => email ?? '',
  addressLine: ({ address }) => address?.line ?? '',
  postalCode: ({ address }) => address?.postalCode ?? '',
  city: ({ address }) => address?.city ?? '',
  addressProtection: ({ addressProtection }) => PROTECTIONS[addressProtection],
  gp: ({ gpName }) => gpName ?? '',
  language: ({ language }) => language ?? '',
  guardianNumber: ({ guardians }) =>
    guardians
      // Foster parents and child welfare are placed anew by whoever takes the child over: a list cannot hand that on.
      .flatMap(({ type, country, number: value, kind }) =>
        kind === 'parent' || kind === 'legal-guardian'
          ? [writtenGuardian({ number: writtenNumber({ type, country, value }), kind })]
          : []
      )
      .join(' '),
  consents: ({ consents }) => consents.map(writtenConsent).join(' '),
  reserved: ({ isReserved }, language) => (isReserved ? YES[language] : ''),
  otherNumbers: (patient) =>
    patient.identifiers
      .filter((identifier) => identifier !== ownNumber(patient)?.identifier)
      .map(writtenOtherNumber)
      .join(' '),
  deceasedOn: ({ deceasedOn }) => deceasedOn ?? '',
  note: ({ note }) => note
}

/** The first in use: the register's own order. */
function ownNumber({ identifiers }: ExportedRecord) {
  const identifier = identifiers.find(({ status }) => status === 'in-use')
  return identifier ? { identifier, written: writtenNumber(identifier) } : null
}

/** The national register's codes for protected addresses: 6 strictly confidential, 7 confidential. */
const PROTECTIONS: Readonly<Record<AddressProtection, string>> = {
  none: '',
  confidential: '7',
  'strictly-confidential': '6'
}

const NORDIC: Readonly<Record<Sex, string>> = { female: 'K', male: 'M', other: 'X', unknown: '' }
const SEXES: Readonly<Record<Language, Readonly<Record<Sex, string>>>> = {
  nb: NORDIC,
  nn: NORDIC,
  da: NORDIC,
  nl: { ...NORDIC, female: 'V' },
  en: { ...NORDIC, female: 'F' }
}
const YES: Readonly<Record<Language, string>> = { nb: 'ja', nn: 'ja', da: 'ja', nl: 'ja', en: 'yes' }
