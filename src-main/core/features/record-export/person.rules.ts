import type { PatientId } from '@contract/ids'
import type { FhirConsent, FhirFlag, FhirPatient, FhirRelatedPerson } from '@contract/record-export'
import { RELATIONSHIPS } from '../../platform/fhir'
import { mayLeaveTheHouse, systemOf } from './identifier-systems.rules'
import type {
  consentRows,
  contactHistory,
  identifierHistory,
  holdsAndErasures,
  patientName,
  relations,
  RowOf
} from './record-export.queries'

/** `Patient/12`: what the other resources point at. */
export function patientReference(patientId: PatientId): { reference: string } {
  return { reference: `Patient/${patientId}` }
}

interface Person {
  readonly patientId: PatientId
  readonly row: Awaited<ReturnType<typeof patientName>>
  readonly identifiers: Awaited<ReturnType<typeof identifierHistory>>
  readonly contacts: Awaited<ReturnType<typeof contactHistory>>
  /** A protected address is in the copy too. */
  readonly withAddress: boolean
}

/** HL7's mark for what must be handled with more care than the rest (v3 Confidentiality). */
const RESTRICTED = { system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }

export function toPatient({ patientId, row, identifiers, contacts, withAddress }: Person): FhirPatient {
  const isProtected = row.address_protection !== 'none'
  const isLocated = !isProtected || withAddress
  const gp = row.gp_name ?? (isLocated ? row.gp_external_name : null)
  const lines = row.address_line === '' ? {} : { line: [row.address_line] }
  const postal = row.postal_code === '' ? {} : { postalCode: row.postal_code }
  const city = row.city === '' ? {} : { city: row.city }
  const hasAddress = isLocated && [row.address_line, row.postal_code, row.city].some((part) => part !== '')
  return {
    resourceType: 'Patient',
    id: String(patientId),
    meta: { lastUpdated: row.updated_at, ...(isProtected ? { security: [RESTRICTED] } : {}) },
    active: row.deceased_on === null,
    ...listed('identifier', identifiers.filter(({ type }) => mayLeaveTheHouse(type)).map(toIdentifier)),
    name: [
      {
        use: 'official',
        family: row.family_name,
        ...(row.given_name === '' ? {} : { given: [row.given_name] })
      }
    ],
    ...listed('telecom', contacts.map(toTelecom)),
    gender: row.sex,
    ...(row.birth_date === null ? {} : { birthDate: row.birth_date }),
    ...(row.deceased_on === null ? {} : { deceasedDateTime: row.deceased_on }),
    ...(hasAddress ? { address: [{ use: 'home' as const, ...lines, ...postal, ...city }] } : {}),
    ...(row.language === null
      ? {}
      : {
          communication: [
            { language: { coding: [{ system: 'urn:ietf:bcp:47', code: row.language }] }, preferred: true }
          ]
        }),
    ...(gp === null ? {} : { generalPractitioner: [{ display: gp }] })
  }
}

function toIdentifier(row: Person['identifiers'][number]): NonNullable<FhirPatient['identifier']>[number] {
  const system = systemOf(row.type)
  return {
    use: row.status === 'in-use' ? 'official' : 'old',
    type: { text: row.type },
    ...(system === undefined ? {} : { system }),
    value: row.value,
    ...periodOf(row.period_start, row.period_end)
  }
}

function toTelecom(row: Person['contacts'][number]): NonNullable<FhirPatient['telecom']>[number] {
  const current = row.channel === 'mobile' ? 'mobile' : 'home'
  return {
    system: row.channel === 'mobile' ? 'phone' : 'email',
    value: row.value,
    use: row.ended_at === null ? current : 'old',
    ...periodOf(row.updated_at, row.ended_at)
  }
}

/** What the desk has noted that FHIR has no field of the patient for. */
export function toFlags({ patientId, row }: Person): FhirFlag[] {
  const texts = [
    row.note,
    row.is_reserved === 1 ? 'reserved against digital communication' : '',
    row.confidentiality === 'none' ? '' : `confidential: ${row.confidentiality}`
  ].filter((text) => text !== '')
  return texts.map((text, index) => ({
    resourceType: 'Flag',
    id: `flag-${patientId}-${index + 1}`,
    status: 'active',
    code: { text },
    subject: patientReference(patientId)
  }))
}

/** What keeps the record from being deleted, and what was asked of deleting it. */
export function toDecisionFlags(
  patientId: PatientId,
  { holds, erasures }: Awaited<ReturnType<typeof holdsAndErasures>>
): FhirFlag[] {
  const subject = patientReference(patientId)
  return [
    ...holds.map(({ id, reason, placed_at, until_date, lifted_at }) => ({
      resourceType: 'Flag' as const,
      id: `hold-${id}`,
      status: lifted_at === null ? ('active' as const) : ('inactive' as const),
      code: { text: `legal hold: ${reason}` },
      subject,
      ...periodOf(placed_at, lifted_at ?? until_date)
    })),
    ...erasures.map(({ id, reason, state, asked_at, ended_at, end_note }) => ({
      resourceType: 'Flag' as const,
      id: `erasure-${id}`,
      status: ended_at === null ? ('active' as const) : ('inactive' as const),
      code: { text: [`deletion ${state}`, reason, end_note ?? ''].filter((part) => part !== '').join(': ') },
      subject,
      ...periodOf(asked_at, ended_at)
    }))
  ]
}

/** A guardian of the patient; or the patient as guardian, of a child of whom only the name is said. */
export function toRelatedPerson(
  patientId: PatientId,
  row: Awaited<ReturnType<typeof relations>>[number]
): FhirRelatedPerson {
  const isChild = row.child_id === patientId
  const child = `${row.child_given} ${row.child_family}`.trim()
  return {
    resourceType: 'RelatedPerson',
    id: `guardian-${row.id}`,
    active: row.period_end === null,
    patient: isChild ? patientReference(patientId) : { display: child },
    relationship: [{ coding: [RELATIONSHIPS[row.kind]], text: row.kind }],
    name: [{ text: `${row.carer_given} ${row.carer_family}`.trim() }],
    period: periodOf(row.period_start, row.period_end).period ?? {}
  }
}

const PERMITS: ReadonlySet<string> = new Set(['given', 'reservation-ended'])

/** One for each row of the history: a later one takes the place of those before, which stay. */
export function toConsent(patientId: PatientId, row: RowOf<typeof consentRows>): FhirConsent {
  const about = [row.purpose, row.channel].filter((part) => part !== null)
  return {
    resourceType: 'Consent',
    id: `consent-${row.id}`,
    status: 'active',
    scope: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }]
    },
    category: [
      {
        coding: [{ system: 'http://loinc.org', code: '59284-0' }],
        text: `${row.how}, ${row.wording_version}`
      }
    ],
    patient: patientReference(patientId),
    dateTime: row.decided_at,
    policyRule: { text: row.legal_basis },
    provision: {
      type: PERMITS.has(row.decision) ? 'permit' : 'deny',
      code: [{ text: row.decision }, ...about.map((text) => ({ text }))]
    }
  }
}

/** Empty lists are no FHIR: what there is none of is left out. */
function listed<K extends string, T>(key: K, list: readonly T[]): Partial<Record<K, T[]>> {
  const held: Partial<Record<K, T[]>> = {}
  if (list.length > 0) held[key] = [...list]
  return held
}

function periodOf(start: string | null, end: string | null): { period?: { start?: string; end?: string } } {
  if (start === null && end === null) return {}
  return { period: { ...(start === null ? {} : { start }), ...(end === null ? {} : { end }) } }
}
