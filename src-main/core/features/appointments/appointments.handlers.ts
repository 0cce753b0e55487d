import type { MethodName } from '@contract/index'
import type { Database } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Handlers } from '../../rpc/handlers'
import { listClinicians } from '../settings'
import type { AppointmentSteps } from './appointment-steps'
import type { ToViews } from './appointment-views'
import { appointmentsOfPatient, countOfPatient, dayOfPatients, getAppointment } from './appointment.queries'
import type { Booking } from './booking'
import { listTypes } from './appointment-type.queries'
import { changesOf } from './change.queries'
import { readDay, type DayDependencies } from './day'
import type { FindFree } from './find-free'
import { historyOf } from './history.rules'
import type { Look } from './look-log'
import type { PlaceNotes } from './place-notes'
import { placeAt } from './place.rules'
import { cancelled, enteredInError, noted } from './steps.rules'

export interface AppointmentHandlerDependencies extends DayDependencies {
  readonly database: Database
  readonly steps: AppointmentSteps
  readonly toViews: ToViews
  readonly look: Look
  readonly booking: Booking
  readonly findFree: FindFree
  readonly placeNotes: PlaceNotes
}

type AppointmentMethods = Extract<MethodName, `appointments.${string}`>

export function appointmentHandlers(
  dependencies: AppointmentHandlerDependencies
): Handlers<AppointmentMethods> {
  return { ...lookHandlers(dependencies), ...changeHandlers(dependencies) }
}

type Looks = 'day' | 'dayOfPatients' | 'get' | 'forPatient' | 'findFree' | 'placeNotes' | 'history'

function lookHandlers(dependencies: AppointmentHandlerDependencies): Handlers<`appointments.${Looks}`> {
  const { database, steps, toViews, look, findFree, placeNotes } = dependencies
  return {
    async 'appointments.day'({ date, withErrors }, { actor }) {
      const { today } = await steps.moment()
      const entry = { action: 'schedule.opened', patientId: null, detail: date }
      return await look(actor, entry, (reader) => readDay(reader, { date, today, withErrors }, dependencies))
    },
    async 'appointments.dayOfPatients'({ date, patientIds }, { actor }) {
      const { today } = await steps.moment()
      const entry = { action: 'schedule.opened', patientId: null, detail: date } as const
      return await look(actor, entry, async (reader) =>
        toViews(reader, await dayOfPatients(reader, date, patientIds), today)
      )
    },
    async 'appointments.get'({ id }, { actor }) {
      const { today } = await steps.moment()
      const { patientId } = await getAppointment(database.reader, id)
      const entry = { action: 'appointment.opened', patientId, detail: `appointment ${id}` }
      return await look(actor, entry, async (reader) => {
        const [view] = await toViews(reader, [await getAppointment(reader, id)], today)
        if (!view) throw new AppError('not-found')
        return view
      })
    },
    async 'appointments.forPatient'({ patientId, limit, withErrors }, { actor }) {
      const { today } = await steps.moment()
      return await look(actor, { action: 'appointments.opened', patientId }, async (reader) => ({
        appointments: await toViews(
          reader,
          await appointmentsOfPatient(reader, patientId, { limit, withErrors }),
          today
        ),
        total: await countOfPatient(reader, patientId, withErrors)
      }))
    },
    'appointments.findFree': async (query) => await findFree(database.reader, query, await steps.moment()),
    async 'appointments.placeNotes'({ typeId, movingId, ...wanted }) {
      const moment = await steps.moment()
      const before = movingId === null ? null : await getAppointment(database.reader, movingId)
      const place = placeAt(wanted, moment.timeZone)
      return await placeNotes.of(database.reader, { typeId, place, named: null, before }, moment)
    },
    async 'appointments.history'({ id }, { actor }) {
      const { patientId } = await getAppointment(database.reader, id)
      const entry = { action: 'appointment-history.opened', patientId, detail: `appointment ${id}` }
      return await look(actor, entry, async (reader) => {
        const names = {
          clinicians: new Map((await listClinicians(reader)).map(({ id, name }) => [id, name])),
          types: new Map((await listTypes(reader)).map((type) => [type.id, type.name]))
        }
        return historyOf(await changesOf(reader, id), await getAppointment(reader, id), names)
      })
    }
  }
}

type Changes = 'book' | 'move' | 'setNote' | 'cancel' | 'enterInError' | 'undo'

function changeHandlers({
  steps,
  booking
}: AppointmentHandlerDependencies): Handlers<`appointments.${Changes}`> {
  return {
    'appointments.book': async (wanted, { actor }) =>
      await steps.commit((transaction) => booking.book(transaction, { ...wanted, actor })),
    'appointments.move': async (wanted, { actor }) =>
      await steps.commit((transaction) => booking.move(transaction, { ...wanted, actor })),
    async 'appointments.setNote'({ id, version, note }, { actor }) {
      return await steps.commit((transaction) =>
        steps.take(transaction, { id, version, actor, decide: () => noted(note) })
      )
    },
    async 'appointments.cancel'({ id, version, reason, notifyPatient }, { actor }) {
      return await steps.commit((transaction) =>
        steps.take(transaction, {
          id,
          version,
          actor,
          notifyPatient,
          decide: (appointment, moment) => cancelled(appointment, reason, moment)
        })
      )
    },
    async 'appointments.enterInError'({ id, version }, { actor }) {
      return await steps.commit((transaction) =>
        steps.take(transaction, { id, version, actor, decide: enteredInError })
      )
    },
    async 'appointments.undo'({ changeId }, { actor }) {
      const { appointment } = await steps.commit((transaction) => steps.undo(transaction, changeId, actor))
      return appointment
    }
  }
}
