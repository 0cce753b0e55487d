import { sql, type Kysely } from 'kysely'

/**
 * Confidential patients, what stands out in the access log, legal holds, and deletion on request with what it leaves.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Why a record is opened is asked and logged: of somebody well known, and of who works here.
  await sql`alter table patient add column confidentiality text not null default 'none'
    check (confidentiality in ('none', 'vip', 'staff'))`.execute(db)
  // Null: a patient like any other. Else the row is emptied, and only says that there was one.
  await sql`alter table patient add column erased_at text`.execute(db)

  // How far the access log has been looked through for what stands out.
  await sql`create table access_watch (
    id integer primary key check (id = 1),
    entry_id integer not null,
    looked_at text
  ) strict`.execute(db)
  await sql`insert into access_watch (id, entry_id, looked_at) values (1, 0, null)`.execute(db)

  // Records opened by each user in each hour of the clinic's clock: what is usual for them.
  await sql`create table access_tally (
    user_id integer not null references user (id),
    local_date text not null check (local_date is date(local_date)),
    hour integer not null check (hour between 0 and 23),
    looks integer not null check (looks > 0),
    primary key (user_id, local_date, hour)
  ) strict, without rowid`.execute(db)

  await sql`create table access_finding (
    id integer primary key,
    -- Names what was found, so that the same is never found twice.
    key text not null unique,
    rule text not null check (rule in
      ('same-name', 'vip', 'colleague', 'protected', 'outside-hours', 'many-in-hour', 'many-in-day', 'no-occasion')),
    -- The entry of the access log that it was found at.
    entry_id integer not null,
    occurred_at text not null,
    local_date text not null check (local_date is date(local_date)),
    user_id integer not null references user (id),
    user_name text not null,
    patient_id integer references patient (id),
    -- JSON of the numbers that its sentence needs.
    facts text not null check (json_valid(facts)),
    reviewed_at text,
    reviewed_by integer references user (id),
    reviewed_by_name text,
    review_note text,
    check ((reviewed_at is null) = (review_note is null))
  ) strict`.execute(db)
  await sql`create index access_finding_day on access_finding (local_date, id)`.execute(db)
  await sql`create index access_finding_patient on access_finding (patient_id) where patient_id is not null`.execute(
    db
  )

  // Nothing of the patient is deleted while one stands.
  await sql`create table legal_hold (
    id integer primary key,
    patient_id integer not null references patient (id),
    reason text not null check (reason <> ''),
    -- The last day it stands; null: until it is lifted.
    until_date text check (until_date is date(until_date)),
    placed_at text not null,
    placed_by integer references user (id),
    placed_by_name text not null,
    lifted_at text,
    lifted_by integer references user (id),
    lifted_by_name text
  ) strict`.execute(db)
  await sql`create index legal_hold_patient on legal_hold (patient_id, id)`.execute(db)
  await sql`create index legal_hold_standing on legal_hold (placed_at) where lifted_at is null`.execute(db)

  await sql`create table erasure (
    id integer primary key,
    patient_id integer not null references patient (id),
    -- 'request': somebody asked; 'rule': the patient has had nothing to do with the clinic for as long as the rules say.
    origin text not null check (origin in ('request', 'rule')),
    reason text not null,
    state text not null check (state in ('asked', 'queued', 'refused', 'taken-back', 'done')),
    asked_at text not null,
    asked_by integer references user (id),
    asked_by_name text not null,
    approved_at text,
    approved_by integer references user (id),
    approved_by_name text,
    -- The clinic's day on which it happens, once it is approved.
    due_on text check (due_on is date(due_on)),
    ended_at text,
    ended_by integer references user (id),
    ended_by_name text,
    end_note text,
    -- JSON of how many rows of each kind went.
    removed text check (json_valid(removed)),
    check ((state = 'queued') <= (due_on is not null)),
    check ((state in ('refused', 'taken-back', 'done')) = (ended_at is not null)),
    -- Four eyes: nobody approves what they asked for.
    check (approved_by is null or asked_by is null or approved_by <> asked_by)
  ) strict`.execute(db)
  await sql`create unique index erasure_open on erasure (patient_id) where state in ('asked', 'queued')`.execute(
    db
  )
  await sql`create index erasure_due on erasure (due_on, id) where state = 'queued'`.execute(db)
  await sql`create index erasure_patient on erasure (patient_id, id)`.execute(db)

  // What the nightly round removed, kind by kind.
  await sql`create table retention_run (
    local_date text not null check (local_date is date(local_date)),
    kind text not null,
    removed integer not null,
    primary key (local_date, kind)
  ) strict, without rowid`.execute(db)

  // Holds a row only within the transaction that empties a patient; the histories below then let go of their content.
  await sql`create table erasing (patient_id integer primary key) strict`.execute(db)
  await letHistoriesBeEmptied(db)
}

/** Both histories stay append-only, but for what they hold of a patient who is being emptied. */
async function letHistoriesBeEmptied(db: Kysely<unknown>): Promise<void> {
  await sql`drop trigger appointment_change_no_update`.execute(db)
  await sql`create trigger appointment_change_no_update before update on appointment_change
    when (old.undone_by is not null or new.undone_by is null
      or old.appointment_id <> new.appointment_id or old.changed_at <> new.changed_at
      or old.user_id is not new.user_id or old.user_name <> new.user_name or old.kind <> new.kind
      or old.before <> new.before or old.after <> new.after
      or old.series_step_id is not new.series_step_id)
      and not (new.before = '{}' and new.after = '{}' and exists (
        select 1 from appointment join erasing using (patient_id) where appointment.id = old.appointment_id))
    begin select raise(abort, 'appointment-change-append-only'); end`.execute(db)
  await sql`drop trigger task_change_no_update`.execute(db)
  await sql`create trigger task_change_no_update before update on task_change
    when (old.undone_by is not null or new.undone_by is null
      or old.task_id <> new.task_id or old.changed_at <> new.changed_at
      or old.user_id is not new.user_id or old.user_name <> new.user_name or old.kind <> new.kind
      or old.before <> new.before or old.after <> new.after)
      and not (new.before = '{}' and new.after = '{}' and exists (
        select 1 from task join erasing using (patient_id) where task.id = old.task_id))
    begin select raise(abort, 'task-change-append-only'); end`.execute(db)
}
