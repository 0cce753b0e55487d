import { CONSENT_CHANNELS } from '@contract/choices'
import type { ExportColumn, ExportForm } from '@contract/exports'
import type { Identifier } from '@contract/patients'
import {
  ACT_CODE,
  CONFIDENTIALITY,
  CONSENT_CHANNEL_SYSTEM,
  CONSENT_PURPOSE_SYSTEM,
  CONSENT_SCOPE,
  IDENTIFIER_TYPE_CODE,
  LOINC,
  LOINC_CONSENT,
  RELATIONSHIPS
} from '../../platform/fhir'
import { namingOf, type ImportedConsent } from '../patients'
import type { ExportedRecord } from './export-csv.rules'

/** A resource of FHIR R4; what is undefined is left out of its JSON. */
export type Resource = { readonly resourceType: string; readonly id: string } & Readonly<
  Record<string, unknown>
>

export interface FhirShape {
  readonly form: Exclude<ExportForm, 'csv'>
  readonly columns: readonly ExportColumn[]
  /** A new name for a resource; nothing of the clinic's own numbering leaves the house. */
  readonly newId: () => string
  /** When the list was made, UTC. */
  readonly at: string
}

/** A patient, the guardians of a child, and one Consent for each decision, as resources that refer to one another. */
export function resourcesOf(patient: ExportedRecord, shape: FhirShape): Resource[] {
  const has = (column: ExportColumn) => shape.columns.includes(column)
  const id = shape.newId()
  const reference = shape.form === 'fhir-bundle' ? `urn:uuid:${id}` : `Patient/${id}`
  const consents = has('consents') ? patient.consents.map((each) => provisionOf(each)) : []
  const reservation = has('reserved') && patient.isReserved ? [RESERVATION] : []
  return [
    patientResource(patient, id, has),
    ...(has('guardianNumber') ? patient.guardians : []).map(
      ({ type, country, number, kind, name }): Resource => ({
        ...{ resourceType: 'RelatedPerson', id: shape.newId(), active: true },
        identifier: [compact({ ...issuedBy({ type, country }), value: number })],
        patient: { reference },
        relationship: [{ coding: [RELATIONSHIPS[kind]] }],
        name: [{ text: name }]
      })
    ),
    ...[...consents, ...reservation].map((provision) => ({
      ...{ resourceType: 'Consent', id: shape.newId(), status: 'active' },
      scope: { coding: [{ system: CONSENT_SCOPE, code: 'patient-privacy' }] },
      category: [{ coding: [{ system: LOINC, code: LOINC_CONSENT }] }],
      patient: { reference },
      dateTime: shape.at,
      policyRule: {
        coding: [{ system: ACT_CODE, code: provision.type === 'permit' ? 'OPTIN' : 'OPTOUT' }]
      },
      provision
    }))
  ]
}

type Has = (column: ExportColumn) => boolean

function patientResource(patient: ExportedRecord, id: string, has: Has): Resource {
  const { addressProtection, address, gpName, language, deceasedOn } = patient
  const security = { none: null, confidential: 'R', 'strictly-confidential': 'V' }[addressProtection]
  const hasAddress = has('addressLine') || has('postalCode') || has('city')
  return compact({
    ...{ resourceType: 'Patient', id },
    meta:
      security && has('addressProtection')
        ? { security: [{ system: CONFIDENTIALITY, code: security }] }
        : null,
    identifier: identifiersOf(patient, has),
    active: true,
    name: [
      compact({
        use: 'official',
        family: patient.familyName,
        given: patient.givenName ? [patient.givenName] : null
      })
    ],
    telecom: telecomOf(patient, has),
    gender: has('sex') ? patient.sex : null,
    birthDate: has('birthDate') ? patient.birthDate : null,
    deceasedDateTime: has('deceasedOn') ? deceasedOn : null,
    address: hasAddress && address ? [addressElement(address)] : null,
    communication:
      has('language') && language
        ? [{ language: { coding: [{ system: 'urn:ietf:bcp:47', code: language }] }, preferred: true }]
        : null,
    generalPractitioner: has('gp') && gpName !== null ? [{ display: gpName }] : null
  })
}

function identifiersOf({ identifiers }: ExportedRecord, has: Has): object[] {
  const own = identifiers.find(({ status }) => status === 'in-use')
  const chosen = identifiers.filter((each) => (each === own ? has('nationalNumber') : has('otherNumbers')))
  return chosen.map(({ type, country, value, status, periodStart: start, periodEnd: end }) => {
    const period = status === 'ceased' && (start || end) ? compact({ start, end }) : null
    const use = status === 'in-use' ? 'official' : 'old'
    return compact({ use, ...issuedBy({ type, country }), value, period })
  })
}

/** Where no system is known, the kind and the country say what it is. */
function issuedBy(issued: Pick<Identifier, 'type' | 'country'>) {
  const { system, typeCode } = namingOf(issued)
  return {
    type: system === null ? { coding: [{ system: IDENTIFIER_TYPE_CODE, code: typeCode }] } : null,
    system,
    assigner: issued.country === null ? null : { display: issued.country }
  }
}

function telecomOf({ mobile, email }: ExportedRecord, has: Has): object[] {
  return [
    ...(has('mobile') && mobile ? [{ system: 'phone', value: mobile, use: 'mobile' }] : []),
    ...(has('email') && email ? [{ system: 'email', value: email }] : [])
  ]
}

function addressElement({ line, postalCode, city }: NonNullable<ExportedRecord['address']>): object {
  return compact({
    use: 'home',
    line: line === '' ? null : [line],
    postalCode: postalCode || null,
    city: city || null
  })
}

interface Provision {
  readonly type: 'permit' | 'deny'
  readonly purpose?: readonly object[]
  readonly code: readonly object[]
}

function provisionOf({ purpose, channel, decision }: ImportedConsent): Provision {
  return {
    type: decision === 'given' ? 'permit' : 'deny',
    purpose: [{ system: CONSENT_PURPOSE_SYSTEM, code: purpose }],
    code: [channelCode(channel)]
  }
}

const channelCode = (code: string) => ({ coding: [{ system: CONSENT_CHANNEL_SYSTEM, code }] })

/** Reserved against digital communication: denied on every channel, whatever it is for. */
const RESERVATION: Provision = { type: 'deny', code: CONSENT_CHANNELS.map(channelCode) }

/** R4 has no empty elements: what is null or an empty list is left out. */
function compact<Fields extends Record<string, unknown>>(fields: Fields): Fields {
  const kept = Object.entries(fields).filter(
    ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)
  )
  return Object.assign(Object.create(Object.prototype), Object.fromEntries(kept))
}
