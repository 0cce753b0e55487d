import type { DecisionOutcome } from '@contract/schedules'
import type { Database } from '../../database/database'
import type { Handlers } from '../../rpc/handlers'
import type { Audit } from '../audit'
import type { Appointments } from '../appointments'
import { clinicianOf, type ScheduleMemory, type ScheduleSaving } from '../schedules'
import { previewChange } from './preview'
import { resolveBooking } from './resolve'
import { saveDecided } from './save-decided'

export interface ReschedulingDependencies {
  readonly database: Database
  readonly audit: Audit
  readonly appointments: Appointments
  readonly schedules: ScheduleMemory & { readonly saving: ScheduleSaving }
}

/** What becomes of bookings when hours change. */
export function reschedulingHandlers(
  dependencies: ReschedulingDependencies
): Handlers<`schedules.${'preview' | 'save' | 'resolve'}`> {
  const { appointments, schedules, database } = dependencies
  return {
    async 'schedules.preview'(asked, { actor }) {
      const moment = await appointments.steps.moment()
      const clinicianId = clinicianOf(await schedules.schedules(database.reader), asked.change)
      const detail = `clinician ${clinicianId}`
      const entry = { action: 'schedule-affected.opened', patientId: null, detail } as const
      return await appointments.look(actor, entry, (reader) =>
        previewChange(reader, asked, moment, dependencies)
      )
    },
    async 'schedules.save'({ change, decided }, { actor }) {
      const moment = await appointments.steps.moment()
      const saved = await database.write((transaction) =>
        saveDecided(transaction, { change, decided, actor, moment }, dependencies)
      )
      schedules.saving.announce(saved.schedule.clinicianId)
      return saved
    },
    async 'schedules.resolve'({ decisions }, { actor }) {
      const outcomes: DecisionOutcome[] = []
      for (const decision of decisions) outcomes.push(await resolveBooking(decision, actor, dependencies))
      return outcomes
    }
  }
}
