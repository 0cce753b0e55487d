import type { Appointment, CodeableConcept, Slot } from '@medplum/fhirtypes'
import type { FhirStore } from '../fhir/store'
import { APPOINTMENT_KIND, CANCELLATION, isClinicIdentifier, VIDEO_LINK } from './fhir-names'
import { nameOf, type Held } from './people'

export interface Visit {
  readonly id: string
  readonly version: string
  readonly start: string
  readonly end: string
  readonly status: 'coming' | 'requested' | 'past' | 'cancelled-you' | 'cancelled-clinic'
  readonly isConfirmed: boolean
  readonly clinician: string
  /** Null where the clinic's own address counts. */
  readonly place: string | null
  readonly kind: string
  readonly name: string
  readonly videoLink: string | null
  readonly slotId: string | null
}

/** All of a patient's appointments, the earliest first. */
export function visitsOf({ store, time }: Held, patientId: string): Visit[] {
  return store
    .having('Appointment', `patient=Patient/${patientId}`)
    .filter(({ status, start }) => start !== undefined && status !== 'entered-in-error')
    .map((appointment) => visitOf(store, appointment, time.text()))
    .toSorted((a, b) => a.start.localeCompare(b.start))
}

function visitOf(store: FhirStore, appointment: Appointment, now: string): Visit {
  const { start = '', end = '', participant, extension = [], identifier = [] } = appointment
  const place = participant.find(({ type }) => type?.some(({ coding }) => coding?.[0]?.code === 'LOC'))
  return {
    id: appointment.id ?? '',
    version: appointment.meta?.versionId ?? '',
    start,
    end,
    status: statusOf(appointment, now),
    isConfirmed: identifier.some(({ system }) => isClinicIdentifier(system)),
    clinician: clinicianOf(store, appointment),
    place: place?.actor?.display ?? null,
    kind: kindOf(appointment.serviceType),
    name: appointment.serviceType?.[0]?.text ?? '',
    videoLink: safeLink(extension.find(({ url }) => url === VIDEO_LINK)?.valueUrl),
    slotId: appointment.slot?.[0]?.reference?.replace(/^Slot\//, '') ?? null
  }
}

function statusOf({ status, end = '', cancelationReason }: Appointment, now: string): Visit['status'] {
  if (status === 'cancelled') {
    const codes = cancelationReason?.coding ?? []
    const isPatient = codes.some(({ system, code }) => system === CANCELLATION && code?.startsWith('pat'))
    return isPatient ? 'cancelled-you' : 'cancelled-clinic'
  }
  if (status === 'fulfilled' || status === 'noshow' || Date.parse(end) <= Date.parse(now)) return 'past'
  return status === 'pending' || status === 'proposed' ? 'requested' : 'coming'
}

function clinicianOf(store: FhirStore, { participant }: Appointment): string {
  const actor = participant
    .map((each) => each.actor)
    .find((each) => each?.reference?.startsWith('Practitioner/'))
  return practitionerName(store, actor?.reference) || (actor?.display ?? '')
}

export function practitionerName(store: FhirStore, reference: string | undefined): string {
  const practitioner = store.get('Practitioner', reference?.replace(/^Practitioner\//, '') ?? '')
  return practitioner ? nameOf(practitioner) : ''
}

export function kindOf(types: readonly CodeableConcept[] | undefined): string {
  const codings = (types ?? []).flatMap(({ coding }) => coding ?? [])
  return codings.find(({ system }) => system === APPOINTMENT_KIND)?.code ?? ''
}

/** Only to a page over TLS: whatever else an answer may hold is no link. */
function safeLink(url: string | undefined): string | null {
  return url !== undefined && URL.canParse(url) && new URL(url).protocol === 'https:' ? url : null
}

export interface FreePlace {
  readonly slot: Slot & { readonly id: string }
  readonly start: string
  readonly end: string
  readonly practitionerId: string
  readonly clinician: string
  readonly types: readonly CodeableConcept[]
}

/** What may be booked from a moment on, the earliest first. */
export function freePlaces({ store, time }: Held): FreePlace[] {
  const now = time.nowMs()
  return store
    .having('Slot', 'status=free')
    .filter(({ start }) => Date.parse(start) > now)
    .flatMap((slot) => placeOf(store, slot) ?? [])
    .toSorted((a, b) => a.start.localeCompare(b.start) || a.clinician.localeCompare(b.clinician))
}

export function freePlace(held: Held, slotId: string): FreePlace | null {
  const slot = held.store.get('Slot', slotId)
  if (slot?.status !== 'free' || Date.parse(slot.start) <= held.time.nowMs()) return null
  return placeOf(held.store, slot)
}

function placeOf(store: FhirStore, slot: Slot): FreePlace | null {
  const schedule = store.get('Schedule', slot.schedule.reference?.replace(/^Schedule\//, '') ?? '')
  const actor = schedule?.actor.find(({ reference }) => reference?.startsWith('Practitioner/'))
  if (!schedule || schedule.active === false || !actor?.reference) return null
  return {
    slot: { ...slot, id: slot.id ?? '' },
    start: slot.start,
    end: slot.end,
    practitionerId: actor.reference.replace(/^Practitioner\//, ''),
    clinician: practitionerName(store, actor.reference),
    types: slot.serviceType ?? schedule.serviceType ?? []
  }
}
