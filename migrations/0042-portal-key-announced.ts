import { sql, type Kysely } from 'kysely'

/** A portal that is to renew its key says so beforehand, for a person to compare and confirm. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table portal_pin add column announced_at text`.execute(db)
}
