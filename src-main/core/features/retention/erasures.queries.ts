import type { ErasureId, PatientId } from '@contract/ids'
import type { ErasureObstacle } from '@contract/retention'
import { sql, type Insertable, type Updateable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { literal } from '../../database/literal'
import type { ErasureTable } from '../../database/tables/rights'
import { countPatientEntries } from '../audit'
import { decisionsOf } from '../consents'
import { holdsOf } from './holds.queries'

function selectErasures(reader: Reader) {
  return reader
    .selectFrom('erasure')
    .innerJoin('patient', 'patient.id', 'erasure.patient_id')
    .select([
      'erasure.id',
      'erasure.patient_id',
      'erasure.origin',
      'erasure.reason',
      'erasure.state',
      'erasure.asked_at',
      'erasure.asked_by',
      'erasure.asked_by_name',
      'erasure.approved_by_name',
      'erasure.due_on',
      'erasure.ended_at',
      'erasure.ended_by_name',
      'erasure.end_note',
      'patient.family_name',
      'patient.given_name',
      'patient.erased_at'
    ])
}

export type ErasureRow = Awaited<ReturnType<ReturnType<typeof selectErasures>['executeTakeFirstOrThrow']>>

/** Newest first, the first 200. */
export async function listErasures(reader: Reader): Promise<ErasureRow[]> {
  return await selectErasures(reader).orderBy('erasure.id', 'desc').limit(200).execute()
}

export async function findErasure(reader: Reader, id: ErasureId): Promise<ErasureRow | null> {
  return (await selectErasures(reader).where('erasure.id', '=', id).executeTakeFirst()) ?? null
}

/** The one that waits for this patient. */
export async function openErasure(reader: Reader, patientId: PatientId): Promise<ErasureRow | null> {
  const row = await selectErasures(reader)
    .where('erasure.patient_id', '=', patientId)
    .where('erasure.state', 'in', [literal('asked'), literal('queued')])
    .executeTakeFirst()
  return row ?? null
}

export async function dueErasures(reader: Reader, today: string): Promise<ErasureRow[]> {
  return await selectErasures(reader)
    .where('erasure.state', '=', literal('queued'))
    .where('erasure.due_on', '<=', today)
    .orderBy('erasure.due_on')
    .orderBy('erasure.id')
    .limit(500)
    .execute()
}

export async function insertErasure(
  transaction: Transaction,
  row: Insertable<ErasureTable>
): Promise<ErasureId> {
  const { id } = await transaction.insertInto('erasure').values(row).returning('id').executeTakeFirstOrThrow()
  return id
}

/** @returns false when it was no longer in that state */
export async function changeErasure(
  transaction: Transaction,
  { id, from }: { id: ErasureId; from: readonly ErasureTable['state'][] },
  change: Updateable<ErasureTable>
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('erasure')
    .set(change)
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

/** What stands against deleting a patient now. */
export async function obstaclesTo(
  reader: Reader,
  patientId: PatientId,
  { now, today }: { now: string; today: string }
): Promise<ErasureObstacle[]> {
  const holds = await holdsOf(reader, patientId)
  const isHeld = holds.some(
    ({ lifted_at, until_date }) => lifted_at === null && (until_date === null || until_date >= today)
  )
  const coming = await reader
    .selectFrom('appointment')
    .select('id')
    .where('patient_id', '=', patientId)
    .where('start_at', '>=', now)
    .where('status', 'not in', ['cancelled', 'noshow', 'entered-in-error'])
    .limit(1)
    .executeTakeFirst()
  const queued = await reader
    .selectFrom('message')
    .select('id')
    .where('patient_id', '=', patientId)
    .where('state', 'in', ['queued', 'sending'])
    .limit(1)
    .executeTakeFirst()
  // A place is held for the patient until the answer comes, or its time is over some hours later.
  const offered = await reader
    .selectFrom('waiting_list_offer')
    .innerJoin('waiting_list_entry', 'waiting_list_entry.id', 'waiting_list_offer.entry_id')
    .select('waiting_list_offer.id')
    .where('waiting_list_entry.patient_id', '=', patientId)
    .where('waiting_list_offer.state', 'in', ['next', 'open'])
    .limit(1)
    .executeTakeFirst()
  return [
    ...(isHeld ? ['legal-hold' as const] : []),
    ...(coming ? ['coming-appointments' as const] : []),
    ...(queued || offered ? ['queued-messages' as const] : [])
  ]
}

const COUNTED = {
  identifiers: 'patient_identifier',
  contacts: 'patient_contact',
  messages: 'message',
  replies: 'inbound_message',
  letters: 'letter',
  codes: 'one_time_code',
  wishes: 'waiting_list_entry',
  tasks: 'task',
  appointments: 'appointment'
} as const

/** How much is held of a patient, kind by kind. */
export async function countHeld(
  reader: Reader,
  patientId: PatientId
): Promise<Record<keyof typeof COUNTED | 'consents' | 'log' | 'fees' | 'notes', number>> {
  const count = (table: string) =>
    sql<number>`(select count(*) from ${sql.table(table)} where patient_id = ${patientId})`
  const row = await reader
    .selectNoFrom([
      count(COUNTED.identifiers).as('identifiers'),
      count(COUNTED.contacts).as('contacts'),
      count(COUNTED.messages).as('messages'),
      count(COUNTED.replies).as('replies'),
      count(COUNTED.letters).as('letters'),
      count(COUNTED.codes).as('codes'),
      count(COUNTED.wishes).as('wishes'),
      count(COUNTED.tasks).as('tasks'),
      count(COUNTED.appointments).as('appointments'),
      sql<number>`(select count(*) from appointment where patient_id = ${patientId} and note <> '')`.as(
        'notes'
      ),
      sql<number>`(select count(*) from fee_decision join appointment on appointment.id = fee_decision.appointment_id
        where appointment.patient_id = ${patientId})`.as('fees')
    ])
    .executeTakeFirstOrThrow()
  const consents = await reader
    .selectFrom('consent_decision')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('id', 'in', decisionsOf(reader, patientId))
    .executeTakeFirstOrThrow()
  return { ...row, consents: consents.count, log: await countPatientEntries(reader, patientId) }
}
