import { sql, type Kysely } from 'kysely'

/** Who asked for a one-time code: somebody at the desk, or the patient in the portal. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table one_time_code
    add column source text not null default 'desk' check (source in ('desk', 'portal'))`.execute(db)
}
