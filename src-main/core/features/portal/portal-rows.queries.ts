import type { AppointmentId, ClinicianId, GuardianId, MessageId, PatientId, TaskId } from '@contract/ids'
import type { CivilDate, Instant } from '@contract/values'
import { sql, type Insertable, type RawBuilder, type Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'
import { literal } from '../../database/literal'
import { preparedListed } from '../../database/prepared-listed'
import type { ClinicianTable } from '../../database/tables/clinic'
import type { ConsentDecisionTable } from '../../database/tables/consents'
import type { MessageTable } from '../../database/tables/messaging'
import type { GuardianTable } from '../../database/tables/patients'
import type { PortalRequestTable } from '../../database/tables/portal'
import type { PortalMark } from './kind'

/** Tables whose rows the portal holds by their id. */
type Listed = 'patient' | 'guardian' | 'clinician' | 'consent_decision' | 'portal_slot' | 'portal_request'

const MOST_AT_ONCE = 1_000

export interface IdPage {
  readonly after: number
  readonly limit: number
}

/** Ids after one, in their order. */
export async function idsAfter(reader: Reader, table: Listed, { after, limit }: IdPage): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from ${sql.table(table)} where id > ${after} order by id limit ${limit}`.execute(reader)
  return rows.map(({ id }) => id)
}

/** Of so many rows by id only those that end after a moment; the rows are looked at in one seek. */
export async function appointmentIdsBetween(
  reader: Reader,
  { after, until, endsAfter, limit }: IdPage & { until: number; endsAfter: Instant }
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from appointment where id > ${after} and id <= ${until} and end_at >= ${endsAfter}
    order by id limit ${literal(limit)}`.execute(reader)
  return rows.map(({ id }) => id)
}

/** 0 where there is none. */
export async function lastAppointmentId(reader: Reader): Promise<number> {
  const { rows } = await sql<{ id: number | null }>`select max(id) as id from appointment`.execute(reader)
  return rows[0]?.id ?? 0
}

export async function findGuardian(
  reader: Reader,
  id: number
): Promise<Selectable<GuardianTable> | undefined> {
  return await reader
    .selectFrom('guardian')
    .select(['id', 'child_id', 'guardian_id', 'kind', 'carries_messages', 'period_start', 'planned_end'])
    .select(['period_end', 'ended_by'])
    .where(sql<number>`id`, '=', id)
    .executeTakeFirst()
}

export type ClinicianRow = Pick<Selectable<ClinicianTable>, 'id' | 'name' | 'is_active'>

const cliniciansById = preparedListed((reader, ids: RawBuilder<ClinicianId>) =>
  reader
    .selectFrom('clinician')
    .select(['id', 'name', 'is_active'])
    .where('id', 'in', ids)
    .limit(MOST_AT_ONCE)
)

/** Those that there are, in no order; of a thousand at most. */
export async function listClinicians(reader: Reader, ids: readonly ClinicianId[]): Promise<ClinicianRow[]> {
  return await cliniciansById(reader, ids, {})
}

export type ConsentRow = Pick<
  Selectable<ConsentDecisionTable>,
  'id' | 'purpose' | 'channel' | 'decision' | 'wording_version' | 'decided_at' | 'how' | 'patient_id'
>

/** With the patient whom it counts for today: a record may have been merged into another. */
export async function findConsent(reader: Reader, id: number): Promise<ConsentRow | undefined> {
  return await reader
    .selectFrom('consent_decision')
    .leftJoin('consent_decision_owner as owner', 'owner.decision_id', 'consent_decision.id')
    .select(['consent_decision.id', 'purpose', 'channel', 'decision', 'wording_version', 'decided_at', 'how'])
    .select(({ fn }) => fn.coalesce('owner.patient_id', 'consent_decision.patient_id').as('patient_id'))
    .where(sql<number>`consent_decision.id`, '=', id)
    .executeTakeFirst()
}

/** Never its text nor its receiver. */
export type MessageOutline = Pick<
  Selectable<MessageTable>,
  | 'patient_id'
  | 'appointment_id'
  | 'purpose'
  | 'channel'
  | 'state'
  | 'sent_at'
  | 'delivered_at'
  | 'created_at'
>

export async function findMessageOutline(reader: Reader, id: number): Promise<MessageOutline | undefined> {
  return await reader
    .selectFrom('message')
    .select(['patient_id', 'appointment_id', 'purpose', 'channel', 'state'])
    .select(['sent_at', 'delivered_at', 'created_at'])
    .where(sql<number>`id`, '=', id)
    .executeTakeFirst()
}

export interface FoundRequest extends Pick<Selectable<PortalRequestTable>, 'state' | 'task_id'> {
  /** In words; null and empty: none. */
  readonly answer: string | null
}

