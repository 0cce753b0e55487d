import type { MethodName } from '@contract/index'
import type { Database } from '../../database/database'
import type { Handlers } from '../../rpc/handlers'
import { getAppointment, type Appointments } from '../appointments'
import { previewChange } from './change-preview'
import { judgePlaces, type JudgeDependencies } from './proposals'
import { datesOf } from './recurrence.rules'
import type { SeriesStep, SeriesSteps } from './series-steps'
import { readSeries } from './series-views'

export interface SeriesHandlerDependencies {
  readonly database: Database
  readonly appointments: Pick<Appointments, 'steps' | 'toViews' | 'look'>
  readonly seriesSteps: SeriesSteps
  readonly judging: JudgeDependencies
}

type SeriesMethods = Extract<MethodName, `series.${string}`>
type Looks = `series.${'preview' | 'previewChange' | 'get'}`

export function seriesHandlers(dependencies: SeriesHandlerDependencies): Handlers<SeriesMethods> {
  return { ...lookHandlers(dependencies), ...changeHandlers(dependencies) }
}

function lookHandlers({ database, appointments, judging }: SeriesHandlerDependencies): Handlers<Looks> {
  const { steps, toViews, look } = appointments
  return {
    async 'series.preview'(wanted, { actor }) {
      const { patientId, typeId, durationMinutes, recurrence, shifted } = wanted
      const { dates, isCut } = datesOf(wanted.date, recurrence)
      const proposed = dates.map(({ date, adjusted }, index) => {
        const own = shifted.find(({ number }) => number === index + 1)
        const { clinicianId, time } = own ?? wanted
        const place = { clinicianId, date: own?.date ?? date, time, durationMinutes }
        return { number: index + 1, place, adjusted: own ? null : adjusted }
      })
      const places = proposed.map(({ place }) => place)
      const moment = await steps.moment()
      // It tells of the patient's other appointments on those days.
      return await look(actor, { action: 'appointments.opened', patientId }, async (reader) => {
        const input = { places, patientId, typeId, movingIds: [], moment }
        const judged = await judgePlaces(reader, input, judging)
        const occurrences = proposed.map(({ number, place, adjusted }, index) => ({
          number,
          ...place,
          adjusted,
          ...(judged[index] ?? { problems: [], alternatives: [] })
        }))
        return { occurrences, isCut }
      })
    },
    async 'series.previewChange'(wanted, { actor }) {
      const moment = await steps.moment()
      const { patientId } = await getAppointment(database.reader, wanted.appointmentId)
      return await look(actor, { action: 'appointments.opened', patientId }, (reader) =>
        previewChange(reader, wanted, { moment, judging })
      )
    },
    async 'series.get'({ appointmentId }, { actor }) {
      const { series, patientId } = await getAppointment(database.reader, appointmentId)
      if (series === null) return null
      const { today } = await steps.moment()
      const entry = { action: 'series.opened', patientId, detail: `series ${series.id}` }
      return await look(actor, entry, (reader) => readSeries(reader, { id: series.id, today }, toViews))
    }
  }
}

function changeHandlers({
  database,
  appointments,
  seriesSteps
}: SeriesHandlerDependencies): Handlers<Exclude<SeriesMethods, Looks>> {
  const { steps, toViews } = appointments

  async function answer({ seriesId, stepId, changes }: SeriesStep) {
    const { today } = await steps.moment()
    const series = await readSeries(database.reader, { id: seriesId, today }, toViews)
    return { series, stepId, changed: [...new Set(changes.map(({ after }) => after.id))] }
  }

  return {
    'series.book': async (input, { actor }) => await answer(await seriesSteps.book(input, actor)),
    'series.change': async (input, { actor }) => await answer(await seriesSteps.change(input, actor)),
    'series.cancel': async (input, { actor }) => await answer(await seriesSteps.cancel(input, actor)),
    async 'series.undo'({ stepId }, { actor }) {
      const id = await seriesSteps.undo(stepId, actor)
      const { today } = await steps.moment()
      return await readSeries(database.reader, { id, today }, toViews)
    }
  }
}
