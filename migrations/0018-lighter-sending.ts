import { sql, type Kysely } from 'kysely'

/**
 * What sending writes: an index is a page more to encrypt and to put on disk with every message, so the two that no
 * query uses go. A report finds its part without a look at every part that ever had the same reference.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`drop index message_attempt_of`.execute(db)
  await sql`drop index message_part_submitted`.execute(db)
  await sql`drop index message_part_reference`.execute(db)
  await sql`create index message_part_reference on message_part (mr, submitted_at, recipient) where state = 'accepted'`.execute(
    db
  )
}
