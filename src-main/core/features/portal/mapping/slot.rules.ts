import type { Identifier, Slot } from '@medplum/fhirtypes'
import type { Instant } from '@contract/values'
import { listed, metaOf, referenceTo } from './elements.rules'
import { serviceTypeOf, type OfferedType } from './practitioner.rules'
import type { PortalClinic } from './systems.rules'

export interface SlotFacts {
  /** What the clinic finds it again by. */
  readonly own: Identifier
  /** The portal's id of the clinician's schedule. */
  readonly scheduleRemoteId: string
  readonly startAt: Instant
  readonly endAt: Instant
  /** `gone`: the schedule has it no more. */
  readonly status: 'free' | 'busy' | 'gone'
  /** What fits into it, the one it was made for first. */
  readonly types: readonly OfferedType[]
}

/** FHIR R4 slotstatus: one that is offered no more is never deleted. */
const STATUS = { free: 'free', busy: 'busy', gone: 'busy-unavailable' } as const

export function toSlot(facts: SlotFacts, clinic: PortalClinic): Slot {
  return {
    resourceType: 'Slot',
    ...metaOf('Slot', clinic),
    identifier: [facts.own],
    ...listed('serviceType', facts.types.map(serviceTypeOf)),
    schedule: referenceTo('Schedule', facts.scheduleRemoteId),
    status: STATUS[facts.status],
    start: facts.startAt,
    end: facts.endAt
  }
}
