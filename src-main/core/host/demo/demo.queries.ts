import type {
  AppointmentChangeId,
  AppointmentId,
  AppointmentTypeId,
  ClinicianId,
  MessageId,
  PatientId
} from '@contract/ids'
import { sql, type Expression, type Insertable, type RawBuilder } from 'kysely'
import type { Transaction } from '../../database/database'
import type { AppointmentChangeTable, AppointmentTable } from '../../database/tables/appointments'
import type { WaitingListEntryTable } from '../../database/tables/waiting-list'

/** Writes an appointment as it would stand after its day, past the steps: nothing is sent for it. */
export async function insertVisit(
  transaction: Transaction,
  row: Insertable<AppointmentTable>,
  change: Omit<Insertable<AppointmentChangeTable>, 'appointment_id'>
): Promise<{ id: AppointmentId; changeId: AppointmentChangeId }> {
  const { id } = await transaction
    .insertInto('appointment')
    .values(row)
    .returning('id')
    .executeTakeFirstOrThrow()
  const { id: changeId } = await transaction
    .insertInto('appointment_change')
    .values({ ...change, appointment_id: id })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, changeId }
}

/** What was due before `now` has been sent and delivered within seconds. */
export async function deliverPastMessages(transaction: Transaction, now: string): Promise<void> {
  await transaction
    .updateTable('message')
    .set(({ ref }) => ({
      state: 'delivered',
      attempts: 1,
      tries: 1,
      reason: null,
      sent_at: later(ref('not_before'), 2),
      delivered_at: later(ref('not_before'), 6),
      ended_at: later(ref('not_before'), 6)
    }))
    .where('state', '=', 'queued')
    .where('not_before', '<=', now)
    .where('recipient', 'is not', null)
    .execute()
  // Where there is no mobile nothing could be sent.
  await transaction
    .updateTable('message')
    .set(({ ref }) => ({
      state: 'blocked',
      reason: 'mobile-missing',
      ended_at: ref('not_before'),
      settled_at: ref('not_before')
    }))
    .where('state', '=', 'queued')
    .where('not_before', '<=', now)
    .execute()
}

function later(moment: Expression<string>, seconds: number): RawBuilder<string> {
  return sql<string>`strftime('%Y-%m-%dT%H:%M:%SZ', ${moment}, ${`+${seconds} seconds`})`
}

/** The latest reminder of each of the patients who come next, soonest first. */
export async function latestReminders(
  transaction: Transaction,
  { after, limit }: { after: string; limit: number }
): Promise<
  { id: MessageId; patient_id: PatientId | null; recipient: string | null; sent_at: string | null }[]
