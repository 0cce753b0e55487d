import type { OfAge, OfAgeDependencies } from './of-age'

/** Tells the open windows what a birthday changed, once it is on disk. */
export function announceOfAge(
  { events, tasks }: Pick<OfAgeDependencies, 'events' | 'tasks'>,
  { patientIds, hasTask, messageCount }: OfAge
): void {
  const [youth] = patientIds
  for (const patientId of patientIds) events.publish('patients.changed', { patientId })
  if (youth !== undefined && messageCount > 0)
    events.publish('messages.changed', { patientId: youth, appointmentId: null })
  if (hasTask) tasks().announce()
}
