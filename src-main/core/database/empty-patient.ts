import type { PatientId } from '@contract/ids'
import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from './database'

/** One statement of the deletion; `kind` is what the summary calls the rows it changes, null: it only goes along. */
interface Step {
  readonly kind: string | null
  readonly run: (id: PatientId, at: string) => RawBuilder<unknown>
}

const idsOf = (table: string) => (id: PatientId) =>
  sql`select id from ${sql.table(table)} where patient_id = ${id}`
const messages = idsOf('message')
const replies = idsOf('inbound_message')
const appointments = idsOf('appointment')
const tasks = idsOf('task')
const wishes = idsOf('waiting_list_entry')
const merges = (id: PatientId) =>
  sql`select id from patient_merge where survivor_id = ${id} or loser_id = ${id}`

/** Numbers and addresses that are this patient's alone: whoever else was reached on them was so through the patient. */
const reachedOn = (id: PatientId) => sql`select value from patient_contact where patient_id = ${id}
  except select value from patient_contact where patient_id <> ${id} and value in (
    select value from patient_contact where patient_id = ${id}) and ended_at is null`
const children = (id: PatientId) => sql`select child_id from guardian where guardian_id = ${id}`
/** Messages about children that went to this patient's telephone. */
const carried = (id: PatientId) => sql`select id from message where patient_id in (${children(id)})
  and recipient in (${reachedOn(id)}) and state not in ('queued', 'sending')`
/** What was written from this patient's telephone, and laid to nobody or to a child. */
const fromTheirs = (id: PatientId) => sql`select id from inbound_message where sender in (${reachedOn(id)})
  and (patient_id is null or patient_id in (${children(id)}))`

/** What is emptied, in the order in which references allow it. */
const STEPS: readonly Step[] = [
  // While it is known which numbers were this patient's.
  {
    kind: null,
    run: (id) => sql`update message_part set recipient = '' where message_id in (${carried(id)})`
  },
  { kind: null, run: (id) => sql`update message set recipient = null where id in (${carried(id)})` },
  {
    kind: null,
    run: (id) => sql`update waiting_list_offer set recipient = null
      where recipient in (${reachedOn(id)}) and state <> 'open'`
  },
  {
    kind: null,
    run: (id) => sql`update one_time_code set mobile = ''
      where patient_id in (${children(id)}) and mobile in (${reachedOn(id)}) and state <> 'active'`
  },
  {
    kind: null,
    run: (id) => sql`update reply_question set sender = '' where inbound_message_id in (${fromTheirs(id)})`
  },
  {
    kind: null,
    run: (id) => sql`update inbound_part set sender = '', body = case when inbound_message_id in (
        select id from inbound_message where patient_id is null) then '' else body end
      where inbound_message_id in (${fromTheirs(id)})`
  },
  {
    kind: null,
    // What is laid to nobody may be the patient's own words; what is laid to a child stays the child's.
    run: (id) => sql`update inbound_message set sender = '',
      body = case when patient_id is null then '' else body end where id in (${fromTheirs(id)})`
  },
  {
    kind: 'messages',
    // One that did not arrive is nobody's task any more.
    run: (id, at) =>
      sql`update message set body = '', recipient = null, code_digits = null,
        settled_at = coalesce(settled_at, ${at}) where patient_id = ${id}`
  },
  {
    kind: null,
    run: (id) => sql`update message_part set recipient = '' where message_id in (${messages(id)})`
  },
  {
    kind: null,
    run: (id) => sql`update reply_question set sender = '' where inbound_message_id in (${replies(id)})`
  },
  { kind: null, run: (id) => sql`delete from inbound_part where inbound_message_id in (${replies(id)})` },
  {
    kind: 'replies',
    run: (id, at) => sql`update inbound_message set body = '', sender = '', is_read = 1,
      handled_at = coalesce(handled_at, ${at}) where patient_id = ${id}`
  },
  { kind: 'codes', run: (id) => sql`delete from one_time_code where patient_id = ${id}` },
  {
    kind: 'letters',
    // Nobody prints a letter to no one.
    run: (id, at) => sql`update letter set subject = '', body = '',
      reason = case state when 'waiting' then 'patient-erased' else reason end,
      ended_at = case state when 'waiting' then ${at} else ended_at end,
      state = case state when 'waiting' then 'withdrawn' else state end where patient_id = ${id}`
  },
  {
    kind: null,
    run: (id) => sql`update waiting_list_offer set recipient = null where entry_id in (${wishes(id)})`
  },
  {
    kind: 'wishes',
    run: (id, at) => sql`update waiting_list_entry set note = '', ended_at = coalesce(ended_at, ${at}),
      state = case state when 'waiting' then 'removed' else state end where patient_id = ${id}`
  },
  {
    kind: 'tasks',
    run: (
      id,
      at
    ) => sql`update task set title = '–', note = '', answer = '', done_at = coalesce(done_at, ${at})
      where patient_id = ${id}`
  },
  {
    kind: null,
    run: (id) => sql`update task_change set before = '{}', after = '{}' where task_id in (${tasks(id)})`
  },
  {
    kind: 'notes',
    run: (id) => sql`update appointment set note = '' where patient_id = ${id} and note <> ''`
  },
  {
    kind: null,
    run: (id) => sql`update appointment_change set before = '{}', after = '{}'
      where appointment_id in (${appointments(id)})`
  },
  {
    kind: null,
    run: (id) =>
      sql`update fee_decision set note = '' where note <> '' and appointment_id in (${appointments(id)})`
  },
  {
    kind: null,
    run: (id) => sql`update contact_check set mobile = '' where patient_id = ${id}`
  },
  { kind: 'contacts', run: (id) => sql`delete from patient_contact where patient_id = ${id}` },
  { kind: null, run: (id) => sql`delete from identifier_change where patient_id = ${id}` },
  { kind: 'identifiers', run: (id) => sql`delete from patient_identifier where patient_id = ${id}` },
  { kind: 'guardians', run: (id) => sql`delete from guardian where child_id = ${id} or guardian_id = ${id}` },
  {
    kind: null,
    run: (id) => sql`delete from death_part where death_id in (select id from death where patient_id = ${id})`
  },
  { kind: null, run: (id) => sql`delete from death where patient_id = ${id}` },
  { kind: null, run: (id) => sql`delete from import_guardian where child_id = ${id}` },
  { kind: null, run: (id) => sql`delete from duplicate_key where patient_id = ${id}` },
  { kind: null, run: (id) => sql`delete from duplicate_pair where one_id = ${id} or other_id = ${id}` },
  {
    kind: null,
    run: (id) =>
      sql`update patient_merge_row set before = null, after = null where merge_id in (${merges(id)})`
  },
  {
    kind: null,
    run: (id) => sql`update patient_merge set choices = '{}', survivor_before = '{}', loser_before = '{}',
      survivor_after = '{}' where id in (${merges(id)})`
  },
  {
    kind: null,
    run: (id) =>
      sql`update access_finding set review_note = '' where patient_id = ${id} and review_note is not null`
  },
  { kind: null, run: (id) => sql`update legal_hold set reason = '–' where patient_id = ${id}` },
  {
    kind: null,
    run: (
      id
    ) => sql`update erasure set reason = '–', end_note = case when end_note is null then null else '–' end
      where patient_id = ${id}`
  },
  { kind: null, run: (id) => sql`delete from patient_search where rowid = ${id}` },
  {
    kind: 'person',
    run: (id, at) => sql`update patient set family_name = '', given_name = '', name_key = '', first_key = '',
      birth_date = null, sex = 'unknown', language = null, address_line = '', postal_code = '', city = '',
      address_protection = 'none', confidentiality = 'none', gp_clinician_id = null, gp_external_name = null,
      note = '', provisional_name = null, is_reserved = 0, deceased_on = null, mobile_confirmed_at = null, version = version + 1,
      updated_at = ${at}, erased_at = ${at} where id = ${id}`
  }
]

