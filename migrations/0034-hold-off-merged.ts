import { sql, type Kysely } from 'kysely'

/** Nor does a legal hold or a deletion land on a record that was merged into another: it would stop, or empty, nothing. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['legal_hold', 'erasure'])
    for (const [event, when] of [
      ['insert', 'insert'],
      ['update', 'update of patient_id']
    ])
      await sql`create trigger ${sql.raw(`${table}_patient_id_merged_${event}`)}
        before ${sql.raw(`${when} on ${table}`)}
        when (select merged_into from patient where id = new.patient_id) is not null
        begin select raise(abort, 'patient-merged'); end`.execute(db)
}
