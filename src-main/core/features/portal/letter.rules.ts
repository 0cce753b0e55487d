import type { PortalResource, PortalType } from './kind'
import { asBody } from './resource-shape'
import { isSameValue } from './same-content.rules'

/**
 * What a person may change in a letter that the portal has refused: texts, by the elements that hold them. Everything
 * else names the thing, ties it to others, or is what the records say; numbers to reach somebody by among them, which are
 * checked where they are recorded.
 */
export const EDITABLE = {
  Practitioner: ['name'],
  Schedule: ['serviceType', 'comment'],
  Patient: ['name', 'address', 'communication'],
  RelatedPerson: ['name'],
  Consent: [],
  Slot: ['serviceType', 'comment'],
  Appointment: ['serviceType', 'description', 'comment', 'patientInstruction'],
  Communication: [],
  Task: []
} as const satisfies Record<PortalType, readonly string[]>

/** The resource in a letter: a step's bundle holds it beside its slots. Null where nothing was ever made of it. */
export function resourceInLetter(type: PortalType, body: string | null): PortalResource | null {
  if (body === null) return null
  const held: unknown = JSON.parse(body)
  return isBundle(held) ? inBundle(type, held) : asBody(held)
}

interface Bundled {
  readonly entry?: readonly { readonly resource?: { readonly resourceType?: string } }[]
}

function isBundle(value: unknown): value is Bundled {
  return typeof value === 'object' && value !== null && Reflect.get(value, 'resourceType') === 'Bundle'
}

function inBundle(type: PortalType, { entry = [] }: Bundled): PortalResource | null {
  const found = entry.find(({ resource }) => resource?.resourceType === type)?.resource
  return found ? asBody(found) : null
}

/** Elements in which two differ that are not a person's to change. */
export function fixedElementsChanged(before: PortalResource, after: PortalResource): string[] {
  const editable: readonly string[] = EDITABLE[before.resourceType]
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter(
    (name) => !editable.includes(name) && !isSameValue(Reflect.get(before, name), Reflect.get(after, name))
  )
}
