import { z } from 'zod'
import { PortalType } from '../../../src-main/core/portal/wire'
import { Refusal } from './refusal'
import type { Kept } from './resource'
import type { FhirStore } from './store'

/** An appointment in one of these has its slot for itself. */
const LIVE: ReadonlySet<unknown> = new Set([
  'proposed',
  'pending',
  'booked',
  'arrived',
  'checked-in',
  'fulfilled'
])

export function liveAppointmentsOf(store: FhirStore, slotId: string): Kept[] {
  return store.withKey('Appointment', `slot=Slot/${slotId}`).filter(({ body }) => LIVE.has(body['status']))
}

/** @throws Refusal 409 where a slot that an appointment has just got is another's */
export function checkSlots(store: FhirStore, changed: readonly Kept[]): void {
  const slots = changed
    .filter(({ type, body }) => type === 'Appointment' && LIVE.has(body['status']))
    .flatMap(({ keys }) => keys.filter((key) => key.startsWith('slot=Slot/')))
    .map((key) => key.slice('slot=Slot/'.length))
  for (const id of new Set(slots))
    if (liveAppointmentsOf(store, id).length > 1)
      throw new Refusal(409, `Slot/${id} has a live appointment already.`)
}

const Held = z.record(z.string(), z.unknown())

/** @throws Refusal 422 for a reference to a resource that is not here */
export function checkReferences(store: FhirStore, changed: readonly Kept[]): void {
  for (const { type, id, body } of changed)
    for (const reference of referencesIn(body)) {
      const [of, name = ''] = reference.split('/')
      const known = PortalType.safeParse(of)
      if (known.success && !store.find(known.data, name))
        throw new Refusal(422, `${type}/${id} refers to ${reference}, which is not here.`)
    }
}

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn)
  const held = Held.safeParse(value)
  if (!held.success) return []
  return Object.entries(held.data).flatMap(([key, inner]) =>
    key === 'reference' && typeof inner === 'string' ? [inner] : referencesIn(inner)
  )
}
