import { createContactRegister } from '../../contact-register'
import type { Database, Reader } from '../../database/database'
import type { Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Log } from '../../platform/log'
import type { PatientId } from '@contract/ids'
import type { Audit } from '../audit'
import type { Settings } from '../settings'
import { contactRegisterHandlers } from './contact-register.handlers'
import { RegisterGate, type Standing } from './register-gate'
import { RegisterStore } from './register-store'

export interface ContactRegisterDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly log: Log
  /** What waits may leave now. */
  readonly onSaved: () => void
}

/** What whoever sends asks of the register. */
export interface RegisterCheck {
  standing(reader: Reader, patientId: PatientId): Promise<Standing>
  ask(): Promise<void>
}

export interface ContactRegisterFeature {
  readonly handlers: ReturnType<typeof contactRegisterHandlers>
  readonly check: RegisterCheck
}

/** The national contact and reservation register, where the clinic has been granted access. */
export function createRegister(dependencies: ContactRegisterDependencies): ContactRegisterFeature {
  const store = new RegisterStore()
  const register = createContactRegister(dependencies)
  const gate = new RegisterGate({
    ...dependencies,
    store,
    register,
    onTroubleChanged: () => dependencies.events.publish('contactRegister.changed', {})
  })
  return { handlers: contactRegisterHandlers({ ...dependencies, store, register, gate }), check: gate }
}
