import type { PatientId } from '@contract/ids'
import type { PatientAlert } from '@contract/patients'
import type { CivilDate } from '@contract/values'
import type { Database } from '../../database/database'
import type { EventBus } from '../../platform/event-bus'
import type { AlertsFor } from './appointment-views'

/** What is published when something about a patient may have changed: contact details, consent, numbers, the rules. */
const TELLING: ReadonlySet<string> = new Set(['patients.changed', 'codes.changed', 'settings.changed'])

export interface AlertMemory {
  readonly alertsFor: AlertsFor
  /** After a change of one of the patient's appointments: no-shows are counted. */
  forget(patientId: PatientId): void
}

export interface AlertMemoryDependencies {
  readonly alertsFor: AlertsFor
  readonly database: Database
  readonly events: EventBus
  readonly today: () => Promise<CivilDate>
}

/**
 * Remembers alerts until something is published that may change one, or the date changes: a day view asks for hundreds
 * of patients again and again. A transaction reads for itself, since what it has changed is not published yet.
 */
export function rememberAlerts({ alertsFor, database, events, today }: AlertMemoryDependencies): AlertMemory {
  const known = new Map<PatientId, readonly PatientAlert[]>()
  let day = ''
  // A change that is published while a read is under way makes what was read out of date.
  let generation = 0
  function forgetAll(): void {
    generation += 1
    known.clear()
  }
  events.subscribe((event) => {
    if (TELLING.has(event)) forgetAll()
  })
  return {
    forget(patientId) {
      generation += 1
      known.delete(patientId)
    },
    async alertsFor(reader, patientIds) {
      if (reader !== database.reader) return await alertsFor(reader, patientIds)
      const date = await today()
      if (date !== day) forgetAll()
      day = date
      const unknown = patientIds.filter((id) => !known.has(id))
      if (unknown.length === 0) return known
      const before = generation
      const read = await alertsFor(reader, unknown)
      if (generation !== before) return await alertsFor(reader, patientIds)
      for (const id of unknown) known.set(id, read.get(id) ?? [])
      return known
    }
  }
}
