import type { PortalResourceType, PortalRun } from '@contract/portal'

/** In the order in which they are gone through. */
const TYPES = [
  'Practitioner',
  'Schedule',
  'Patient',
  'RelatedPerson',
  'Consent',
  'Slot',
  'Appointment',
  'Communication',
  'Task'
] as const satisfies readonly PortalResourceType[]

/** How far a run has come, 0–1: by the types that are behind it, first listed, then sent. */
export function runProgress({ phase, type }: Pick<PortalRun, 'phase' | 'type'>): number {
  if (phase === 'done') return 1
  const passed = type === null ? 0 : TYPES.indexOf(type)
  return (passed + (phase === 'sending' ? TYPES.length : 0)) / (2 * TYPES.length)
}
