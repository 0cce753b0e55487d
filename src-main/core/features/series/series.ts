import type { MethodName } from '@contract/index'
import type { Database } from '../../database/database'
import type { Handlers } from '../../rpc/handlers'
import type { Appointments } from '../appointments'
import type { ScheduleMemory } from '../schedules'
import type { JudgeDependencies } from './proposals'
import { scheduleProblems } from './schedule-problems.rules'
import { seriesHandlers } from './series.handlers'
import { createSeriesSteps } from './series-steps'

export interface SeriesDependencies {
  readonly database: Database
  readonly appointments: Appointments
  readonly schedules: Pick<ScheduleMemory, 'book'>
}

type SeriesMethods = Extract<MethodName, `series.${string}`>

/** Series of appointments: booked, changed and cancelled together, each occurrence an appointment of its own. */
export function createSeries(dependencies: SeriesDependencies): {
  readonly handlers: Handlers<SeriesMethods>
} {
  const { database, appointments } = dependencies
  const seriesSteps = createSeriesSteps({ database, steps: appointments.steps })
  const judging = judgingWith(dependencies)
  return { handlers: seriesHandlers({ database, appointments, seriesSteps, judging }) }
}

function judgingWith({ appointments, schedules }: SeriesDependencies): JudgeDependencies {
  return {
    async scheduleProblems(reader, { clinicianId, date, time, durationMinutes }) {
      const day = (await schedules.book(reader)).day(clinicianId, date)
      const startMinute = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
      return scheduleProblems(day, startMinute, startMinute + durationMinutes)
    },
    async openingsFrom(reader, { clinicianId, date, durationMinutes }, typeId, limit) {
      const wish = {
        typeId,
        durationMinutes,
        clinicianIds: [clinicianId],
        partOfDay: null,
        weekdays: [],
        from: date,
        fromMinute: null,
        until: null,
        movingId: null,
        limit
      }
      return await appointments.findFree(reader, wish, await appointments.steps.moment())
    }
  }
}
