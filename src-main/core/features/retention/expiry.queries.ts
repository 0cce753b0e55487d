import type { PatientId } from '@contract/ids'
import type { RetentionKind } from '@contract/retention'
import { sql, type RawBuilder } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'

/** A stretch of rows of one kind, by number, of which those are asked for whose time was over at `before`. */
export interface Stretch {
  readonly after: number
  readonly upTo: number
  readonly before: string
}

export interface Expired {
  readonly id: number
  readonly patient_id: PatientId | null
}

interface Expiry {
  readonly table: string
  /** What of a row is past its time. */
  readonly isOver: (before: string) => RawBuilder<unknown>
  /** Statements that let go of it. */
  readonly change: (ids: RawBuilder<number>) => readonly RawBuilder<unknown>[]
  /** Whether the histories, which nobody else may change, let go of it too. */
  readonly hasHistory?: true
}

/** What a history still says of a note that the row itself may have lost long ago. */
const quotesNote = (history: string) =>
  sql`coalesce(json_extract(${sql.ref(`${history}.before`)}, '$.note'), '') <> ''
    or coalesce(json_extract(${sql.ref(`${history}.after`)}, '$.note'), '') <> ''`

const withoutNotes = (history: string, key: string) => (ids: RawBuilder<number>) =>
  sql`update ${sql.table(history)} set before = json_remove(before, '$.note'), after = json_remove(after, '$.note')
    where ${sql.ref(key)} in ${ids} and (${quotesNote(history)})`

const notesOfAppointments = withoutNotes('appointment_change', 'appointment_id')
const quotesAnswer = sql`coalesce(json_extract(task_change.before, '$.answer'), '') <> ''
  or coalesce(json_extract(task_change.after, '$.answer'), '') <> ''`
const wordsOfTasks = (ids: RawBuilder<number>) =>
  sql`update task_change set before = json_remove(before, '$.note', '$.answer'),
      after = json_remove(after, '$.note', '$.answer')
    where task_id in ${ids} and (${quotesNote('task_change')} or ${quotesAnswer})`

/**
 * What is done to what is past its time. Rows that other rows speak of are emptied, not deleted: that a message went, when
 * and whether it arrived, is kept with the appointment it was about.
 */
const EXPIRIES: Readonly<Record<Exclude<RetentionKind, 'patient'>, Expiry>> = {
  code: {
    table: 'one_time_code',
    isOver: (before) => sql`asked_at < ${before} and state <> 'active'`,
    change: (ids) => [sql`delete from one_time_code where id in ${ids}`]
  },
  'message-text': {
    table: 'message',
    isOver: (before) => sql`created_at < ${before} and body <> '' and state not in ('queued', 'sending')`,
    change: (ids) => [sql`update message set body = '' where id in ${ids}`]
  },
  'reply-text': {
    table: 'inbound_message',
    isOver: (before) => sql`received_at < ${before} and (body <> '' or exists (
      select 1 from inbound_part where inbound_message_id = inbound_message.id and inbound_part.body <> ''))`,
    change: (ids) => [
      sql`update inbound_message set body = '' where id in ${ids}`,
      sql`update inbound_part set body = '' where inbound_message_id in ${ids}`
    ]
  },
  letter: {
    table: 'letter',
    isOver: (before) => sql`coalesce(printed_at, ended_at) < ${before} and state <> 'waiting'
      and (subject <> '' or body <> '')`,
    change: (ids) => [sql`update letter set subject = '', body = '' where id in ${ids}`]
  },
  'waiting-list': {
    table: 'waiting_list_entry',
    isOver: (before) => sql`ended_at < ${before} and note <> ''`,
    change: (ids) => [sql`update waiting_list_entry set note = '' where id in ${ids}`]
  },
  task: {
    table: 'task',
    isOver: (before) => sql`done_at < ${before} and (note <> '' or answer <> '' or exists (
      select 1 from task_change where task_id = task.id and (${quotesNote('task_change')} or ${quotesAnswer})))`,
    change: (ids) => [sql`update task set note = '', answer = '' where id in ${ids}`, wordsOfTasks(ids)],
    hasHistory: true
  },
  'appointment-note': {
    table: 'appointment',
    isOver: (before) => sql`end_at < ${before} and (note <> '' or exists (
      select 1 from appointment_change where appointment_id = appointment.id
        and (${quotesNote('appointment_change')})))`,
    change: (ids) => [
      sql`update appointment set note = '' where id in ${ids} and note <> ''`,
      notesOfAppointments(ids)
    ],
    hasHistory: true
  }
}

export type ExpiringKind = keyof typeof EXPIRIES

/** The highest number of the kind; 0: there is none. */
export async function lastOf(reader: Reader, kind: ExpiringKind): Promise<number> {
  const { rows } = await sql<{
    id: number | null
  }>`select max(id) as id from ${sql.table(EXPIRIES[kind].table)}`.execute(reader)
  return rows[0]?.id ?? 0
}

