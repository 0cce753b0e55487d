import type { AppointmentTypeId, ClinicianId } from '@contract/ids'
import type { CivilDate, Instant } from '@contract/values'
import { sql, type RawBuilder } from 'kysely'
import type { Reader, Transaction } from '../../../database/database'
import { literal } from '../../../database/literal'
import { prepared, type Slots } from '../../../database/prepared'
import { preparedListed } from '../../../database/prepared-listed'

/** Weeks for which there are slots. */
export async function readWeeksAhead(reader: Reader): Promise<number> {
  const row = await reader
    .selectFrom('portal_connection')
    .select('weeks_ahead')
    .where('id', '=', literal(1))
    .executeTakeFirst()
  return row?.weeks_ahead ?? 8
}

/** Whether changes are written down for the portal at all. */
export async function isRecording(reader: Reader): Promise<boolean> {
  const row = await reader
    .selectFrom('portal_connection')
    .select('records')
    .where('id', '=', literal(1))
    .executeTakeFirst()
  return row?.records === 1
}

const MOST_AT_ONCE = 1_000

export interface TouchedDay {
  readonly clinicianId: ClinicianId
  /** '' is every day. */
  readonly date: CivilDate | ''
}

export async function touchedDays(reader: Reader, limit: number): Promise<TouchedDay[]> {
  const rows = await reader
    .selectFrom('portal_touched_day')
    .select(['clinician_id', 'local_date'])
    .orderBy('clinician_id')
    .orderBy('local_date')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ clinicianId: row.clinician_id, date: row.local_date }))
}

export async function touchDays(
  transaction: Transaction,
  clinicianId: ClinicianId,
  dates: readonly string[]
): Promise<void> {
  await sql`insert or ignore into portal_touched_day (clinician_id, local_date)
    select ${clinicianId}, value from json_each(${JSON.stringify(dates)})`.execute(transaction)
}

export async function untouch(transaction: Transaction, { clinicianId, date }: TouchedDay): Promise<void> {
  await transaction
    .deleteFrom('portal_touched_day')
    .where('clinician_id', '=', clinicianId)
    .where('local_date', '=', date)
    .execute()
}

/** Clinicians at work, with the last day of which anything is offered or taken. */
export async function lastSlotDays(
  reader: Reader
): Promise<{ clinicianId: ClinicianId; last: CivilDate | null }[]> {
  return await reader
    .selectFrom('clinician')
    .select(({ selectFrom }) => [
      'clinician.id as clinicianId',
      selectFrom('portal_slot')
        .select('portal_slot.local_date')
        .whereRef('portal_slot.clinician_id', '=', 'clinician.id')
        .where('portal_slot.status', '<>', 'gone')
        .orderBy('portal_slot.local_date', 'desc')
        .limit(1)
        .as('last')
    ])
    .where('clinician.is_active', '=', 1)
    .orderBy('clinician.id')
    .limit(500)
    .execute()
}

export async function isAtWork(reader: Reader, id: ClinicianId): Promise<boolean> {
  const row = await reader.selectFrom('clinician').select('is_active').where('id', '=', id).executeTakeFirst()
  return row?.is_active === 1
}

/** Days after the last one that is offered on which something still is: the horizon was longer before. */
export async function datesOfferedAfter(
  reader: Reader,
  clinicianId: ClinicianId,
  until: CivilDate
): Promise<CivilDate[]> {
  const rows = await reader
    .selectFrom('portal_slot')
    .select('local_date')
    .distinct()
    .where('clinician_id', '=', clinicianId)
    .where('local_date', '>', until)
    .where('status', '<>', 'gone')
    .orderBy('local_date')
    .limit(400)
    .execute()
  return rows.map((row) => row.local_date)
}

export interface SlotRow {
  readonly id: number
  readonly clinicianId: ClinicianId
  readonly typeId: AppointmentTypeId
  readonly startAt: Instant
  readonly endAt: Instant
  readonly status: 'free' | 'busy' | 'gone'
}

const selectSlots = (reader: Reader) =>
  reader
    .selectFrom('portal_slot')
    .select([
      'id',
      'clinician_id as clinicianId',
      'type_id as typeId',
      'start_at as startAt',
      'end_at as endAt',
      'status'
    ])

const slotsById = preparedListed((reader, ids: RawBuilder<number>) =>
  selectSlots(reader).where('id', 'in', ids).limit(MOST_AT_ONCE)
)

/** Those that there are, in no order; of a thousand at most. */
export async function listSlots(reader: Reader, ids: readonly number[]): Promise<SlotRow[]> {
  return await slotsById(reader, ids, {})
}

export async function findSlot(reader: Reader, id: number): Promise<SlotRow | undefined> {
  return (await listSlots(reader, [id]))[0]
}

const MOST_A_DAY = 500

