import type { AppointmentType } from '@contract/appointments'
import type { AppointmentId, PatientId } from '@contract/ids'
import type { Instant } from '@contract/values'
import type { Reader } from '../../../database/database'
import type { Clock } from '../../../platform/clock'
import type { EventBus } from '../../../platform/event-bus'
import type { Actor } from '../../../rpc/handlers'
import type { Appointments } from '../../appointments'
import type { Audit } from '../../audit'
import type { DecideDependencies } from '../../consents'
import type { PortalAnswers } from '../../messaging'
import { readClinicDay, type ClinicDay } from '../../patients'
import type { Settings } from '../../settings'
import type { Tasks } from '../../tasks'
import { mayBeAtPortal } from '../eligibility'
import type { PortalClinic } from '../mapping/systems.rules'
import { once, onceEach, type OurRows } from '../our-rows'
import { offeredTypes } from '../slots/offered-types'
import { servedOf, type Served } from './served'
import type { StructureCheck } from '../structure'

/** In whose name a patient's own steps at the portal stand in histories and in the access log. */
export const PORTAL_ACTOR: Actor = { userId: null, name: 'Portal', role: 'system' }

export interface KindDependencies {
  readonly clock: Clock
  readonly settings: Settings
  readonly audit: Audit
  readonly events: EventBus
  readonly appointments: Pick<Appointments, 'book' | 'move' | 'steps' | 'types'>
  readonly consents: DecideDependencies
  readonly tasks: Pick<Tasks, 'createFollowUp' | 'withdraw' | 'announce'>
  readonly answers: PortalAnswers
  /** Where a video visit is held; null while the clinic has no video. */
  readonly videoLinkOf: (reader: Reader, visit: VideoVisit) => Promise<string | null>
}

export interface VideoVisit {
  readonly id: AppointmentId
  readonly start: Instant
}

export interface KindContext extends KindDependencies {
  readonly check: StructureCheck
  day(rows: OurRows): Promise<ClinicDay>
  clinic(rows: OurRows): Promise<PortalClinic>
  offered(rows: OurRows): Promise<readonly AppointmentType[]>
  /** Whether the portal serves the patient. */
  isServed(rows: OurRows, id: PatientId): Promise<boolean>
  /** The same for what hangs on the patient. */
  served(rows: OurRows, id: PatientId): Promise<Served>
  /** To be called once the transaction is on disk. */
  afterCommit(announce: () => void): void
}

export async function dayOf({ clock, settings }: KindDependencies, reader: Reader): Promise<ClinicDay> {
  return await readClinicDay(clock, settings, reader)
}

/** What reading needs again and again, worked out once for all that is read together. */
export function readingOf(dependencies: KindDependencies) {
  const day = once(async ({ reader }) => await dayOf(dependencies, reader))
  const isServed = onceEach(async (rows, id) => await mayBeAtPortal(rows, id, await day(rows)))
  return {
    day,
    isServed,
    served: onceEach(async (rows, id) => await servedOf(rows, id, await isServed(rows, id))),
    clinic: once(async ({ reader }) => await clinicOf(dependencies, reader)),
    offered: once(async ({ reader }) => await offeredTypes(reader))
  }
}

async function clinicOf({ settings }: KindDependencies, reader: Reader): Promise<PortalClinic> {
  const { country, clinicName, clinicAddress } = await settings.read(reader)
  const { line, postalCode, city } = clinicAddress
  const town = [postalCode, city].filter((part) => part !== '').join(' ')
  return { country, name: clinicName, address: [line, town].filter((part) => part !== '').join(', ') }
}
