import {
  AppointmentStatus,
  CancelReason,
  EncounterStatus,
  type AppointmentHistoryEntry
} from '@contract/appointments'
import {
  type AppointmentChangeId,
  AppointmentTypeId,
  ClinicianId,
  ResourceId,
  RoomId,
  type AppointmentId,
  type PatientId,
  type SeriesId
} from '@contract/ids'
import { CivilDate, Instant, WallTime } from '@contract/values'
import { z } from 'zod'
import type { Actor } from '../../rpc/handlers'

/** What a step may change; the history keeps it as it was and as it became. */
export const AppointmentFields = z.object({
  clinicianId: ClinicianId,
  typeId: AppointmentTypeId,
  startAt: Instant,
  endAt: Instant,
  date: CivilDate,
  time: WallTime,
  status: AppointmentStatus,
  encounterStatus: EncounterStatus.nullable(),
  isOverbooked: z.boolean(),
  isLeftUnseen: z.boolean(),
  note: z.string(),
  roomId: RoomId.nullable(),
  /** JSON list of the ids of the devices and rooms it takes. */
  resourceIds: z.string(),
  cancelReason: CancelReason.nullable(),
  /** Cancelled later than the clinic's limit allows without a fee. */
  isCancelledLate: z.boolean(),
  arrivedAt: Instant.nullable(),
  inProgressAt: Instant.nullable(),
  finishedAt: Instant.nullable(),
  confirmedAt: Instant.nullable(),
  /** The start the desk itself has told the patient of, and when: no message need say it. */
  toldStartAt: Instant.nullable(),
  toldAt: Instant.nullable()
})
export type AppointmentFields = z.infer<typeof AppointmentFields>

export const ChangedFields = AppointmentFields.partial()
export type ChangedFields = z.infer<typeof ChangedFields>

export interface AppointmentRecord extends AppointmentFields {
  readonly id: AppointmentId
  readonly version: number
  readonly patientId: PatientId
  readonly patientFamilyName: string
  readonly patientGivenName: string
  readonly patientBirthDate: CivilDate | null
  readonly createdAt: Instant
  /** The series it is one occurrence of, and which. */
  readonly series: { readonly id: SeriesId; readonly number: number } | null
}

export type ChangeKind = AppointmentHistoryEntry['kind']

/** One step, as those hear it who act on it in the same transaction, such as messaging. */
export interface AppointmentChange {
  readonly kind: ChangeKind
  readonly changeId: AppointmentChangeId
  /** Null when it was booked by this step. */
  readonly before: AppointmentRecord | null
  readonly after: AppointmentRecord
  readonly actor: Actor
  /** Whether the desk wants the patient told; asked when cancelling, otherwise true. */
  readonly notifyPatient: boolean
  /** The kind of the step taken back, when `kind` is `undone`. */
  readonly undoneKind: ChangeKind | null
}

/** Whether it takes its place; the database's column `is_live` says the same. */
export function isLive({ status, isLeftUnseen }: AppointmentFields): boolean {
  return !['cancelled', 'noshow', 'entered-in-error'].includes(status) && !isLeftUnseen
}

/** The fields after a change; what it does not name stays. */
export function withChanges(fields: AppointmentFields, changes: ChangedFields): AppointmentFields {
  return AppointmentFields.parse({ ...fields, ...changes })
}

/** The fields in which `after` differs, as they were and as they became. */
export function differenceOf(
  before: AppointmentFields,
  after: AppointmentFields
): { before: ChangedFields; after: ChangedFields } {
  const old = Object.entries(AppointmentFields.parse(before))
  const fresh = new Map<string, unknown>(Object.entries(AppointmentFields.parse(after)))
  const changed = old.filter(([name, value]) => fresh.get(name) !== value)
  return {
    before: ChangedFields.parse(Object.fromEntries(changed)),
    after: ChangedFields.parse(Object.fromEntries(changed.map(([name]) => [name, fresh.get(name)])))
  }
}

/** The ids a record holds as a JSON list. */
export function resourceIdsOf(stored: string): ResourceId[] {
  // Nearly every appointment takes nothing, and a day view asks hundreds of times.
  return stored === NO_RESOURCES ? [] : z.array(ResourceId).parse(JSON.parse(stored))
}

export const NO_RESOURCES = '[]'
