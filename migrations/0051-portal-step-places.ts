import { sql, type Kysely } from 'kysely'

/** Whether a step took or left a place is asked for each place that a patient books: not by reading all steps of a month. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const which of ['place', 'before'])
    await sql`create index ${sql.ref(`portal_operation_${which}`)} on portal_operation
      (detail ->> ${sql.lit(`$.${which}.clinicianId`)}, detail ->> ${sql.lit(`$.${which}.startAt`)})
      where type = 'Appointment' and kind <> 'put'`.execute(db)
}
