import type { ContactPoint, Identifier as FhirIdentifier, Patient } from '@medplum/fhirtypes'
import type { AddressProtection, Identifier, Sex } from '@contract/patients'
import type { CivilDate, Language } from '@contract/values'
import { CONFIDENTIALITY, IDENTIFIER_TYPE_CODE } from '../../../platform/fhir'
import { sharedIdentifiers } from '../../patients'
import { extensionOf, given, listed, metaOf, periodOf, plainText, referenceTo } from './elements.rules'
import { CONTACT_CONFIRMED, CONTACT_STATE, LANGUAGE_SYSTEM, type PortalClinic } from './systems.rules'

export interface PortalContact {
  readonly value: string
  readonly isVerified: boolean
}

export interface PortalAddress {
  readonly line: string
  readonly postalCode: string
  readonly city: string
}

/** All that the portal is told of a patient. */
export interface PatientFacts {
  /** What the clinic finds it again by. */
  readonly own: FhirIdentifier
  /** False: no longer a patient the portal may serve; then it is told nothing but that. */
  readonly isActive: boolean
  readonly familyName: string
  readonly givenName: string
  readonly birthDate: CivilDate | null
  readonly sex: Sex
  readonly language: Language | null
  readonly identifiers: readonly Identifier[]
  readonly mobile: PortalContact | null
  /** Typed at the portal and not proven yet: no code goes there. */
  readonly claimedMobile: string | null
  readonly email: PortalContact | null
  readonly address: PortalAddress | null
  readonly addressProtection: AddressProtection
  /** The portal's id of the GP; null where the portal does not know the clinician yet. */
  readonly gp: { readonly remoteId: string | null; readonly name: string } | null
}

/** HL7 v3 Confidentiality: how an address is protected, so that the portal shows nobody where the patient is. */
const SECURITY = { confidential: 'R', 'strictly-confidential': 'V' } as const

/** The patient as the portal should hold it. */
export function toPatient(facts: PatientFacts, clinic: PortalClinic): Patient {
  const { own, isActive, addressProtection, birthDate, sex } = facts
  if (!isActive)
    return { resourceType: 'Patient', ...metaOf('Patient', clinic), identifier: [own], active: false }
  const { meta } = metaOf('Patient', clinic)
  const security =
    addressProtection === 'none' ? [] : [{ system: CONFIDENTIALITY, code: SECURITY[addressProtection] }]
  return {
    resourceType: 'Patient',
    meta: { ...meta, ...listed('security', security) },
    identifier: [own, ...identifiersOf(facts.identifiers)],
    active: true,
    name: [{ use: 'official', family: facts.familyName, ...listed('given', namesOf(facts.givenName)) }],
    ...listed('telecom', telecomOf(facts)),
    gender: sex,
    ...given('birthDate', birthDate),
    ...listed('address', addressProtection === 'none' ? addressOf(facts.address) : []),
    ...listed('communication', languageOf(facts.language)),
    ...listed('generalPractitioner', gpOf(facts.gp))
  }
}

/** Numbers of the register, ceased ones with their last day: whoever logs in may type an old one. */
function identifiersOf(identifiers: readonly Identifier[]): FhirIdentifier[] {
  return sharedIdentifiers(identifiers).map(({ identifier, system, typeCode }) => ({
    use: identifier.status === 'in-use' ? 'official' : 'old',
    ...(system === null ? { type: { coding: [{ system: IDENTIFIER_TYPE_CODE, code: typeCode }] } } : {}),
    ...given('system', system),
    value: identifier.value,
    ...periodOf(identifier.periodStart, identifier.periodEnd),
    ...(identifier.country === null ? {} : { assigner: { display: identifier.country } })
  }))
}

const namesOf = (names: string): string[] => names.split(' ').filter((name) => name !== '')

function telecomOf({ mobile, claimedMobile, email }: PatientFacts): ContactPoint[] {
  return [
    ...(mobile ? [pointOf('phone', 'mobile', mobile)] : []),
    ...(claimedMobile === null ? [] : [claimOf(claimedMobile)]),
    ...(email ? [pointOf('email', 'home', email)] : [])
  ]
}

function pointOf(
  system: 'phone' | 'email',
  use: 'mobile' | 'home',
  { value, isVerified }: PortalContact
): ContactPoint {
  const extension = isVerified ? [{ url: CONTACT_STATE, valueCode: 'verified' }] : []
  return { ...listed('extension', extension), system, use, value }
}

