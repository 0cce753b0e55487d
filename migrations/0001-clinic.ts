import { sql, type Kysely } from 'kysely'

/** Settings, users, clinicians with their hours, rooms. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table setting (name text primary key, value text not null check (json_valid(value))) strict, without rowid`.execute(
    db
  )
  await sql`create table user (
    id integer primary key,
    name text not null,
    initials text not null,
    role text not null check (role in ('receptionist', 'clinician', 'manager')),
    language text check (language in ('nb', 'nn', 'da', 'nl', 'en')),
    password_hash text not null,
    is_active integer not null check (is_active in (0, 1)),
    failed_attempts integer not null default 0,
    locked_until text,
    created_at text not null
  ) strict`.execute(db)
  await sql`create table room (
    id integer primary key,
    name text not null unique collate nocase,
    is_active integer not null check (is_active in (0, 1)),
    sort_order integer not null
  ) strict`.execute(db)
  await sql`create table clinician (
    id integer primary key,
    name text not null unique collate nocase,
    initials text not null,
    colour text not null,
    is_active integer not null check (is_active in (0, 1)),
    user_id integer unique references user (id),
    default_room_id integer references room (id),
    sort_order integer not null
  ) strict`.execute(db)
  await sql`create table working_hours (
    id integer primary key,
    clinician_id integer not null references clinician (id),
    weekday integer not null check (weekday between 1 and 7),
    start_minute integer not null check (start_minute between 0 and 1440),
    end_minute integer not null check (end_minute between 0 and 1440),
    check (start_minute < end_minute)
  ) strict`.execute(db)
  await sql`create index working_hours_clinician on working_hours (clinician_id, weekday, start_minute)`.execute(
    db
  )
}
