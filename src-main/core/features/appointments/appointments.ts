import type { MethodName } from '@contract/index'
import type { CivilDate, Language } from '@contract/values'
import type { Database, Transaction } from '../../database/database'
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
import { createBooking, type Booking } from './booking'
import { createClinicDays, type ClinicDay } from './clinic-days'
import { defaultTypes } from './default-types.rules'
import { createLook, type Look } from './look-log'
import { createFindFree, type FindFree } from './find-free'
import { createOccupancy, type Occupancy } from './occupancy'
import { heldSpans as findHeldSpans } from './hold.queries'
import { createPlaceNotes, type HeldSpans, type PlaceNotes } from './place-notes'
import { createAllotment } from './resource-allotment'
import { rememberTypes, type TypeMemory } from './type-memory'

export interface AppointmentsDependencies extends Partial<ViewDependencies> {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly schedules: ScheduleMemory
  readonly holidayName: HolidayName
  /** Times on offer to the waiting list; none when left out. */
  readonly heldSpans?: HeldSpans
  /** Called in the transaction of every change, in this order. A feature made later may add itself. */
  readonly onChange?: readonly AppointmentHook[]
}

type AppointmentMethods = Extract<MethodName, `appointments.${string}` | `appointmentTypes.${string}`>

export interface Appointments extends Booking {
  readonly handlers: Handlers<AppointmentMethods>
  readonly steps: AppointmentSteps
  readonly toViews: ToViews
  readonly look: Look
  /** When clinicians are taken, and the clinic's days in moments: for those who count free time. */
  readonly occupancy: Occupancy
  readonly dayOf: (date: CivilDate, timeZone: string) => ClinicDay
  readonly types: TypeMemory
  readonly findFree: FindFree
  readonly placeNotes: PlaceNotes
  /** After appointments were written past the steps, such as the demo clinic's. */
  forgetOccupancy(): void
}

export function createAppointments(dependencies: AppointmentsDependencies): Appointments {
  const {
    onChange = [],
    alertsFor = () => Promise.resolve(new Map()),
    messageStates = () => Promise.resolve(new Map()),
    heldSpans = findHeldSpans
  } = dependencies
  const { database, clock, settings, events, schedules } = dependencies
  const today = async () => civilDateOf(clock.now(), (await settings.read()).timeZone)
  const alerts = rememberAlerts({ alertsFor, database, events, today })
  const toViews = createViews({ alertsFor: alerts.alertsFor, messageStates })
  const occupancy = createOccupancy()
  const look = createLook(dependencies)
  function onCommitted(change: AppointmentChange): void {
    occupancy.forget(change)
    alerts.forget(change.after.patientId)
  }
  const dayOf = createClinicDays()
  const types = rememberTypes(events)
  const allotment = createAllotment({ schedules, types, settings })
  const steps = createSteps({ ...dependencies, toViews, onChange, onCommitted, allotment })
  const findFree = createFindFree({ occupancy, schedules, types, heldSpans, dayOf })
  const placeNotes = createPlaceNotes({ schedules, types, allotment, dayOf, heldSpans })
  events.subscribe((event) => {
    // What is kept free after visits is among the times in memory.
    if (event === 'appointmentTypes.changed') occupancy.forgetAll()
  })
  const booking = createBooking({ steps, placeNotes })
  const parts = { ...dependencies, steps, toViews, look, findFree, placeNotes, booking }
  return {
    handlers: { ...appointmentTypeHandlers(dependencies), ...appointmentHandlers(parts) },
    steps,
    toViews,
    look,
    occupancy,
    dayOf,
    types,
    findFree,
    placeNotes,
    ...booking,
    forgetOccupancy: occupancy.forgetAll
  }
}

/** Writes the types a new clinic begins with, in its language. */
export async function writeDefaultTypes(transaction: Transaction, language: Language): Promise<void> {
  for (const type of defaultTypes(language)) await saveType(transaction, type)
}
