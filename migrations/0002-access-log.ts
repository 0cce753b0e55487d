import { sql, type Kysely } from 'kysely'

/**
 * Who looked at or changed which patient, appended and hash-chained (pasientjournalloven § 22). The head row counts the
 * entries and repeats the last hash, so that a missing last entry is noticed too.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table access_log (
    id integer primary key autoincrement,
    occurred_at text not null,
    user_id integer references user (id),
    user_name text not null,
    role text not null,
    action text not null,
    patient_id integer,
    reason text,
    detail text,
    previous_hash text not null,
    hash text not null
  ) strict`.execute(db)
  await sql`create index access_log_patient on access_log (patient_id, id)`.execute(db)
  await sql`create table access_log_head (
    id integer primary key check (id = 1),
    entries integer not null,
    hash text not null
  ) strict`.execute(db)
  await sql`insert into access_log_head (id, entries, hash) values (1, 0, '')`.execute(db)
  await sql`create trigger access_log_no_update before update on access_log
    begin select raise(abort, 'access-log-append-only'); end`.execute(db)
  await sql`create trigger access_log_no_delete before delete on access_log
    begin select raise(abort, 'access-log-append-only'); end`.execute(db)
}
