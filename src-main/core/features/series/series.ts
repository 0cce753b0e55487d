import type { MethodName } from '@contract/index'
import type { Database } from '../../database/database'
import type { Handlers } from '../../rpc/handlers'
import type { Appointments } from '../appointments'
import type { JudgeDependencies } from './proposals'
import { problemsOf } from './place-problems.rules'
import { seriesHandlers } from './series.handlers'
import { createSeriesSteps } from './series-steps'

export interface SeriesDependencies {
  readonly database: Database
  readonly appointments: Appointments
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

function judgingWith({ appointments }: SeriesDependencies): JudgeDependencies {
  return {
    async placeProblems(reader, place, { typeId, isMoving }) {
      const moment = await appointments.steps.moment()
      const notes = await appointments.placeNotes.of(
        reader,
        { typeId, place, named: null, before: null },
        moment
      )
      return problemsOf(notes, isMoving)
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