/** Rows of the stretch that are past their time, by number. */
export async function expiredIn(
  reader: Reader,
  kind: ExpiringKind,
  { after, upTo, before }: Stretch
): Promise<readonly Expired[]> {
  const { table, isOver } = EXPIRIES[kind]
  const { rows } = await sql<Expired>`select id, patient_id from ${sql.table(table)}
    where id > ${after} and id <= ${upTo} and ${isOver(before)} order by id`.execute(reader)
  return rows
}

/** Lets go of what these rows hold. */
export async function letGo(
  transaction: Transaction,
  kind: ExpiringKind,
  rows: readonly Expired[]
): Promise<void> {
  const { change, hasHistory } = EXPIRIES[kind]
  const patients = hasHistory === true ? rows.flatMap(({ patient_id }) => patient_id ?? []) : []
  for (const patient_id of new Set(patients))
    await transaction.insertInto('erasing').values({ patient_id }).execute()
  for (const statement of change(listed(rows.map(({ id }) => id)))) await statement.execute(transaction)
  if (patients.length > 0) await transaction.deleteFrom('erasing').execute()
}

export interface Slice {
  readonly after: number
  readonly before: string
  readonly limit: number
}

/**
 * Patients, by number, who have had nothing to do with the clinic since: nothing changed, booked, written, agreed or asked.
 * Those of whom somebody is a guardian, or who are one, stay with them; whoever lives and has the GP here is the clinic's
 * patient, however long nobody saw them. @returns also how far this went
 */
export async function patientsWithoutRelation(
  reader: Reader,
  { after, before, limit }: Slice
): Promise<{ ids: PatientId[]; lastId: PatientId | null }> {
  const rows = await reader
    .selectFrom('patient')
    .select(['id', 'updated_at', 'erased_at', 'merged_into', 'gp_clinician_id', 'deceased_on'])
    .where(sql<number>`id`, '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  const old = rows.filter(
    (row) =>
      row.updated_at < before &&
      row.erased_at === null &&
      row.merged_into === null &&
      (row.gp_clinician_id === null || row.deceased_on !== null)
  )
  const ids: PatientId[] = []
  for (const { id } of old) {
    const { rows: relations } = await sql<{ id: number }>`select 1 as id where
      exists (select 1 from appointment where patient_id = ${id} and start_at >= ${before})
      or exists (select 1 from message where patient_id = ${id} and created_at >= ${before})
      or exists (select 1 from inbound_message where patient_id = ${id} and received_at >= ${before})
      or exists (select 1 from consent_decision where patient_id = ${id} and decided_at >= ${before})
      or exists (select 1 from letter where patient_id = ${id} and (created_at >= ${before} or state = 'waiting'))
      or exists (select 1 from waiting_list_entry where patient_id = ${id}
        and (created_at >= ${before} or coalesce(ended_at, ${before}) >= ${before}))
      or exists (select 1 from guardian where child_id = ${id} or guardian_id = ${id})
      or exists (select 1 from task where patient_id = ${id} and done_at is null)
      or exists (select 1 from erasure where patient_id = ${id} and state in ('asked', 'queued', 'refused', 'taken-back'))`.execute(
      reader
    )
    if (relations.length === 0) ids.push(id)
  }
  return { ids, lastId: rows.length === limit ? (rows.at(-1)?.id ?? null) : null }
}

/** Stands beside the kinds once the round has come to its end. */
export const RUN_DONE = 'done'

export async function isRunDone(reader: Reader, localDate: string): Promise<boolean> {
  const row = await reader
    .selectFrom('retention_run')
    .select('local_date')
    .where('local_date', '=', localDate)
    .where('kind', '=', RUN_DONE)
    .executeTakeFirst()
  return row !== undefined
}

export async function writeRun(
  transaction: Transaction,
  { localDate, kind, removed }: { localDate: string; kind: string; removed: number }
): Promise<void> {
  await transaction
    .insertInto('retention_run')
    .values({ local_date: localDate, kind, removed })
    .onConflict((conflict) =>
      conflict
        .columns(['local_date', 'kind'])
        .doUpdateSet(({ ref, eb }) => ({ removed: eb(ref('retention_run.removed'), '+', removed) }))
    )
    .execute()
}

/** What the last night removed. */
export async function lastRun(
  reader: Reader
): Promise<{ date: string; removed: Record<string, number> } | null> {
  const newest = await reader
    .selectFrom('retention_run')
    .select('local_date')
    .orderBy('local_date', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!newest) return null
  const rows = await reader
    .selectFrom('retention_run')
    .select(['kind', 'removed'])
    .where('local_date', '=', newest.local_date)
    .where('kind', '<>', RUN_DONE)
    .orderBy('kind')
    .limit(50)
    .execute()
  return {
    date: newest.local_date,
    removed: Object.fromEntries(rows.map(({ kind, removed }) => [kind, removed]))
  }
}
