import type { PatientId } from '@contract/ids'
import { sql } from 'kysely'
import type { Reader } from '../../database/database'
import { patientEntries } from '../audit'
import { decisionsOf } from '../consents'

/** A page of rows in the order of their ids. */
export interface Page {
  readonly patientId: PatientId
  readonly afterId: number
  readonly limit: number
}

/** A page goes on behind a number, of whatever table it is. */
export const numberOf = (column: string) => sql<number>`${sql.ref(column)}`

export async function contactHistory(reader: Reader, patientId: PatientId) {
  return await reader
    .selectFrom('patient_contact')
    .select(['id', 'channel', 'value', 'updated_at', 'ended_at'])
    .where('patient_id', '=', patientId)
    .orderBy('id')
    .limit(500)
    .execute()
}

export async function identifierHistory(reader: Reader, patientId: PatientId) {
  return await reader
    .selectFrom('patient_identifier')
    .select(['id', 'type', 'value', 'status', 'period_start', 'period_end'])
    .where('patient_id', '=', patientId)
    .orderBy('id')
    .limit(500)
    .execute()
}

/** Guardians of the patient, and those the patient is guardian of, ended ones too. */
export async function relations(reader: Reader, patientId: PatientId) {
  return await reader
    .selectFrom('guardian')
    .innerJoin('patient as child', 'child.id', 'guardian.child_id')
    .innerJoin('patient as carer', 'carer.id', 'guardian.guardian_id')
    .select([
      'guardian.id',
      'guardian.child_id',
      'guardian.guardian_id',
      'guardian.kind',
      'guardian.period_start',
      'guardian.period_end',
      'child.given_name as child_given',
      'child.family_name as child_family',
      'carer.given_name as carer_given',
      'carer.family_name as carer_family'
    ])
    .where(({ eb, or }) =>
      or([eb('guardian.child_id', '=', patientId), eb('guardian.guardian_id', '=', patientId)])
    )
    .orderBy('guardian.id')
    .limit(500)
    .execute()
}

/** What keeps the record from being deleted, and what was asked of deleting it. */
export async function holdsAndErasures(reader: Reader, patientId: PatientId) {
  const holds = await reader
    .selectFrom('legal_hold')
    .select(['id', 'reason', 'placed_at', 'until_date', 'lifted_at'])
    .where('patient_id', '=', patientId)
    .orderBy('id')
    .limit(100)
    .execute()
  const erasures = await reader
    .selectFrom('erasure')
    .select(['id', 'reason', 'state', 'asked_at', 'ended_at', 'end_note'])
    .where('patient_id', '=', patientId)
    .orderBy('id')
    .limit(100)
    .execute()
  return { holds, erasures }
}

export async function patientName(reader: Reader, patientId: PatientId) {
  return await reader
    .selectFrom('patient')
    .leftJoin('clinician', 'clinician.id', 'patient.gp_clinician_id')
    .select([
      'patient.family_name',
      'patient.given_name',
      'patient.birth_date',
      'patient.sex',
      'patient.language',
      'patient.address_line',
      'patient.postal_code',
      'patient.city',
      'patient.address_protection',
      'patient.confidentiality',
      'patient.gp_external_name',
      'patient.note',
      'patient.is_reserved',
      'patient.deceased_on',
      'patient.updated_at',
      'clinician.name as gp_name'
    ])
    .where('patient.id', '=', patientId)
    .executeTakeFirstOrThrow()
}

