import type { PortalResource } from '../kind'

/**
 * Codes of required value sets (FHIR R4), by type and by the path of the element: the structure's check knows the shape
 * of a code, not which ones there are.
 */
const CODES: Readonly<Record<string, readonly string[]>> = {
  'Patient.gender': ['male', 'female', 'other', 'unknown'],
  'Slot.status': ['busy', 'free', 'busy-unavailable', 'busy-tentative', 'entered-in-error'],
  'Appointment.status': [
    ...['proposed', 'pending', 'booked', 'arrived', 'fulfilled', 'cancelled', 'noshow', 'entered-in-error'],
    ...['checked-in', 'waitlist']
  ],
  'Appointment.participant.status': ['accepted', 'declined', 'tentative', 'needs-action'],
  'Consent.status': ['draft', 'proposed', 'active', 'rejected', 'inactive', 'entered-in-error'],
  'Consent.provision.type': ['deny', 'permit'],
  'Communication.status': [
    ...['preparation', 'in-progress', 'not-done', 'on-hold', 'stopped', 'completed', 'entered-in-error'],
    'unknown'
  ],
  'Task.status': [
    ...[
      'draft',
      'requested',
      'received',
      'accepted',
      'rejected',
      'ready',
      'cancelled',
      'in-progress',
      'on-hold'
    ],
    ...['failed', 'completed', 'entered-in-error']
  ],
  'Task.intent': [
    ...[
      'unknown',
      'proposal',
      'plan',
      'order',
      'original-order',
      'reflex-order',
      'filler-order',
      'instance-order'
    ],
    'option'
  ]
}

/** Which types an element may name. What a portal puts elsewhere is never followed. */
const TARGETS: Readonly<Record<string, readonly string[]>> = {
  'RelatedPerson.patient': ['Patient'],
  'Schedule.actor': ['Practitioner'],
  'Slot.schedule': ['Schedule'],
  'Appointment.slot': ['Slot'],
  'Consent.patient': ['Patient'],
  'Communication.subject': ['Patient'],
  'Task.for': ['Patient'],
  'Task.focus': ['Appointment']
}

const REFERENCE = /^([A-Z][A-Za-z]+)\/[A-Za-z0-9.-]{1,64}$/
const TEMPORARY = /^urn:uuid:[0-9a-f-]{36}$/
const DEEPEST = 20

/** What is wrong with codes and references, in words for the log and without content; null: nothing. */
export function faultOf(resource: PortalResource): string | null {
  return faultIn(resource, resource.resourceType, DEEPEST) ?? faultOfTimes(resource)
}

function faultIn(value: unknown, path: string, depth: number): string | null {
  if (depth === 0) return `${path}: too deep`
  if (Array.isArray(value)) return firstFault(value, (each: unknown) => faultIn(each, path, depth - 1))
  if (typeof value === 'string') return faultOfCode(value, path) ?? faultOfReference(value, path)
  if (typeof value !== 'object' || value === null) return null
  return firstFault(Object.entries(value), ([name, each]) => faultIn(each, `${path}.${name}`, depth - 1))
}

function firstFault<T>(list: readonly T[], faultOfOne: (each: T) => string | null): string | null {
  for (const each of list) {
    const fault = faultOfOne(each)
    if (fault !== null) return fault
  }
  return null
}

function faultOfCode(code: string, path: string): string | null {
  const codes = CODES[path]
  return codes === undefined || codes.includes(code) ? null : `${path}: no such code`
}

function faultOfReference(reference: string, path: string): string | null {
  if (!path.endsWith('.reference')) return null
  if (TEMPORARY.test(reference)) return null
  const named = REFERENCE.exec(reference)?.[1]
  if (named === undefined) return `${path}: not a reference of the portal's own`
  const targets = TARGETS[path.slice(0, -'.reference'.length)]
  return targets === undefined || targets.includes(named) ? null : `${path}: a reference to ${named}`
}

function faultOfTimes(resource: PortalResource): string | null {
  if (resource.resourceType !== 'Slot' && resource.resourceType !== 'Appointment') return null
  const { start, end } = resource
  if (start === undefined || end === undefined) return null
  return Date.parse(start) < Date.parse(end) ? null : `${resource.resourceType}.end: not after the start`
}
