import type { FreeSlot } from '@contract/appointments'
import type { MethodName } from '@contract/index'
import type { CivilDate, Language } from '@contract/values'
import type { Database, Reader, Transaction } from '../../database/database'
import type { Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import { civilDateOf } from '../../platform/wall-clock'
import type { Handlers } from '../../rpc/handlers'
import type { Audit } from '../audit'
import type { HolidayName, ScheduleMemory } from '../schedules'
import type { Settings } from '../settings'
import { rememberAlerts } from './alert-memory'
import type { AppointmentChange } from './appointment-record'
import { createSteps, type AppointmentHook, type AppointmentSteps } from './appointment-steps'
import { saveType } from './appointment-type.queries'
import { appointmentTypeHandlers } from './appointment-type.handlers'
import { createViews, type ToViews, type ViewDependencies } from './appointment-views'
import { appointmentHandlers } from './appointments.handlers'
import { createClinicDays, type ClinicDay } from './clinic-days'
import { defaultTypes } from './default-types.rules'
import { firstFree, type FirstFreeQuery } from './first-free'
import { createLook, type Look } from './look-log'
import { createOccupancy, type Occupancy } from './occupancy'

export interface AppointmentsDependencies extends Partial<ViewDependencies> {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly schedules: ScheduleMemory
  readonly holidayName: HolidayName
  /** Called in the transaction of every change, in this order. A feature made later may add itself. */
  readonly onChange?: readonly AppointmentHook[]
}

type AppointmentMethods = Exclude<
  Extract<MethodName, `appointments.${string}` | `appointmentTypes.${string}`>,
  'appointments.findFree' | 'appointments.placeNotes'
>

export interface Appointments {
  readonly handlers: Handlers<AppointmentMethods>
  readonly steps: AppointmentSteps
  readonly toViews: ToViews
  readonly look: Look
  /** The first openings, for other features. */
  firstFree(reader: Reader, query: FirstFreeQuery): Promise<FreeSlot[]>
  /** When clinicians are taken, and the clinic's days in moments: for those who count free time. */
  readonly occupancy: Occupancy
  readonly dayOf: (date: CivilDate, timeZone: string) => ClinicDay
  /** After appointments were written past the steps, such as the demo clinic's. */
  forgetOccupancy(): void
}

export function createAppointments(dependencies: AppointmentsDependencies): Appointments {
  const {
    onChange = [],
    alertsFor = () => Promise.resolve(new Map()),
    messageStates = () => Promise.resolve(new Map())
  } = dependencies
  const { database, clock, settings, events } = dependencies
  const today = async () => civilDateOf(clock.now(), (await settings.read()).timeZone)
  const alerts = rememberAlerts({ alertsFor, database, events, today })
  const toViews = createViews({ alertsFor: alerts.alertsFor, messageStates })
  const occupancy = createOccupancy()
  const look = createLook(dependencies)
  function onCommitted(change: AppointmentChange): void {
    occupancy.forget(change)
    alerts.forget(change.after.patientId)
  }
  const steps = createSteps({ ...dependencies, toViews, onChange, onCommitted })
  const dayOf = createClinicDays()
  const parts = { ...dependencies, steps, toViews, look, occupancy, dayOf }
  return {
    handlers: { ...appointmentTypeHandlers(dependencies), ...appointmentHandlers(parts) },
    steps,
    toViews,
    look,
    occupancy,
    dayOf,
    firstFree: async (reader, query) => await firstFree(reader, query, await steps.moment(), parts),
    forgetOccupancy: occupancy.forgetAll
  }
}

/** Writes the types a new clinic begins with, in its language. */
export async function writeDefaultTypes(transaction: Transaction, language: Language): Promise<void> {
  for (const type of defaultTypes(language)) await saveType(transaction, type)
}
