import type { ContactPoint, Patient } from '@medplum/fhirtypes'
import type { PortalTime } from '../portal-time'
import type { FhirStore } from '../fhir/store'
import { CONTACT_CONFIRMED, CONTACT_STATE, isClinicIdentifier } from './fhir-names'

export interface Held {
  readonly store: FhirStore
  readonly time: PortalTime
}

/** A patient who may use the portal, with the id that a kept resource always has. */
export type KnownPatient = Patient & { readonly id: string }

export function patientById({ store }: Held, id: string | null): KnownPatient | null {
  const patient = id === null ? undefined : store.get('Patient', id)
  return patient?.active === true ? { ...patient, id: patient.id ?? '' } : null
}

/** Whoever has or had the number; `isFormer`: it is one that was replaced. */
export function patientByNumber(
  held: Held,
  number: string
): { readonly patient: KnownPatient; readonly isFormer: boolean } | null {
  for (const { id } of held.store.having('Patient', `identifier=${number}`)) {
    const patient = patientById(held, id ?? null)
    const found = patient?.identifier?.find(
      ({ system, value }) => value === number && !isClinicIdentifier(system)
    )
    if (patient && found) return { patient, isFormer: found.use === 'old' }
  }
  return null
}

export interface Child {
  readonly patient: KnownPatient
  /** In whose name the guardian acts. */
  readonly relatedPersonId: string
}

/** The children whom this patient may act for today. */
export function childrenOf(held: Held, guardian: KnownPatient): Child[] {
  const today = held.time.text().slice(0, 10)
  const numbers = (guardian.identifier ?? []).filter(
    ({ system, use }) => !isClinicIdentifier(system) && use !== 'old'
  )
  const relations = numbers.flatMap(({ system = '', value = '' }) =>
    held.store.having('RelatedPerson', `identifier=${system}|${value}`)
  )
  return relations.flatMap(({ id = '', active, period, patient }) => {
    const isNow =
      (period?.start ?? '') <= today && today <= (period?.end ?? '9999').slice(0, 10).padEnd(10, '~')
    const child = patientById(held, patient.reference?.replace(/^Patient\//, '') ?? null)
    return active === true && isNow && child ? [{ patient: child, relatedPersonId: id }] : []
  })
}

export function nameOf({ name }: Pick<Patient, 'name'>): string {
  const official = name?.find(({ use }) => use === 'official') ?? name?.[0]
  return official?.text ?? [...(official?.given ?? []), official?.family ?? ''].join(' ').trim()
}

export interface Contact {
  readonly value: string
  readonly isVerified: boolean
  readonly isClaimed: boolean
  readonly isConfirmed: boolean
}

/** The telephone or e-mail that counts, and one that is to take its place. */
export function contactsOf({ telecom = [] }: Patient, system: 'phone' | 'email'): Contact[] {
  return telecom
    .filter((point) => point.system === system && point.use !== 'old')
    .map((point) => ({
      value: point.value ?? '',
      isVerified: stateOf(point) === 'verified',
      isClaimed: stateOf(point) === 'unverified',
      isConfirmed: point.extension?.some(({ url }) => url === CONTACT_CONFIRMED) === true
    }))
}

/** A new mobile that nobody has proven yet. */
export function claimedMobileOf(patient: Patient): string | null {
  return contactsOf(patient, 'phone').find(({ isClaimed }) => isClaimed)?.value ?? null
}

function stateOf({ extension }: ContactPoint): string | undefined {
  return extension?.find(({ url }) => url === CONTACT_STATE)?.valueCode
}

/** What follows the date of birth, and of a shorter number as much. */
const HIDDEN = { long: 5, short: 4 }
const LONG_DIGITS = 11

/** The number as it is in use, its last digits hidden from who looks over the shoulder. */
export function maskedNumber({ identifier = [] }: Patient): string | null {
  const number = identifier.find(
    ({ use, system }) => use === 'official' && !isClinicIdentifier(system)
  )?.value
  if (!number) return null
  const hidden = number.length < LONG_DIGITS ? HIDDEN.short : HIDDEN.long
  return `${number.slice(0, -hidden)} ${'•'.repeat(hidden)}`
}

const GROUPS: Readonly<Record<string, RegExp>> = {
  '+47': /^(\d{3})(\d{2})(\d{3})$/,
  '+45': /^(\d{2})(\d{2})(\d{2})(\d{2})$/,
  '+31': /^(6)(\d{8})$/
}
/** What is dialled first within the country. */
const TRUNK: Readonly<Record<string, string>> = { '+31': '0' }

/** `412 34 567` of a number of this country, as it is written there; others as they are. */
export function shownNumber(value: string, dialling: string): string {
  const groups = value.startsWith(dialling) ? GROUPS[dialling]?.exec(value.slice(dialling.length)) : null
  return groups ? `${TRUNK[dialling] ?? ''}${groups.slice(1).join(' ')}` : value
}
