import type { MethodName } from '@contract/index'
import type { ModemStatus, QueueStatus } from '@contract/system'
import { Database } from './database/database'
import { countNoShows, createAppointments } from './features/appointments'
import { auditHandlers, createAudit, type Audit } from './features/audit'
import {
  consentHandlers,
  consentsOf,
  recordImportedConsents,
  withoutReminderConsent
} from './features/consents'
import { createPatients, type Patients } from './features/patients'
import { clinicHandlers, createSettings, settingsHandlers, type Settings } from './features/settings'
import { sessionHandlers, userHandlers } from './features/users'
import { waitingRoomHandlers } from './features/waiting-room'
import type { Clock } from './platform/clock'
import { createEventBus, type EventBus } from './platform/event-bus'
import type { Log } from './platform/log'
import { describeModem, type ModemFactory } from './modem-factory'
import type { Handlers } from './rpc/handlers'

export interface CoreOptions {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly events?: EventBus
  /** The database key, for what is derived from it. */
  readonly key?: Buffer
  readonly modems?: ModemFactory
  /** Runs the scheduler and the outbox. A test or a short command drives them itself. */
  readonly runsJobs?: boolean
}

/** The clinic at work: its data open and every feature wired to it. */
export interface Core {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly patients: Patients
  readonly handlers: Partial<Handlers<MethodName>>
  /** How the modem and the queue are. */
  messagingStatus(): Promise<{ modem: ModemStatus; queue: QueueStatus }>
  /** Opens the modem the settings name, and lets go of the one before. */
  chooseModem(): Promise<void>
  onStatusChange(listener: () => void): void
  /** After appointments were written past the steps, as the demo clinic's are. */
  forgetOccupancy(): void
  /** The PC has slept: what is due by the clock is looked at again. */
  resume(): void
  close(): Promise<void>
}

/** Wires the features together. Dependencies are arguments: nothing here is found by a global. */
export function createCore({ database, clock, events = createEventBus() }: CoreOptions): Core {
  const audit = createAudit({ clock })
  const settings = createSettings(database)
  const base = { database, clock, audit, events, settings }
  const neighbours = { consentsOf, withoutReminderConsent, recordImportedConsents, countNoShows }
  const patients = createPatients({ ...base, neighbours })
  const appointments = createAppointments({
    ...base,
    alertsFor: (reader, ids) => patients.alerts(reader, ids)
  })
  const handlers = {
    ...auditHandlers(base),
    ...settingsHandlers(base),
    ...clinicHandlers(base),
    ...userHandlers(base),
    ...sessionHandlers(base),
    ...patients.handlers,
    ...consentHandlers(base),
    ...appointments.handlers,
    ...waitingRoomHandlers({ appointments })
  }
  return {
    database,
    clock,
    audit,
    events,
    settings,
    patients,
    handlers,
    messagingStatus: () =>
      Promise.resolve({
        modem: describeModem(null, clock),
        queue: { queued: 0, sending: 0, sentToday: 0, failedToday: 0, uncertain: 0, unread: 0, isHeld: false }
      }),
    chooseModem: () => Promise.resolve(),
    onStatusChange: () => undefined,
    resume: () => undefined,
    forgetOccupancy: () => appointments.forgetOccupancy(),
    close() {
      database.close()
      return Promise.resolve()
    }
  }
}