/** Those that count as this patient's, also where the record was merged, or made its own again. */
export async function consentRows(reader: Reader, { patientId, afterId, limit }: Page) {
  return await reader
    .selectFrom('consent_decision')
    .select(['id', 'purpose', 'channel', 'decision', 'legal_basis', 'wording_version', 'decided_at', 'how'])
    .where('id', 'in', decisionsOf(reader, patientId))
    .where(numberOf('id'), '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function appointmentRows(reader: Reader, { patientId, afterId, limit }: Page) {
  return await reader
    .selectFrom('appointment')
    .innerJoin('clinician', 'clinician.id', 'appointment.clinician_id')
    .innerJoin('appointment_type', 'appointment_type.id', 'appointment.type_id')
    .select([
      'appointment.id',
      'appointment.status',
      'appointment.encounter_status',
      'appointment.cancel_reason',
      'appointment.start_at',
      'appointment.end_at',
      'appointment.arrived_at',
      'appointment.in_progress_at',
      'appointment.finished_at',
      'appointment.created_at',
      'appointment.note',
      'clinician.name as clinician_name',
      'appointment_type.name as type_name',
      'appointment_type.kind as type_kind'
    ])
    .where('appointment.patient_id', '=', patientId)
    .where(numberOf('appointment.id'), '>', afterId)
    .orderBy('appointment.id')
    .limit(limit)
    .execute()
}

export async function appointmentSteps(reader: Reader, { patientId, afterId, limit }: Page) {
  return await reader
    .selectFrom('appointment_change')
    .innerJoin('appointment', 'appointment.id', 'appointment_change.appointment_id')
    .select([
      'appointment_change.id',
      'appointment_change.appointment_id',
      'appointment_change.changed_at',
      'appointment_change.user_name',
      'appointment_change.kind'
    ])
    .where('appointment.patient_id', '=', patientId)
    .where(numberOf('appointment_change.id'), '>', afterId)
    .orderBy('appointment_change.id')
    .limit(limit)
    .execute()
}

/** What was decided of the fees for appointments that the patient did not come to or cancelled late. */
export async function feeRows(reader: Reader, { patientId, afterId, limit }: Page) {
  return await reader
    .selectFrom('fee_decision')
    .innerJoin('appointment', 'appointment.id', 'fee_decision.appointment_id')
    .select([
      'fee_decision.id',
      'fee_decision.appointment_id',
      'fee_decision.decided_at',
      'fee_decision.user_name',
      'fee_decision.is_handled',
      'fee_decision.amount_minor',
      'fee_decision.note',
      'appointment.lapse',
      'appointment.start_at'
    ])
    .where('appointment.patient_id', '=', patientId)
    .where(numberOf('fee_decision.id'), '>', afterId)
    .orderBy('fee_decision.id')
    .limit(limit)
    .execute()
}

export async function waitingListRows(reader: Reader, { patientId, afterId, limit }: Page) {
  return await reader
    .selectFrom('waiting_list_entry')
    .select(['id', 'state', 'note', 'created_at', 'ended_at'])
    .where('patient_id', '=', patientId)
    .where(numberOf('id'), '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/**
 * 1: the number or address is not the patient's but that of somebody whose own address is protected: who it is today, or
 * a guardian's of any time.
 */
const isProtectedElse = (value: string, patientId: PatientId) => sql<number>`(
  not exists (select 1 from patient_contact where patient_id = ${patientId} and value = ${sql.ref(value)})
  and (
    exists (select 1 from patient_contact as theirs join patient as holder on holder.id = theirs.patient_id
      where theirs.value = ${sql.ref(value)} and theirs.ended_at is null and holder.address_protection <> 'none')
    or exists (select 1 from guardian join patient as holder on holder.id = guardian.guardian_id
      join patient_contact as theirs on theirs.patient_id = guardian.guardian_id
      where guardian.child_id = ${patientId} and holder.address_protection <> 'none'
        and theirs.value = ${sql.ref(value)})))`

export async function outboundRows(reader: Reader, { patientId, afterId, limit }: Page) {
  return await reader
    .selectFrom('message')
    .select([
      'id',
      'appointment_id',
      'purpose',
      'channel',
      'recipient',
      'body',
      'state',
      'reason',
      'sent_at',
      'delivered_at',
      isProtectedElse('message.recipient', patientId).as('is_protected_else')
    ])
    .where('patient_id', '=', patientId)
    .where(numberOf('id'), '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function inboundRows(reader: Reader, { patientId, afterId, limit }: Page) {
  return await reader
    .selectFrom('inbound_message')
    .select([
      'id',
      'sender',
      'body',
      'received_at',
      'handled_as',
      isProtectedElse('inbound_message.sender', patientId).as('is_protected_else')
    ])
    .where('patient_id', '=', patientId)
    .where(numberOf('id'), '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function letterRows(reader: Reader, { patientId, afterId, limit }: Page) {
  return await reader
    .selectFrom('letter')
    .select(['id', 'appointment_id', 'kind', 'subject', 'body', 'state', 'printed_at'])
    .where('patient_id', '=', patientId)
    .where(numberOf('id'), '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function taskRows(reader: Reader, { patientId, afterId, limit }: Page) {
  return await reader
    .selectFrom('task')
    .select(['id', 'kind', 'title', 'note', 'answer', 'due_on', 'created_at', 'done_at', 'is_removed'])
    .where('patient_id', '=', patientId)
    .where(numberOf('id'), '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** Newest first, of all that was this patient's record; `afterId` 0: from the newest. */
export async function logRows(reader: Reader, { patientId, afterId, limit }: Page) {
  const beforeId = afterId === 0 ? null : afterId
  return await patientEntries(reader, { patientId, beforeId, since: null, before: null, limit })
}

/** What a query of this file answers with, row by row. */
export type RowOf<Q extends (reader: Reader, page: Page) => Promise<readonly unknown[]>> = Awaited<
  ReturnType<Q>
>[number]
