import type { AppointmentId, MessageId, PatientId, UserId } from '@contract/ids'
import type { CivilDate, Instant } from '@contract/values'
import type { RawBuilder } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'
import { literal } from '../../database/literal'
import { prepared, type Slots } from '../../database/prepared'
import type { TaskRecord } from './task-record'
import { selectTasks, toTaskRecord } from './task-row.queries'

const MOST = 500
/** Bookings looked at for stale contact details, the nearest days first: the rest come up as the days pass. */
const MOST_BOOKINGS = 2_000

/** Own rows that wait, by due date: about everybody, or about one patient. */
export async function openTasks(reader: Reader, patientId: PatientId | null = null): Promise<TaskRecord[]> {
  let query = selectTasks(reader).where('done_at', 'is', null).where('is_removed', '=', literal(0))
  if (patientId !== null) query = query.where('patient_id', '=', patientId)
  const rows = await query.orderBy('due_on').orderBy('id').limit(MOST).execute()
  return rows.map(toTaskRecord)
}

/** Own rows done since then, newest first. */
export async function doneTasks(reader: Reader, since: Instant): Promise<TaskRecord[]> {
  const rows = await selectTasks(reader)
    .where('done_at', '>=', since)
    .where('is_removed', '=', literal(0))
    .orderBy('done_at', 'desc')
    .limit(MOST)
    .execute()
  return rows.map(toTaskRecord)
}

export interface StaleContact {
  readonly patient_id: PatientId
  readonly appointment_id: AppointmentId
  readonly start_at: Instant
  readonly local_date: CivilDate
  readonly mobile_confirmed_at: Instant | null
}

export interface StaleContactQuestion {
  readonly from: CivilDate
  readonly until: CivilDate
  readonly confirmedBefore: Instant
  /** Only this one; everybody when null. */
  readonly patientId: PatientId | null
}

/**
 * Patients who come in these days and whose mobile was confirmed too long ago, each with the first of their
 * appointments. Who is reserved is not written to, so there is nothing to confirm. Looks at a bounded number of bookings.
 */
export async function staleContacts(
  reader: Reader,
  { patientId, ...question }: StaleContactQuestion
): Promise<StaleContact[]> {
  const rows = await (patientId === null
    ? staleOfAll.all(reader, question)
    : staleOfOne.all(reader, { ...question, patientId }))
  const first = new Map<PatientId, StaleContact>()
  for (const row of rows) if (!first.has(row.patient_id)) first.set(row.patient_id, row)
  return [...first.values()]
}

type StaleQuestion = Slots<Omit<StaleContactQuestion, 'patientId'>>

const staleOfAll = prepared((reader: Reader, slots: StaleQuestion) => selectStale(reader, slots, null))
const staleOfOne = prepared((reader: Reader, slots: StaleQuestion & Slots<{ patientId: PatientId }>) =>
  selectStale(reader, slots, slots.patientId)
)

function selectStale(
  reader: Reader,
  { from, until, confirmedBefore }: StaleQuestion,
  patientId: RawBuilder<PatientId> | null
) {
  // In the order of the index of days, so that no more is read than is looked at, however full the week is.
  const bookings = reader
    .selectFrom('appointment')
    .select(['patient_id', 'id as appointment_id', 'start_at', 'local_date'])
    .where('local_date', '>=', from)
    .where('local_date', '<=', until)
    .where('status', '=', 'booked')
    .$if(patientId !== null, (query) => query.where('patient_id', '=', patientId))
    .$if(patientId === null, (query) => query.orderBy('local_date').orderBy('clinician_id'))
    .limit(MOST_BOOKINGS)
    .as('booking')
  return reader
    .selectFrom(bookings)
    .innerJoin('patient', 'patient.id', 'booking.patient_id')
    .select([
      'booking.patient_id',
      'booking.appointment_id',
      'booking.start_at',
      'booking.local_date',
      'patient.mobile_confirmed_at'
    ])
    .where('patient.mobile_confirmed_at', '<=', confirmedBefore)
    .where('patient.is_reserved', '=', 0)
    .where('patient.deceased_on', 'is', null)
    .orderBy('booking.local_date')
    .orderBy('booking.start_at')
    .limit(MOST)
}

/** Who has taken on what is read from elsewhere. */
export async function ownersOf(
  reader: Reader,
  subject: 'message' | 'contact',
  ids: readonly number[]
): Promise<ReadonlyMap<number, UserId>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .selectFrom('task_owner')
    .select(['subject_id', 'owner_id'])
    .where('subject', '=', subject)
    .where('subject_id', 'in', listed(ids))
    .orderBy('subject_id')
    .limit(MOST)
    .execute()
  return new Map(rows.map(({ subject_id, owner_id }) => [subject_id, owner_id]))
}

export async function setOwner(
  transaction: Transaction,
  { subject, id, ownerId }: { subject: 'message' | 'contact'; id: number; ownerId: UserId | null }
): Promise<void> {
  await transaction
    .deleteFrom('task_owner')
    .where('subject', '=', subject)
    .where('subject_id', '=', id)
    .execute()
  if (ownerId === null) return
  await transaction.insertInto('task_owner').values({ subject, subject_id: id, owner_id: ownerId }).execute()
}

export async function patientOfMessage(reader: Reader, id: MessageId): Promise<PatientId | null> {
  const row = await reader.selectFrom('message').select('patient_id').where('id', '=', id).executeTakeFirst()
  return row?.patient_id ?? null
}

export interface PatientLine {
  readonly name: string
  /** E.164. */
  readonly mobile: string | null
}

/** Names and today's mobiles of these patients. */
export async function patientLines(
  reader: Reader,
  ids: readonly PatientId[]
): Promise<ReadonlyMap<PatientId, PatientLine>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .selectFrom('patient')
    .leftJoin('patient_contact as mobile', (join) =>
      join
        .onRef('mobile.patient_id', '=', 'patient.id')
        .on('mobile.channel', '=', 'mobile')
        .on('mobile.ended_at', 'is', null)
    )
    .select(['patient.id', 'patient.given_name', 'patient.family_name', 'mobile.value'])
    .where('patient.id', 'in', listed(ids))
    .orderBy('patient.id')
    .limit(MOST * 4)
    .execute()
  return new Map(
    rows.map((row) => [row.id, { name: `${row.given_name} ${row.family_name}`.trim(), mobile: row.value }])
  )
}

export async function userNames(
  reader: Reader,
  ids: readonly UserId[]
): Promise<ReadonlyMap<UserId, string>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .selectFrom('user')
    .select(['id', 'name'])
    .where('id', 'in', listed(ids))
    .orderBy('id')
    .limit(MOST)
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** When these appointments start. */
export async function appointmentStarts(
  reader: Reader,
  ids: readonly AppointmentId[]
): Promise<ReadonlyMap<AppointmentId, Instant>> {
  if (ids.length === 0) return new Map()
  const rows = await reader
    .selectFrom('appointment')
    .select(['id', 'start_at'])
    .where('id', 'in', listed(ids))
    .orderBy('id')
    .limit(MOST * 4)
    .execute()
  return new Map(rows.map(({ id, start_at }) => [id, start_at]))
}
