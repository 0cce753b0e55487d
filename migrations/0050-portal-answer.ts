import { sql, type Kysely } from 'kysely'

/** A text that says that the desk has answered at the portal, and not what. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`insert into message_purpose (name) values ('portal-answer')`.execute(db)
}