export async function slotsOn(
  reader: Reader,
  { clinicianId, date }: { clinicianId: ClinicianId; date: CivilDate }
): Promise<SlotRow[]> {
  return await selectSlots(reader)
    .where('clinician_id', '=', clinicianId)
    .where('local_date', '=', date)
    .orderBy('start_at')
    .orderBy('id')
    .limit(MOST_A_DAY)
    .execute()
}

/** A slot is no longer than half a day: so far back one may begin that reaches into a place. */
const LONGEST_MS = 720 * 60_000
const stored = (ms: number): Instant => new Date(ms).toISOString().replace('.000Z', 'Z')

interface Stretch {
  readonly clinicianId: ClinicianId
  readonly startAt: Instant
  readonly endAt: Instant
}

const slotsWithin = prepared(
  (reader: Reader, { clinicianId, startAt, endAt, from }: Slots<Stretch & { from: Instant }>) =>
    selectSlots(reader)
      .where('clinician_id', '=', clinicianId)
      .where('start_at', '>', from)
      .where('start_at', '<', endAt)
      .where('end_at', '>', startAt)
      .orderBy('start_at')
      .orderBy('id')
      .limit(MOST_A_DAY)
)

/** Those that a place takes, with the ones that are offered no more. */
export async function slotsOverlapping(
  reader: Reader,
  { clinicianId, startAt, endAt }: Stretch
): Promise<SlotRow[]> {
  const from = stored(Date.parse(startAt) - LONGEST_MS)
  return await slotsWithin.all(reader, { clinicianId, startAt, endAt, from })
}

export async function insertSlot(
  transaction: Transaction,
  slot: Omit<SlotRow, 'id'> & { readonly date: CivilDate }
): Promise<void> {
  await transaction
    .insertInto('portal_slot')
    .values({
      clinician_id: slot.clinicianId,
      type_id: slot.typeId,
      start_at: slot.startAt,
      end_at: slot.endAt,
      local_date: slot.date,
      status: slot.status
    })
    .execute()
}

export async function setSlotStatus(
  transaction: Transaction,
  id: number,
  status: SlotRow['status']
): Promise<void> {
  await transaction.updateTable('portal_slot').set({ status }).where('id', '=', id).execute()
}

/** Visits that stand and reach into a stretch of time, with the minutes kept free after each. */
export async function visitsWithin(
  reader: Reader,
  stretch: { clinicianId: ClinicianId; fromMs: number; untilMs: number }
): Promise<{ startMs: number; endMs: number; bufferMinutes: number }[]> {
  const rows = await reader
    .selectFrom('appointment')
    .innerJoin('appointment_type', 'appointment_type.id', 'appointment.type_id')
    .select(['appointment.start_at', 'appointment.end_at', 'appointment_type.buffer_minutes'])
    .where('appointment.clinician_id', '=', stretch.clinicianId)
    .where('appointment.start_at', '>', stored(stretch.fromMs - 2 * LONGEST_MS))
    .where('appointment.start_at', '<', stored(stretch.untilMs))
    .where('appointment.is_live', '=', 1)
    .orderBy('appointment.start_at')
    .limit(2_000)
    .execute()
  return rows.map((row) => ({
    startMs: Date.parse(row.start_at),
    endMs: Date.parse(row.end_at),
    bufferMinutes: row.buffer_minutes
  }))
}

/**
 * Whether an appointment of any state stands at the slot, or a step of one that the portal was told of took or left it:
 * what a visit over many slots has left stands busy at the portal until it is given back.
 */
export async function isKnownToBeHeld(reader: Reader, slot: SlotRow): Promise<boolean> {
  const from = stored(Date.parse(slot.startAt) - LONGEST_MS)
  const { rows } = await sql<{ held: number }>`select
    exists (select 1 from appointment where clinician_id = ${slot.clinicianId}
      and start_at > ${from} and start_at < ${slot.endAt} and end_at > ${slot.startAt})
    or exists (select 1 from portal_operation_key where aggregate = ${`Slot/${slot.id}`}
      and (select type from portal_operation where seq = portal_operation_key.seq) = 'Appointment')
    or ${stepAt(slot, { which: 'place', from })} or ${stepAt(slot, { which: 'before', from })} as held`.execute(
    reader
  )
  return rows[0]?.held === 1
}

/** Whether a step's place is at the slot; as portal_operation_place and portal_operation_before are indexed. */
function stepAt(
  { clinicianId, startAt, endAt }: SlotRow,
  { which, from }: { which: 'place' | 'before'; from: Instant }
): RawBuilder<number> {
  const at = (key: keyof Stretch) => sql`detail ->> ${sql.lit(`$.${which}.${key}`)}`
  return sql`exists (select 1 from portal_operation where type = 'Appointment' and kind <> 'put'
    and ${at('clinicianId')} = ${clinicianId} and ${at('startAt')} > ${from}
    and ${at('startAt')} < ${endAt} and ${at('endAt')} > ${startAt})`
}
