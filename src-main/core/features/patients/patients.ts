import type { PatientId } from '@contract/ids'
import type { PatientAlert } from '@contract/patients'
import type { Database, Reader } from '../../database/database'
import type { Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Audit } from '../audit'
import type { Settings } from '../settings'
import type { Handlers } from '../../rpc/handlers'
import { readClinicDay } from './clinic-day'
import { findingHandlers } from './finding.handlers'
import { messageTarget } from './message-target'
import type { MessageTarget } from './message-target.rules'
import type { Neighbours } from './neighbours'
import { patientAlerts } from './patient-alerts'
import { patientHandlers } from './patients.handlers'

export interface PatientDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly neighbours: Neighbours
}

type PatientMethods = keyof ReturnType<typeof patientHandlers> | keyof ReturnType<typeof findingHandlers>

/** The feature at work: its methods, and what features that come after it ask of it. */
export interface Patients {
  readonly handlers: Handlers<PatientMethods>
  /** What the desk should know of each patient. */
  alerts(reader: Reader, patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, PatientAlert[]>>
  /**
   * Whose mobile a patient's messages go to now, or why none.
   * @throws AppError `not-found`
   */
  messageTarget(reader: Reader, patientId: PatientId): Promise<MessageTarget>
}

export function createPatients(dependencies: PatientDependencies): Patients {
  const { clock, settings, neighbours } = dependencies
  return {
    handlers: { ...findingHandlers(dependencies), ...patientHandlers(dependencies) },
    async alerts(reader, patientIds) {
      const day = await readClinicDay(clock, settings)
      return await patientAlerts(reader, patientIds, { day, neighbours })
    },
    async messageTarget(reader, patientId) {
      return await messageTarget(reader, patientId, await readClinicDay(clock, settings))
    }
  }
}
