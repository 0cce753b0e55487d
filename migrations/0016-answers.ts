import { sql, type Kysely } from 'kysely'

/** The answers to a text that came in are found by it, however many messages there are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index message_answer on message (answer_to) where answer_to is not null`.execute(db)
}