/**
 * Columns that name a patient, and what becomes of their rows. What stays holds no content: who looked, that something
 * was consented to, when somebody came. A later table gets its place here; a test reads the schema and fails until it has.
 */
export const PATIENT_COLUMNS: Readonly<Record<string, 'emptied' | 'deleted' | 'stays'>> = {
  'patient_identifier.patient_id': 'deleted',
  'patient_contact.patient_id': 'deleted',
  'identifier_change.patient_id': 'deleted',
  'guardian.child_id': 'deleted',
  'guardian.guardian_id': 'deleted',
  'one_time_code.patient_id': 'deleted',
  'import_guardian.child_id': 'deleted',
  'death.patient_id': 'deleted',
  'duplicate_key.patient_id': 'deleted',
  'duplicate_pair.one_id': 'deleted',
  'duplicate_pair.other_id': 'deleted',
  'message.patient_id': 'emptied',
  'inbound_message.patient_id': 'emptied',
  'letter.patient_id': 'emptied',
  'contact_check.patient_id': 'emptied',
  'waiting_list_entry.patient_id': 'emptied',
  'task.patient_id': 'emptied',
  'appointment.patient_id': 'emptied',
  'access_finding.patient_id': 'emptied',
  'legal_hold.patient_id': 'emptied',
  'patient_merge.survivor_id': 'emptied',
  'patient_merge.loser_id': 'emptied',
  'patient.merged_into': 'stays',
  'access_log.patient_id': 'stays',
  'consent_decision.patient_id': 'stays',
  'consent_decision_owner.patient_id': 'stays',
  'appointment_series.patient_id': 'stays',
  'message_list_entry.patient_id': 'stays',
  'delay_notice_entry.patient_id': 'stays',
  'erasure.patient_id': 'stays',
  'erasing.patient_id': 'stays'
}

/**
 * Empties a patient and the records that were merged into it: what is left is a row that says there was one, and what
 * the law keeps without content. Belongs in the transaction that logs it. @returns how many rows of each kind went
 */
export async function emptyPatient(
  transaction: Transaction,
  id: PatientId,
  at: string
): Promise<Record<string, number>> {
  const merged = await transaction.selectFrom('patient').select('id').where('merged_into', '=', id).execute()
  const removed: Record<string, number> = {}
  for (const one of [...merged.map((row) => row.id), id]) {
    await transaction.insertInto('erasing').values({ patient_id: one }).execute()
    for (const { kind, run } of STEPS) {
      const { numAffectedRows } = await run(one, at).execute(transaction)
      if (kind !== null) removed[kind] = (removed[kind] ?? 0) + Number(numAffectedRows ?? 0n)
    }
    await transaction.deleteFrom('erasing').where('patient_id', '=', one).execute()
  }
  return removed
}