/** Stays beside the one before until it has been proven to be the patient's. */
function claimOf(value: string): ContactPoint {
  return {
    extension: [{ url: CONTACT_STATE, valueCode: 'unverified' }],
    system: 'phone',
    use: 'mobile',
    value
  }
}

function addressOf(address: PortalAddress | null): NonNullable<Patient['address']> {
  if (address === null) return []
  const { line, postalCode, city } = address
  if (line === '' && postalCode === '' && city === '') return []
  return [
    {
      use: 'home',
      ...listed('line', line === '' ? [] : [line]),
      ...given('postalCode', postalCode),
      ...given('city', city)
    }
  ]
}

function languageOf(code: Language | null): NonNullable<Patient['communication']> {
  return code === null ? [] : [{ language: { coding: [{ system: LANGUAGE_SYSTEM, code }] }, preferred: true }]
}

function gpOf(gp: PatientFacts['gp']): NonNullable<Patient['generalPractitioner']> {
  if (gp === null) return []
  return [{ ...(gp.remoteId === null ? {} : referenceTo('Practitioner', gp.remoteId)), display: gp.name }]
}

/** What a patient can change at the portal; all else is the clinic's. Null: there is none. */
export interface PatientWishes {
  readonly mobile: string | null
  readonly email: string | null
}

const LONGEST_LINE = 200

/** What the portal holds of what the patient can change there, as it was typed. */
export function wishesOf(patient: Patient): PatientWishes {
  return { mobile: newestOf(patient, 'phone'), email: newestOf(patient, 'email') }
}

/** One that is new stands beside the one before, marked as unverified. */
function newestOf(patient: Patient, system: ContactPoint['system']): string | null {
  const points = pointsOf(patient, system)
  const point = points.find(isUnverified) ?? points[0]
  return plainText(point?.value, LONGEST_LINE) || null
}

function pointsOf({ telecom = [] }: Patient, system: ContactPoint['system']): ContactPoint[] {
  const isOld = ({ use }: ContactPoint) => use === 'old'
  return telecom.filter((point) => point.system === system && !isOld(point))
}

function isUnverified({ extension }: ContactPoint): boolean {
  return extensionOf(extension, CONTACT_STATE)?.valueCode === 'unverified'
}

/**
 * The patient as the portal holds it, with each mobile that the clinic has not given it marked as unproven: a portal may
 * leave the mark out, or write another, and can vouch for none.
 */
export function withClaimsMarked<R extends Patient>(patient: R, isGiven: (value: string) => boolean): R {
  const isUnmarked = (point: ContactPoint) =>
    point.system === 'phone' && point.use !== 'old' && !isUnverified(point) && !isGiven(point.value ?? '')
  const { telecom = [] } = patient
  if (!telecom.some(isUnmarked)) return patient
  return { ...patient, telecom: telecom.map((point) => (isUnmarked(point) ? asClaim(point) : point)) }
}

function asClaim(point: ContactPoint): ContactPoint {
  const others = (point.extension ?? []).filter(({ url }) => url !== CONTACT_STATE)
  return { ...point, extension: [...others, { url: CONTACT_STATE, valueCode: 'unverified' }] }
}

/** The mobiles that the clinic has given the portal: those that are not claims. */
export function givenMobilesIn(patient: Patient): string[] {
  return pointsOf(patient, 'phone').flatMap((point) =>
    isUnverified(point) || point.value === undefined ? [] : [point.value]
  )
}

/** A mobile that was typed at the portal and has not been proven yet. */
export function claimedMobileIn(patient: Patient): string | null {
  const claimed = pointsOf(patient, 'phone').find(isUnverified)
  return plainText(claimed?.value, LONGEST_LINE) || null
}

/** What the patient has said at the portal to be right, by the value that was seen there. */
export function confirmedIn(patient: Patient): { channel: 'mobile' | 'email'; value: string; at: string }[] {
  return (['phone', 'email'] as const).flatMap((system) =>
    pointsOf(patient, system).flatMap((point) => {
      const at = extensionOf(point.extension, CONTACT_CONFIRMED)?.valueDateTime
      const value = plainText(point.value, LONGEST_LINE)
      const channel = system === 'phone' ? ('mobile' as const) : ('email' as const)
      return at === undefined || value === '' || isUnverified(point) ? [] : [{ channel, value, at }]
    })
  )
}
