import type { ImportField } from '@contract/imports'
import { CONFIDENTIALITY, IDENTIFIER_TYPE_CODE, OFFICIAL_ADDRESS } from '../../platform/fhir'
import { readCountry } from './country-words.rules'
import { standingNumber } from './identifier-standing.rules'
import { kindOfShared } from './identifier-systems.rules'
import { writtenNumber, writtenOtherNumber } from './import-numbers.rules'
import type { FhirIdentifier, FhirPatient } from './import-fhir-shapes'

/** Where each field of a patient stands in R4; a saved list of refused entries has these headings. */
export const FHIR_COLUMNS: readonly (readonly [heading: string, field: ImportField])[] = [
  ['fullUrl', 'ignore'],
  ['identifier', 'nationalNumber'],
  ['name.family', 'familyName'],
  ['name.given', 'givenName'],
  ['name.text', 'fullName'],
  ['gender', 'sex'],
  ['birthDate', 'birthDate'],
  ['address.line', 'addressLine'],
  ['address.postalCode', 'postalCode'],
  ['address.city', 'city'],
  ['meta.security', 'addressProtection'],
  ['telecom.phone', 'mobile'],
  ['telecom.email', 'email'],
  ['generalPractitioner', 'gp'],
  ['communication', 'language'],
  ['RelatedPerson', 'guardianNumber'],
  ['identifier.other', 'otherNumbers'],
  ['Consent', 'consents'],
  ['Consent.reserved', 'reserved'],
  ['deceased', 'deceasedOn']
]

/** What other resources of the file say of a patient, written as the cells of a list are. */
export interface FhirNeighbours {
  readonly guardians: string
  readonly consents: string
  readonly isReserved: boolean
  /** The name of a practitioner who is an entry of the file. */
  readonly practitionerName: (reference: string) => string | null
}

/** A Patient as the cells of a row, in the order of {@link FHIR_COLUMNS}. */
export function cellsOfPatient(
  patient: FhirPatient,
  entry: string,
  { guardians, consents, isReserved, practitionerName }: FhirNeighbours
): string[] {
  const { own, others } = numbersOf(patient.identifier ?? [])
  const name =
    patient.name?.find(({ use }) => use === 'official') ?? patient.name?.find(({ use }) => use !== 'old')
  const address = addressOf(patient)
  const [gp] = patient.generalPractitioner ?? []
  return [
    entry,
    own,
    name?.family ?? '',
    (name?.given ?? []).join(' '),
    name?.family === undefined ? (name?.text ?? '') : '',
    patient.gender ?? '',
    patient.birthDate ?? '',
    address.line,
    address.postalCode,
    address.city,
    protectionOf(patient),
    telecomOf(patient, ['phone', 'sms']),
    telecomOf(patient, ['email']),
    gp?.display ?? (gp?.reference === undefined ? '' : (practitionerName(gp.reference) ?? '')),
    languageOf(patient),
    guardians,
    others,
    consents,
    isReserved ? 'ja' : '',
    patient.deceasedDateTime?.slice(0, 10) ?? (patient.deceasedBoolean ? 'ja' : '')
  ]
}

/** An identifier as a list writes it; null for one that no register has, such as a chart number. */
export function numberOfIdentifier(identifier: FhirIdentifier): string | null {
  const known = kindOf(identifier)
  return known && identifier.value ? writtenNumber({ ...known, value: identifier.value }) : null
}

function kindOf({ system, type, assigner }: FhirIdentifier): ReturnType<typeof kindOfShared> {
  const typeCodes = (type?.coding ?? [])
    .filter((coding) => coding.system === IDENTIFIER_TYPE_CODE)
    .flatMap(({ code }) => code ?? [])
  // An office that assigned the number may have any name; a country by itself is what our own lists write.
  return kindOfShared({ system: system ?? null, typeCodes, issuer: readCountry(assigner?.display ?? '') })
}

/** The patient's own of several is the one in use that stands for the patient. */
function numbersOf(identifiers: readonly FhirIdentifier[]): { own: string; others: string } {
  const known = identifiers.flatMap((identifier, index) => {
    const kind = kindOf(identifier)
    const { value, use, period } = identifier
    if (!kind || !value) return []
    const isCeased = use === 'old' || period?.end !== undefined
    const [periodStart, periodEnd] = [period?.start?.slice(0, 10) ?? null, period?.end?.slice(0, 10) ?? null]
    // Apart by spaces in a cell, so it has none; of two alike the first stands.
    const number = { ...kind, value: value.replace(/\s/g, ''), id: -index }
    return [
      { ...number, status: isCeased ? ('ceased' as const) : ('in-use' as const), periodStart, periodEnd }
    ]
  })
  const own = standingNumber(known)
  return {
    own: own ? writtenNumber(own) : '',
    others: known
      .filter((number) => number !== own)
      .map(writtenOtherNumber)
      .join(' ')
  }
}

function addressOf({ address = [] }: FhirPatient): { line: string; postalCode: string; city: string } {
  const usable = address.filter(({ use }) => use !== 'old' && use !== 'temp')
  const isOfficial = (one: (typeof usable)[number]) =>
    (one.extension ?? []).some(({ url, valueBoolean }) => url === OFFICIAL_ADDRESS && valueBoolean === true)
  const chosen = usable.find(isOfficial) ?? usable.find(({ use }) => use === 'home') ?? usable[0]
  return {
    line: (chosen?.line ?? []).join(', ') || (chosen?.text ?? ''),
    postalCode: chosen?.postalCode ?? '',
    city: chosen?.city ?? ''
  }
}

/** Codes of the national register: 6 strictly confidential, 7 confidential. HL7 Denmark marks protected people with R too. */
function protectionOf({ meta }: FhirPatient): string {
  const codes = (meta?.security ?? [])
    .filter(({ system }) => system === undefined || system === CONFIDENTIALITY)
    .map(({ code }) => code)
  if (codes.includes('V')) return '6'
  return codes.includes('R') ? '7' : ''
}

function telecomOf({ telecom = [] }: FhirPatient, systems: readonly string[]): string {
  const usable = telecom.filter(
    ({ system = '', use, period }) => systems.includes(system) && use !== 'old' && period?.end === undefined
  )
  const ranked = [...usable].sort((one, other) => (one.rank ?? Infinity) - (other.rank ?? Infinity) || 0)
  const chosen =
    ranked.find(({ use }) => use === 'mobile') ?? ranked.find(({ use }) => use !== 'work') ?? ranked[0]
  return (chosen?.value ?? '').replace(/^(tel|mailto|sms):/i, '')
}

/** BCP 47 without its region: `nb-NO` is `nb`. */
function languageOf({ communication = [] }: FhirPatient): string {
  const chosen = communication.find(({ preferred }) => preferred === true) ?? communication[0]
  const code = chosen?.language?.coding?.find((coding) => coding.code !== undefined)?.code ?? ''
  return code.split('-')[0] ?? ''
}
