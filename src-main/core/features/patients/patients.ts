import type { PatientId } from '@contract/ids'
import type { ImportField, ImportSummary } from '@contract/imports'
import type { PatientAlert } from '@contract/patients'
import type { Database, Reader } from '../../database/database'
import type { Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Audit } from '../audit'
import type { Settings } from '../settings'
import type { Actor, Handlers } from '../../rpc/handlers'
import type { Session } from '../../rpc/session'
import { readClinicDay } from './clinic-day'
import { findingHandlers } from './finding.handlers'
import { HeldImports } from './held-imports'
import { identifierHandlers } from './identifiers.handlers'
import { mappingHandlers } from './import-mapping.handlers'
import type { ImportProgress } from './import-run'
import { ImportSession } from './import-session'
import type { OpenBytes } from './import-source'
import { importHandlers } from './imports.handlers'
import { messageTarget, type Asked } from './message-target'
import type { MessageTarget } from './message-target.rules'
import type { Neighbours } from './neighbours'
import { Openings, type Opening } from './openings'
import { patientAlerts } from './patient-alerts'
import { patientHandlers } from './patients.handlers'
import { createRecordGuard, findUnsaid, type RecordGuard, type Unsaid } from './record-guard'
import { recordChangeHandlers } from './record-changes.handlers'
import { registrationHandlers } from './registration.handlers'

export interface PatientDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly neighbours: Neighbours
}

type PatientMethods =
  | keyof ReturnType<typeof patientHandlers>
  | keyof ReturnType<typeof recordChangeHandlers>
  | keyof ReturnType<typeof findingHandlers>
  | keyof ReturnType<typeof identifierHandlers>
  | keyof ReturnType<typeof registrationHandlers>
  | keyof ReturnType<typeof importHandlers>
  | keyof ReturnType<typeof mappingHandlers>

/** The feature at work: its methods, and what features that come after it ask of it. */
export interface Patients {
  readonly handlers: Handlers<PatientMethods>
  /** The logged look at this record that still lasts in the window that asks; null when it has another one open. */
  opening(session: Session, actor: Actor, patientId: PatientId): Opening | null
  /** Asks for the reason where a record must not be spoken of without one. */
  readonly guard: RecordGuard
  /** Of whom a list may say no more than a search does. */
  readonly unsaid: Unsaid
  /** What the desk should know of each patient. */
  alerts(reader: Reader, patientIds: readonly PatientId[]): Promise<ReadonlyMap<PatientId, PatientAlert[]>>
  /**
   * Whose mobile a patient's messages of a kind go to now, or why none.
   * @throws AppError `not-found`
   */
  messageTarget(reader: Reader, asked: Asked): Promise<MessageTarget>
  /**
   * Imports a patient list from a file that can be opened again and again, such as from the command line.
   * @throws AppError `file-empty`, `file-not-text`, `file-heading`, `file-json`, `file-no-rows`, `name-unmapped`, `mapping-invalid`
   */
  importPatients(request: ImportRequest): Promise<ImportSummary>
  /** Removes what was uploaded and not imported. */
  close(): void
}

export interface ImportRequest {
  readonly open: OpenBytes
  /** Null: as the headings say. */
  readonly mapping: readonly ImportField[] | null
  readonly actor: Actor
  readonly onProgress?: (progress: ImportProgress) => void
  readonly signal?: AbortSignal
}

/** Reasons of each kind that a command lists; the rest is counted. */
const MOST_ISSUES_LISTED = 100_000

export function createPatients(dependencies: PatientDependencies): Patients {
  const { database, clock, settings, neighbours } = dependencies
  const openings = new Openings()
  const held = new HeldImports(database.file)
  const imports = new ImportSession(dependencies, held)
  const unsaid = findUnsaid(openings)
  return {
    handlers: {
      ...findingHandlers(dependencies),
      ...patientHandlers(dependencies, openings),
      ...recordChangeHandlers(dependencies, openings),
      ...identifierHandlers(dependencies, openings),
      ...registrationHandlers(dependencies),
      ...importHandlers(dependencies, held, imports),
      ...mappingHandlers(dependencies)
    },
    opening: (session, actor, patientId) => openings.find(session, actor, patientId),
    guard: createRecordGuard(database.reader, unsaid),
    unsaid,
    async alerts(reader, patientIds) {
      const day = await readClinicDay(clock, settings, reader)
      return await patientAlerts(reader, patientIds, { day, neighbours })
    },
    async messageTarget(reader, asked) {
      return await messageTarget(reader, asked, await readClinicDay(clock, settings, reader))
    },
    importPatients: async (request) => await importFile(dependencies, imports, request),
    close() {
      held.close()
    }
  }
}

async function importFile(
  { events }: PatientDependencies,
  imports: ImportSession,
  { open, onProgress = () => undefined, signal = new AbortController().signal, ...request }: ImportRequest
): Promise<ImportSummary> {
  const run = { ...request, onProgress, signal, mostIssues: MOST_ISSUES_LISTED }
  const { imported, changed, unchanged, refused, warned } = await imports.runFile(open, run)
  events.publish('patients.changed', { patientId: null })
  return { imported, changed, unchanged, refused, warned }
}