> {
  return await transaction
    .selectFrom('message')
    .select(['id', 'patient_id', 'recipient', 'sent_at'])
    .where('purpose', '=', 'appointment-reminder')
    .where('state', '=', 'delivered')
    .where('about_start', '>', after)
    .where('reminder_hours', '=', 28)
    .orderBy('about_start')
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function endOtherwise(
  transaction: Transaction,
  id: MessageId,
  end: { state: 'failed' | 'uncertain'; reason: string }
): Promise<void> {
  await transaction
    .updateTable('message')
    .set({ ...end, delivered_at: null })
    .where('id', '=', id)
    .execute()
}

export async function insertReply(
  transaction: Transaction,
  reply: { sender: string; patientId: PatientId; body: string; receivedAt: string }
): Promise<void> {
  await transaction
    .insertInto('inbound_message')
    .values({
      sender: reply.sender,
      patient_id: reply.patientId,
      body: reply.body,
      is_complete: 1,
      received_at: reply.receivedAt,
      is_read: 0,
      handled_as: 'desk',
      handled_at: null,
      handled_by: null
    })
    .execute()
}

export interface ComingVisit {
  readonly id: AppointmentId
  readonly patientId: PatientId
  readonly clinicianId: ClinicianId
  readonly typeId: AppointmentTypeId
  readonly durationMinutes: number
}

/** One appointment of twenty minutes each of patients who can be reached by SMS, soonest first. */
export async function comingVisits(
  transaction: Transaction,
  after: string,
  limit: number
): Promise<ComingVisit[]> {
  const rows = await transaction
    .selectFrom('appointment')
    .innerJoin('patient_contact', 'patient_contact.patient_id', 'appointment.patient_id')
    .innerJoin('patient', 'patient.id', 'appointment.patient_id')
    .innerJoin('appointment_type', 'appointment_type.id', 'appointment.type_id')
    .select([
      'appointment.id',
      'appointment.patient_id',
      'appointment.clinician_id',
      'appointment.type_id',
      'appointment.start_at',
      'appointment.end_at'
    ])
    .where('appointment.start_at', '>', after)
    .where('appointment.status', '=', 'booked')
    .where('appointment_type.kind', '=', 'ordinary')
    .where('patient_contact.channel', '=', 'mobile')
    .where('patient_contact.ended_at', 'is', null)
    .where('patient.is_reserved', '=', 0)
    .where('patient.address_protection', '=', 'none')
    .where('patient.birth_date', '<', '2000-01-01')
    .groupBy('appointment.patient_id')
    .orderBy('appointment.start_at')
    .orderBy('appointment.id')
    .limit(limit * 4)
    .execute()
  return rows
    .map((row) => ({
      id: row.id,
      patientId: row.patient_id,
      clinicianId: row.clinician_id,
      typeId: row.type_id,
      durationMinutes: (Date.parse(row.end_at) - Date.parse(row.start_at)) / 60_000
    }))
    .filter(({ durationMinutes }) => durationMinutes <= 20)
    .slice(0, limit)
}

export async function insertWish(
  transaction: Transaction,
  row: Insertable<WaitingListEntryTable>
): Promise<void> {
  await transaction.insertInto('waiting_list_entry').values(row).execute()
}

export interface FreedPlace {
  readonly clinicianId: ClinicianId
  readonly startAt: string
  readonly endAt: string
  readonly date: string
  readonly time: string
}

/** Somebody has just cancelled the first appointment after that of at least `minutes`: the place it leaves. */
export async function cancelOne(
  transaction: Transaction,
  { after, minutes, at }: { after: string; minutes: number; at: string }
): Promise<FreedPlace | null> {
  const rows = await transaction
    .selectFrom('appointment')
    .select(['id', 'clinician_id', 'start_at', 'end_at', 'local_date', 'local_time'])
    .where('start_at', '>', after)
    .where('status', '=', 'booked')
    .where('is_overbooked', '=', 0)
    .orderBy('start_at')
    .orderBy('id')
    .limit(100)
    .execute()
  const gone = rows.find((row) => Date.parse(row.end_at) - Date.parse(row.start_at) >= minutes * 60_000)
  if (!gone) return null
  const cancelled = { status: 'cancelled', encounterStatus: 'cancelled', cancelReason: 'patient' } as const
  await transaction
    .updateTable('appointment')
    .set({ status: 'cancelled', encounter_status: 'cancelled', cancel_reason: 'patient', version: 2 })
    .where('id', '=', gone.id)
    .execute()
  await transaction
    .insertInto('appointment_change')
    .values({
      appointment_id: gone.id,
      changed_at: at,
      user_id: null,
      user_name: 'Skranke',
      kind: 'cancelled',
      before: JSON.stringify({ status: 'booked', encounterStatus: 'planned', cancelReason: null }),
      after: JSON.stringify(cancelled),
      undone_by: null
    })
    .execute()
  await transaction
    .updateTable('message')
    .set({ state: 'superseded', reason: 'appointment-cancelled', ended_at: at })
    .where('appointment_id', '=', gone.id)
    .where('state', '=', 'queued')
    .execute()
  return {
    clinicianId: gone.clinician_id,
    startAt: gone.start_at,
    endAt: gone.end_at,
    date: gone.local_date,
    time: gone.local_time
  }
}

export async function insertFreePlace(
  transaction: Transaction,
  { clinicianId, startAt, endAt, date, time, openedAt }: FreedPlace & { readonly openedAt: string }
): Promise<void> {
  await transaction
    .insertInto('waiting_list_gap')
    .values({
      clinician_id: clinicianId,
      start_at: startAt,
      end_at: endAt,
      local_date: date,
      local_time: time,
      cause: 'cancelled',
      opened_at: openedAt,
      state: 'open',
      ended_at: null
    })
    .execute()
}
