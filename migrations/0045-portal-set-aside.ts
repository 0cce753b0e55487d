import { sql, type Kysely } from 'kysely'

/** Whom it was about that could not be taken in: the patient's id at the portal. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table portal_set_aside add column patient_remote_id text`.execute(db)
}