export async function findRequest(reader: Reader, id: number): Promise<FoundRequest | undefined> {
  return await reader
    .selectFrom('portal_request')
    .leftJoin('task', 'task.id', 'portal_request.task_id')
    .select(['portal_request.state', 'portal_request.task_id', 'task.answer'])
    .where('portal_request.id', '=', id)
    .executeTakeFirst()
}

/** Those whose task is still to be done at the desk. */
export async function countOpenRequests(reader: Reader): Promise<number> {
  const { count } = await reader
    .selectFrom('task')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('kind', '=', 'portal-request')
    .where('done_at', 'is', null)
    .where('is_removed', '=', literal(0))
    .executeTakeFirstOrThrow()
  return count
}

export async function insertRequest(
  transaction: Transaction,
  row: Insertable<PortalRequestTable>
): Promise<number> {
  const { id } = await transaction
    .insertInto('portal_request')
    .values(row)
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Whoever withdraws a request at the portal, or has it answered by the desk's task. */
export async function answerRequest(
  transaction: Transaction,
  { id, state, at }: { id: number; state: PortalRequestTable['state']; at: Instant }
): Promise<TaskId | null> {
  const row = await transaction
    .updateTable('portal_request')
    .set({ state, answered_at: at })
    .where('id', '=', id)
    .where('state', '<>', state)
    .returning('task_id')
    .executeTakeFirst()
  return row?.task_id ?? null
}

/** What hangs on a patient and is the portal's to know or to forget; of each the newest thousand. */
export interface PatientTies {
  readonly appointments: readonly AppointmentId[]
  readonly consents: readonly number[]
  readonly messages: readonly MessageId[]
  readonly guardians: readonly { id: GuardianId; childId: PatientId; guardianId: PatientId }[]
}

const MOST_TIES = 1_000

export async function tiesOf(
  reader: Reader,
  patientId: PatientId,
  { since }: { since: Instant }
): Promise<PatientTies> {
  const ofPatient = sql`patient_id = ${patientId}`
  const ids = async <T extends number>(query: ReturnType<typeof sql<{ id: T }>>): Promise<T[]> =>
    (await query.execute(reader)).rows.map(({ id }) => id)
  const guardians = await reader
    .selectFrom('guardian')
    .select(['id', 'child_id as childId', 'guardian_id as guardianId'])
    .where(({ eb, or }) => or([eb('child_id', '=', patientId), eb('guardian_id', '=', patientId)]))
    .orderBy('id', 'desc')
    .limit(MOST_TIES)
    .execute()
  return {
    appointments: await ids(sql<{ id: AppointmentId }>`
      select id from appointment where ${ofPatient} and start_at >= ${since}
      order by start_at desc limit ${MOST_TIES}`),
    // With those of records that were merged into this one.
    consents: await ids(sql<{ id: number }>`
      select id from consent_decision where ${ofPatient}
      union select decision_id from consent_decision_owner where ${ofPatient}
      order by 1 desc limit ${MOST_TIES}`),
    messages: await ids(sql<{ id: MessageId }>`
      select id from message where ${ofPatient} and created_at >= ${since} order by id desc limit ${MOST_TIES}`),
    guardians
  }
}

/** Children with a guardian who have their birthday of one of these dates: what guardians see changes with it. */
export async function guardiansOfBornOn(
  reader: Reader,
  dates: readonly CivilDate[]
): Promise<{ id: GuardianId; childId: PatientId }[]> {
  return await reader
    .selectFrom('patient')
    .innerJoin('guardian', 'guardian.child_id', 'patient.id')
    .select(['guardian.id', 'guardian.child_id as childId'])
    .where('patient.birth_date', 'in', listed(dates))
    .orderBy('guardian.id')
    .limit(10_000)
    .execute()
}

/** The portal is to be told of it again, though no row of the clinic changes. */
export async function markForPortal(transaction: Transaction, mark: PortalMark): Promise<void> {
  await sql`insert into portal_operation (kind, type, local_id)
    select 'put', ${mark.type}, ${mark.localId} where not exists (select 1 from portal_operation
      where type = ${mark.type} and local_id = ${mark.localId} and state = 'waiting' and kind = 'put'
        and is_edited = 0)`.execute(transaction)
}

/** Whether a step of the appointment is still to reach the portal. */
export async function hasOpenStep(reader: Reader, id: AppointmentId): Promise<boolean> {
  const row = await reader
    .selectFrom('portal_operation')
    .select('seq')
    .where('type', '=', 'Appointment')
    .where('local_id', '=', Number(id))
    .where('state', 'in', ['waiting', 'in-doubt'])
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Who has or had a number that no other country issued; the first few. */
export async function patientsWithNumber(reader: Reader, value: string): Promise<PatientId[]> {
  const rows = await reader
    .selectFrom('patient_identifier')
    .select('patient_id')
    .distinct()
    .where('value', '=', value)
    .where('country', 'is', null)
    .orderBy('patient_id')
    .limit(10)
    .execute()
  return rows.map(({ patient_id }) => patient_id)
}
