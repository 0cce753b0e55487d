import type { PatientId } from '@contract/ids'
import type { EventBus } from '../../platform/event-bus'

/** A record has changed, and with it perhaps where messages that wait go. */
export function announceReach(events: EventBus, patientId: PatientId, messageCount: number): void {
  events.publish('patients.changed', { patientId })
  if (messageCount > 0) events.publish('messages.changed', { patientId, appointmentId: null })
}
