import { sql, type Kysely } from 'kysely'

/** What waits is put off no longer than to its expiry. */
export const changesData = true

/**
 * Nothing expires before it is due, so what has expired is found among what is due: an index less, which was a page to
 * encrypt and to put on disk with every message planned and with every one sent.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`update message set due_at = expires_at where state = 'queued' and due_at > expires_at`.execute(db)
  await sql`drop index message_expiry`.execute(db)
  await sql`drop index message_due`.execute(db)
  await sql`create index message_due on message (channel, priority, due_at, id, expires_at) where state = 'queued'`.execute(
    db
  )
}
