import { sql, type Kysely } from 'kysely'

/** Waiting limits of each clinician, codes for the wall screen, delays said by hand and announced, and the purposes of the messages that go with it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table clinician add column wait_first_minutes integer check (wait_first_minutes between 1 and 240)`.execute(
    db
  )
  await sql`alter table clinician add column wait_second_minutes integer
    check ((wait_first_minutes is null) = (wait_second_minutes is null)
      and wait_second_minutes > wait_first_minutes and wait_second_minutes <= 480)`.execute(db)

  await sql`create table arrival_code (
    appointment_id integer primary key references appointment (id),
    local_date text not null,
    -- Two letters and two digits; never given twice on one day.
    code text not null check (code glob '[A-Z][A-Z][0-9][0-9]'),
    created_at text not null,
    unique (local_date, code)
  ) strict`.execute(db)

  await sql`create table clinician_delay (
    id integer primary key,
    clinician_id integer not null references clinician (id),
    local_date text not null,
    -- Null: counted again from here on.
    minutes integer check (minutes between 0 and 480),
    until_at text not null,
    set_at text not null,
    set_by integer references user (id),
    user_name text not null
  ) strict`.execute(db)
  await sql`create index clinician_delay_day on clinician_delay (local_date, clinician_id, id)`.execute(db)

  await sql`create table delay_notice (
    id integer primary key,
    clinician_id integer not null references clinician (id),
    local_date text not null,
    minutes integer not null check (minutes between 1 and 480),
    created_at text not null,
    created_by integer references user (id)
  ) strict`.execute(db)
  await sql`create index delay_notice_day on delay_notice (local_date, clinician_id)`.execute(db)
  await sql`create table delay_notice_entry (
    notice_id integer not null references delay_notice (id),
    patient_id integer not null references patient (id),
    appointment_id integer not null references appointment (id),
    -- How many steps of the delay it told of; each is told once.
    step integer not null check (step >= 0),
    message_id integer not null unique references message (id),
    primary key (appointment_id, step)
  ) strict, without rowid`.execute(db)
  await sql`create index delay_notice_entry_of on delay_notice_entry (notice_id)`.execute(db)

  for (const name of ['delay-notice', 'arrival-code'])
    await sql`insert into message_purpose (name) values (${name})`.execute(db)
}
