import type { Appointment, Bundle, BundleEntry, Slot } from '@medplum/fhirtypes'
import { isLive } from './answers.rules'
import { idIn, type Remote } from './resource-shape'
import { OPERATION_SYSTEM } from './same-content.rules'

/** The most entries in one transaction (SYNC: book). */
const MOST_ENTRIES = 8

export interface SlotPlan {
  /** Ids at the portal of the slots the step takes, and of those it gives back. */
  readonly claim: readonly string[]
  readonly release: readonly string[]
}

/** Which slots change hands when the appointment becomes `next`; `base` is what the portal holds now. */
export function planSlots(base: Appointment | null, next: Appointment): SlotPlan {
  const held = base && isLive(base.status) ? slotIds(base) : []
  const wanted = isLive(next.status) ? slotIds(next) : []
  return {
    claim: wanted.filter((id) => !held.includes(id)),
    release: held.filter((id) => !wanted.includes(id))
  }
}

export interface Bundles {
  /** From and to, in the order of the slots that are taken: those shut by transactions of their own beforehand. */
  readonly shut: readonly (readonly [from: number, to: number])[]
  /** From here on they are taken together with the appointment. */
  readonly lastFrom: number
  /** Given back together with the appointment; the others by their own marks, once it stands there no more. */
  readonly release: readonly string[]
}

/**
 * How a step with many slots is cut into transactions: what it needs is shut before the appointment is written, and
 * nothing is given back before, so that at no moment two can have one slot.
 */
export function inBundles(claims: number, release: readonly string[]): Bundles {
  const room = MOST_ENTRIES - 1
  const lastFrom = Math.max(0, claims - room)
  const shut = Array.from(
    { length: Math.ceil(lastFrom / MOST_ENTRIES) },
    (_, index) => [index * MOST_ENTRIES, Math.min(lastFrom, (index + 1) * MOST_ENTRIES)] as const
  )
  return { shut, lastFrom, release: release.slice(0, room - (claims - lastFrom)) }
}

export function slotIds({ slot = [] }: Appointment): string[] {
  return slot.flatMap(({ reference }) => idIn(reference, 'Slot') ?? [])
}

/** The appointment with the name of the operation that writes it, in place of the one before. */
export function named(appointment: Appointment, opId: string): Appointment {
  const others = (appointment.identifier ?? []).filter(({ system }) => system !== OPERATION_SYSTEM)
  return { ...appointment, identifier: [...others, { system: OPERATION_SYSTEM, value: opId }] }
}

export function bears({ identifier = [] }: Appointment, opId: string): boolean {
  return identifier.some(({ system, value }) => system === OPERATION_SYSTEM && value === opId)
}

export interface SlotWrite {
  readonly slot: Slot & { id: string }
  readonly etag: string
}

/** One transaction over the slots and their appointment; without one, slots that are shut beforehand. */
export function bundleOf(slots: readonly SlotWrite[], appointment: AppointmentWrite | null): Bundle {
  const entry: BundleEntry[] = slots.map(({ slot, etag }) => ({
    resource: slot,
    request: { method: 'PUT', url: `Slot/${slot.id}`, ifMatch: etag }
  }))
  if (appointment) entry.push(appointmentEntry(appointment))
  return { resourceType: 'Bundle', type: 'transaction', entry }
}

/** `etag` null: it is made, unless this very operation has made it already. */
export interface AppointmentWrite {
  readonly body: Appointment
  readonly id: string | null
  readonly etag: string | null
  readonly opId: string
  /** The clinic's name for it, which stays when a later operation has put its own: a late request finds it by that. */
  readonly own: string
}

function appointmentEntry({ body, id, etag, opId, own }: AppointmentWrite): BundleEntry {
  if (id === null || etag === null)
    return {
      resource: body,
      request: {
        method: 'POST',
        url: 'Appointment',
        ifNoneExist: `identifier=${[`${OPERATION_SYSTEM}|${opId}`, own].map(encodeURIComponent).join(',')}`
      }
    }
  return { resource: { ...body, id }, request: { method: 'PUT', url: `Appointment/${id}`, ifMatch: etag } }
}

/** An appointment among what was found, for whoever needs one. */
export function asAppointment(resource: Remote | null): (Appointment & { id: string }) | null {
  return resource?.resourceType === 'Appointment' ? { ...resource, id: resource.id } : null
}
