import type { AppointmentChangeId, AppointmentId, PatientId, UserId, WaitingListEntryId } from '@contract/ids'
import type { WaitingListState } from '@contract/waiting-list'
import type { Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'
import type { AppointmentTable } from '../../database/tables/appointments'
import type { PatientTable } from '../../database/tables/patients'
import type { WaitingListEntryTable } from '../../database/tables/waiting-list'
import { literal } from '../../database/literal'
import { prepared, type Slots } from '../../database/prepared'

const MOST_WAITING = 2_000
const MOST_OF_PATIENT = 100

export type EntryRow = Selectable<WaitingListEntryTable> &
  Pick<Selectable<PatientTable>, 'family_name' | 'given_name' | 'birth_date'> & {
    readonly appointment_status: Selectable<AppointmentTable>['status'] | null
    readonly appointment_start: string | null
  }

function selectEntries(reader: Reader) {
  return reader
    .selectFrom('waiting_list_entry')
    .innerJoin('patient', 'patient.id', 'waiting_list_entry.patient_id')
    .leftJoin('appointment', 'appointment.id', 'waiting_list_entry.appointment_id')
    .selectAll('waiting_list_entry')
    .select([
      'patient.family_name',
      'patient.given_name',
      'patient.birth_date',
      'appointment.status as appointment_status',
      'appointment.start_at as appointment_start'
    ])
}

/** Those who wait, in the order in which they are asked: priority, then who has waited longest. */
export async function waitingEntries(reader: Reader, limit = MOST_WAITING): Promise<EntryRow[]> {
  return await selectEntries(reader)
    .where('waiting_list_entry.state', '=', literal('waiting'))
    .orderBy('waiting_list_entry.priority')
    .orderBy('waiting_list_entry.created_at')
    .orderBy('waiting_list_entry.id')
    .limit(limit)
    .execute()
}

/** Newest first. */
export async function endedEntries(reader: Reader, limit: number): Promise<EntryRow[]> {
  return await selectEntries(reader)
    .where('waiting_list_entry.state', '<>', 'waiting')
    .orderBy('waiting_list_entry.ended_at', 'desc')
    .orderBy('waiting_list_entry.id', 'desc')
    .limit(limit)
    .execute()
}

/** Newest first. */
export async function entriesOfPatient(reader: Reader, patientId: PatientId): Promise<EntryRow[]> {
  return await selectEntries(reader)
    .where('waiting_list_entry.patient_id', '=', patientId)
    .orderBy('waiting_list_entry.id', 'desc')
    .limit(MOST_OF_PATIENT)
    .execute()
}

const anyOf = prepared((reader: Reader, { patientId }: Slots<{ patientId: PatientId }>) =>
  reader.selectFrom('waiting_list_entry').select('id').where('patient_id', '=', patientId).limit(1)
)

/** Whether somebody waits for a place, or has waited. */
export async function hasEntries(reader: Reader, patientId: PatientId): Promise<boolean> {
  return (await anyOf.first(reader, { patientId })) !== null
}

const about = prepared((reader: Reader, { appointmentId }: Slots<{ appointmentId: AppointmentId }>) =>
  selectEntries(reader)
    .where('waiting_list_entry.appointment_id', '=', appointmentId)
    .orderBy('waiting_list_entry.id')
    .limit(MOST_OF_PATIENT)
)

/** Those about an appointment, whether they wait or not. */
export async function entriesAbout(reader: Reader, appointmentId: AppointmentId): Promise<EntryRow[]> {
  return await about.all(reader, { appointmentId })
}

export async function findEntries(reader: Reader, ids: readonly WaitingListEntryId[]): Promise<EntryRow[]> {
  return await selectEntries(reader)
    .where('waiting_list_entry.id', 'in', listed(ids))
    .orderBy('waiting_list_entry.id')
    .limit(ids.length)
    .execute()
}

type Wish = Omit<
  Selectable<WaitingListEntryTable>,
  'id' | 'version' | 'patient_id' | 'state' | 'created_at' | 'created_by' | 'ended_at' | 'placed_by_change'
>

export async function insertEntry(
  transaction: Transaction,
  row: Wish & {
    readonly patient_id: PatientId
    readonly created_at: string
    readonly created_by: UserId | null
  }
): Promise<WaitingListEntryId> {
  const { id } = await transaction
    .insertInto('waiting_list_entry')
    .values({ ...row, state: 'waiting', ended_at: null, placed_by_change: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @returns false when it has ended or somebody changed it since */
export async function updateWish(
  transaction: Transaction,
  { id, version }: { id: WaitingListEntryId; version: number },
  wish: Wish
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('waiting_list_entry')
    .set({ ...wish, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', '=', literal('waiting'))
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** @returns false when it had ended already */
export async function endEntry(
  transaction: Transaction,
  id: WaitingListEntryId,
  { state, at }: { state: Exclude<WaitingListState, 'waiting'>; at: string }
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('waiting_list_entry')
    .set({ state, ended_at: at })
    .where('id', '=', id)
    .where('state', '=', literal('waiting'))
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

export async function notePlacedBy(
  transaction: Transaction,
  id: WaitingListEntryId,
  changeId: AppointmentChangeId
): Promise<void> {
  await transaction
    .updateTable('waiting_list_entry')
    .set({ placed_by_change: changeId })
    .where('id', '=', id)
    .execute()
}

/** @returns false when it was not in that state */
export async function reviveEntry(
  transaction: Transaction,
  id: WaitingListEntryId,
  from: WaitingListState
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('waiting_list_entry')
    .set({ state: 'waiting', ended_at: null, placed_by_change: null })
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Whoever got a time by the step that is now taken back: the newest that stands before `undoing`. */
export async function placedByLastStep(
  reader: Reader,
  appointmentId: AppointmentId,
  undoing: AppointmentChangeId
): Promise<WaitingListEntryId | null> {
  const last = await reader
    .selectFrom('appointment_change')
    .select('id')
    .where('appointment_id', '=', appointmentId)
    .where('id', '<', undoing)
    .where('undone_by', 'is', null)
    .where('kind', '<>', 'undone')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last) return null
  const entry = await reader
    .selectFrom('waiting_list_entry')
    .select('id')
    .where('placed_by_change', '=', last.id)
    .limit(1)
    .executeTakeFirst()
  return entry?.id ?? null
}

/** Ends those whose last day has passed, or whose appointment has begun. */
export async function endOutdated(
  transaction: Transaction,
  { today, now, at }: { today: string; now: string; at: string }
): Promise<number> {
  const expired = await transaction
    .updateTable('waiting_list_entry')
    .set({ state: 'expired', ended_at: at })
    .where('state', '=', literal('waiting'))
    .where('until_date', '<', today)
    .executeTakeFirstOrThrow()
  const begun = await transaction
    .updateTable('waiting_list_entry')
    .set({ state: 'appointment-gone', ended_at: at })
    .where('state', '=', literal('waiting'))
    .where('appointment_id', 'in', (query) =>
      query
        .selectFrom('appointment')
        .select('appointment.id')
        .whereRef('appointment.id', '=', 'waiting_list_entry.appointment_id')
        .where('appointment.start_at', '<=', now)
        .where('appointment.status', '<>', 'cancelled')
    )
    .executeTakeFirstOrThrow()
  return Number(expired.numUpdatedRows + begun.numUpdatedRows)
}

/** Whether there is anything for `endOutdated`, or a free place that has begun. */
export async function isAnyOutdated(
  reader: Reader,
  { today, now }: { today: string; now: string }
): Promise<boolean> {
  const gap = await reader
    .selectFrom('waiting_list_gap')
    .select('id')
    .where('state', '=', literal('open'))
    .where('start_at', '<=', now)
    .limit(1)
    .executeTakeFirst()
  const expired = await reader
    .selectFrom('waiting_list_entry')
    .select('id')
    .where('state', '=', literal('waiting'))
    .where('until_date', '<', today)
    .limit(1)
    .executeTakeFirst()
  const begun = await reader
    .selectFrom('waiting_list_entry')
    .innerJoin('appointment', 'appointment.id', 'waiting_list_entry.appointment_id')
    .select('waiting_list_entry.id')
    .where('waiting_list_entry.state', '=', literal('waiting'))
    .where('appointment.start_at', '<=', now)
    .where('appointment.status', '<>', 'cancelled')
    .limit(1)
    .executeTakeFirst()
  return [gap, expired, begun].some((row) => row !== undefined)
}

/** Those of these patients who have another appointment that stands in [startAt, endAt). */
export async function busyPatients(
  reader: Reader,
  patientIds: readonly PatientId[],
  { startAt, endAt }: { startAt: string; endAt: string }
): Promise<ReadonlySet<PatientId>> {
  if (patientIds.length === 0) return new Set()
  const rows = await reader
    .selectFrom('appointment')
    .select('patient_id')
    .distinct()
    .where('patient_id', 'in', listed(patientIds))
    .where('start_at', '<', endAt)
    .where('end_at', '>', startAt)
    .where('is_live', '=', 1)
    .orderBy('patient_id')
    .limit(patientIds.length)
    .execute()
  return new Set(rows.map((row) => row.patient_id))
}
