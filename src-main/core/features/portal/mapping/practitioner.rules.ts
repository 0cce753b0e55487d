import type { CodeableConcept, Identifier, Practitioner, Schedule } from '@medplum/fhirtypes'
import type { AppointmentType } from '@contract/appointments'
import type { CivilDate } from '@contract/values'
import { listed, metaOf, periodOf, referenceTo } from './elements.rules'
import { APPOINTMENT_KIND, APPOINTMENT_TYPE, type PortalClinic } from './systems.rules'

export interface ClinicianFacts {
  /** What the clinic finds it again by. */
  readonly own: Identifier
  readonly name: string
  readonly isActive: boolean
}

/** The clinic keeps one name for a clinician, which is shown as it is. */
export function toPractitioner({ own, name, isActive }: ClinicianFacts, clinic: PortalClinic): Practitioner {
  return {
    resourceType: 'Practitioner',
    ...metaOf('Practitioner', clinic),
    identifier: [own],
    active: isActive,
    name: [{ text: name }]
  }
}

export type OfferedType = Pick<AppointmentType, 'id' | 'name' | 'kind' | 'durationMinutes'>

export interface ScheduleFacts {
  readonly own: Identifier
  /** The portal's id of the clinician. */
  readonly practitionerRemoteId: string
  readonly isActive: boolean
  /** What may be booked there by patients. */
  readonly types: readonly OfferedType[]
  /** The days for which there are slots, both included. */
  readonly horizon: { readonly from: CivilDate; readonly until: CivilDate }
}

/** One for each clinician: where the slots hang. */
export function toSchedule(facts: ScheduleFacts, clinic: PortalClinic): Schedule {
  const { own, practitionerRemoteId, isActive, types, horizon } = facts
  const { period } = periodOf(horizon.from, horizon.until)
  return {
    resourceType: 'Schedule',
    ...metaOf('Schedule', clinic),
    identifier: [own],
    active: isActive,
    ...listed('serviceType', types.map(serviceTypeOf)),
    actor: [referenceTo('Practitioner', practitionerRemoteId)],
    ...(period ? { planningHorizon: period } : {})
  }
}

/** A type that patients may book is shown to them by its name, with its length and whether it is a video visit. */
export function serviceTypeOf({ id, name, kind }: OfferedType): CodeableConcept {
  return {
    coding: [
      { system: APPOINTMENT_TYPE, code: String(id), display: name },
      { system: APPOINTMENT_KIND, code: kind }
    ],
    text: name
  }
}
