import { sql, type Kysely } from 'kysely'

/** E-mail as the second channel: each message and code says by which one it goes, each patient which one is preferred. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table patient add column preferred_channel text not null default 'sms'
    check (preferred_channel in ('sms', 'email'))`.execute(db)
  await sql`alter table message add column channel text not null default 'sms' check (channel in ('sms', 'email'))`.execute(
    db
  )
  // The queue of SMS and that of e-mail are looked through apart.
  await sql`drop index message_due`.execute(db)
  await sql`create index message_due on message (channel, priority, due_at, id) where state = 'queued'`.execute(
    db
  )
  await sql`alter table one_time_code add column channel text not null default 'sms'
    check (channel in ('sms', 'email'))`.execute(db)
}
