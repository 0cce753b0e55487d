import { sql, type Kysely } from 'kysely'

const REFERENCES = {
  patient_identifier: ['patient_id'],
  patient_contact: ['patient_id'],
  guardian: ['child_id', 'guardian_id'],
  consent_decision: ['patient_id'],
  appointment: ['patient_id'],
  appointment_series: ['patient_id'],
  message: ['patient_id'],
  inbound_message: ['patient_id'],
  one_time_code: ['patient_id'],
  message_list_entry: ['patient_id'],
  delay_notice_entry: ['patient_id'],
  letter: ['patient_id'],
  task: ['patient_id'],
  waiting_list_entry: ['patient_id']
} as const

/**
 * A page that still shows a merged record can write nothing to it that nobody would see. Beside it the indexes by which a
 * merge finds what it moves.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const [table, columns] of Object.entries(REFERENCES))
    for (const column of columns)
      for (const [event, when] of [
        ['insert', 'insert'],
        ['update', `update of ${column}`]
      ])
        await sql`create trigger ${sql.raw(`${table}_${column}_merged_${event}`)}
          before ${sql.raw(`${when} on ${table}`)}
          when (select merged_into from patient where id = ${sql.raw(`new.${column}`)}) is not null
          begin select raise(abort, 'patient-merged'); end`.execute(db)
  await sql`create index guardian_child on guardian (child_id)`.execute(db)
  await sql`create index import_guardian_child on import_guardian (child_id)`.execute(db)
  await sql`create index appointment_series_patient on appointment_series (patient_id)`.execute(db)
  await sql`create index message_list_entry_patient on message_list_entry (patient_id)`.execute(db)
  await sql`create index delay_notice_entry_patient on delay_notice_entry (patient_id)`.execute(db)
}
