import type { MethodName } from '@contract/index'
import type { Database, Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Handlers } from '../../rpc/handlers'
import { listClinicians } from '../settings'
import type { AppointmentSteps } from './appointment-steps'
import type { ToViews } from './appointment-views'
import {
  appointmentsOfPatient,
  countOfPatient,
  dayOfPatients,
  getAppointment,
  overlapping
} from './appointment.queries'
import { listTypes } from './appointment-type.queries'
import { assertBookable, assertClinicianActive } from './appointment-writes.queries'
import { changesOf } from './change.queries'
import { readDay, type DayDependencies } from './day'
import { firstFree, type FirstFreeDependencies } from './first-free'
import { historyOf } from './history.rules'
import type { Look } from './look-log'
import { placeAt, type Place } from './place.rules'
import { cancelled, enteredInError, keepsOverbooking, moved, noted } from './steps.rules'

export interface AppointmentHandlerDependencies extends DayDependencies, FirstFreeDependencies {
  readonly database: Database
  readonly steps: AppointmentSteps
  readonly toViews: ToViews
  readonly look: Look
}

type AppointmentMethods = Exclude<
  Extract<MethodName, `appointments.${string}`>,
  'appointments.findFree' | 'appointments.placeNotes'
>

export function appointmentHandlers(
  dependencies: AppointmentHandlerDependencies
): Handlers<AppointmentMethods> {
  return { ...lookHandlers(dependencies), ...changeHandlers(dependencies) }
}

type Looks = 'day' | 'dayOfPatients' | 'get' | 'forPatient' | 'firstFree' | 'history'

function lookHandlers(dependencies: AppointmentHandlerDependencies): Handlers<`appointments.${Looks}`> {
  const { database, steps, toViews, look } = dependencies
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
    'appointments.firstFree': async (query) =>
      await firstFree(database.reader, query, await steps.moment(), dependencies),
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

function changeHandlers({ steps }: AppointmentHandlerDependencies): Handlers<`appointments.${Changes}`> {
  return {
    async 'appointments.book'({ patientId, typeId, note, isOverbooking, ...wanted }, { actor }) {
      const place = placeAt(wanted, (await steps.moment()).timeZone)
      return await steps.commit(async (transaction) => {
        await assertBookable(transaction, { patientId, typeId, clinicianId: place.clinicianId })
        const isOverbooked = isOverbooking && (await isTaken(transaction, place, null))
        return await steps.book(transaction, { actor, patientId, typeId, place, note, isOverbooked })
      })
    },
    async 'appointments.move'({ id, version, isOverbooking, ...wanted }, { actor }) {
      return await steps.commit((transaction) =>
        steps.take(transaction, {
          id,
          version,
          actor,
          async decide(appointment, { timeZone }) {
            const place = placeAt(wanted, timeZone)
            if (place.clinicianId !== appointment.clinicianId)
              await assertClinicianActive(transaction, place.clinicianId)
            const mayOverlap = isOverbooking || keepsOverbooking(appointment, place)
            return moved(appointment, place, mayOverlap && (await isTaken(transaction, place, id)))
          }
        })
      )
    },
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

/** Whether somebody is there: a place that turned out to be free is not marked as overbooked. */
async function isTaken(
  reader: Reader,
  place: Place,
  exceptId: Parameters<typeof overlapping>[2]
): Promise<boolean> {
  return (await overlapping(reader, place, exceptId)).length > 0
}
