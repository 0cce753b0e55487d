import type { MethodName } from '@contract/index'
import { Database } from './database/database'
import { auditHandlers, createAudit } from './features/audit'
import { clinicHandlers, createSettings, settingsHandlers, type Settings } from './features/settings'
import { sessionHandlers, userHandlers } from './features/users'
import type { Clock } from './platform/clock'
import { createEventBus, type EventBus } from './platform/event-bus'
import type { Log } from './platform/log'
import type { Handlers } from './rpc/handlers'

export interface CoreOptions {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly events?: EventBus
}

/** The clinic at work: its data open and every feature wired to it. */
export interface Core {
  readonly database: Database
  readonly events: EventBus
  readonly settings: Settings
  readonly handlers: Partial<Handlers<MethodName>>
  close(): Promise<void>
}

/** Wires the features together. Dependencies are arguments: nothing here is found by a global. */
export function createCore({ database, clock, events = createEventBus() }: CoreOptions): Core {
  const audit = createAudit({ clock })
  const settings = createSettings(database)
  const base = { database, clock, audit, events, settings }
  const handlers = {
    ...auditHandlers(base),
    ...settingsHandlers(base),
    ...clinicHandlers(base),
    ...userHandlers(base),
    ...sessionHandlers(base)
  }
  return {
    database,
    events,
    settings,
    handlers,
    close() {
      database.close()
      return Promise.resolve()
    }
  }
}
