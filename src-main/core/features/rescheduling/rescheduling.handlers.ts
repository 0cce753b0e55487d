import type { DecisionOutcome } from '@contract/schedules'
import type { Database } from '../../database/database'
import type { Handlers } from '../../rpc/handlers'
import type { Audit } from '../audit'
import type { Appointments } from '../appointments'
import { clinicianOf, type ScheduleMemory } from '../schedules'
import { previewChange } from './preview'
import { resolveBooking } from './resolve'

export interface ReschedulingDependencies {
  readonly database: Database
  readonly audit: Audit
  readonly appointments: Appointments
  readonly schedules: ScheduleMemory
}

/** What becomes of bookings when hours change. */
export function reschedulingHandlers(
  dependencies: ReschedulingDependencies
): Handlers<'schedules.preview' | 'schedules.resolve'> {
  const { appointments, schedules, database } = dependencies
  return {
    async 'schedules.preview'({ change }, { actor }) {
      const moment = await appointments.steps.moment()
      const clinicianId = clinicianOf(await schedules.schedules(database.reader), change)
      const detail = `clinician ${clinicianId}`
      const entry = { action: 'schedule-affected.opened', patientId: null, detail } as const
      return await appointments.look(actor, entry, (reader) =>
        previewChange(reader, change, moment, dependencies)
      )
    },
    async 'schedules.resolve'({ decisions }, { actor }) {
      const outcomes: DecisionOutcome[] = []
      for (const decision of decisions) outcomes.push(await resolveBooking(decision, actor, dependencies))
      return outcomes
    }
  }
}
