import { sql, type Kysely } from 'kysely'

/** A death may also have been learned from a list, and is recorded with what it ends as one at the desk. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table death add column learned_from text not null default 'list'
    check (learned_from in ('relative', 'hospital', 'register', 'list'))`.execute(db)
  await sql`update death set learned_from = source`.execute(db)
  await sql`alter table death drop column source`.execute(db)
  await sql`alter table death rename column learned_from to source`.execute(db)
}
