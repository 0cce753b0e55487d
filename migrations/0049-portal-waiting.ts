import { sql, type Kysely } from 'kysely'

/** What waits for the portal is counted with each change while it is drained: the index holds all that the count needs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index portal_operation_waiting on portal_operation (kind, type, tries, reason, created_at)
    where state in ('waiting', 'in-doubt')`.execute(db)
}
