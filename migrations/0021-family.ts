import { sql, type Kysely } from 'kysely'

/** More kinds of guardians with a planned end, whose mobile carries what, and kinds of tasks as rows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await guardians(db)
  await carriers(db)
  await taskKinds(db)
}

async function guardians(db: Kysely<unknown>): Promise<void> {
  await sql`create table guardian_before as select * from guardian`.execute(db)
  await sql`drop table guardian`.execute(db)
  await sql`create table guardian (
    id integer primary key,
    child_id integer not null references patient (id),
    guardian_id integer not null references patient (id),
    kind text not null check (kind in ('parent', 'legal-guardian', 'foster-parent', 'child-welfare')),
    -- All messages about the child, save those another one was chosen for.
    carries_messages integer not null check (carries_messages in (0, 1)),
    period_start text not null,
    planned_end text check (planned_end is date(planned_end)),
    period_end text,
    ended_by text check (ended_by in ('desk', 'majority')),
    check (child_id <> guardian_id),
    check (ended_by is null or period_end is not null)
  ) strict`.execute(db)
  await sql`insert into guardian
    (id, child_id, guardian_id, kind, carries_messages, period_start, period_end)
    select id, child_id, guardian_id, kind, carries_messages, period_start, period_end
    from guardian_before order by id`.execute(db)
  await sql`drop table guardian_before`.execute(db)
  await sql`create unique index guardian_current on guardian (child_id, guardian_id) where period_end is null`.execute(
    db
  )
  await sql`create index guardian_of on guardian (guardian_id)`.execute(db)
}

async function carriers(db: Kysely<unknown>): Promise<void> {
  await sql`create table guardian_purpose (
    relation_id integer not null references guardian (id) on delete cascade,
    purpose text not null check (purpose in ('appointments', 'video', 'offers', 'texts')),
    primary key (relation_id, purpose)
  ) strict`.execute(db)
  await sql`create trigger guardian_purpose_one_carrier before insert on guardian_purpose
    when exists (
      select 1 from guardian as chosen
      join guardian as other on other.child_id = chosen.child_id and other.period_end is null
      join guardian_purpose as known on known.relation_id = other.id
      where chosen.id = new.relation_id and other.id <> chosen.id and known.purpose = new.purpose)
    begin select raise(abort, 'guardian-purpose-taken'); end`.execute(db)
}

/** A later kind is one more row of `task_kind`: the table of tasks need not be written anew for it. */
async function taskKinds(db: Kysely<unknown>): Promise<void> {
  await sql`create table task_kind (name text primary key) strict`.execute(db)
  for (const name of ['follow-up', 'other', 'video-late', 'majority'])
    await sql`insert into task_kind (name) values (${name})`.execute(db)
  // Rows that refer to a task miss it until it is back, which is looked at when the transaction ends.
  await sql`pragma defer_foreign_keys = on`.execute(db)
  await sql`create table task_before as select * from task`.execute(db)
  await sql`drop table task`.execute(db)
  await sql`create table task (
    id integer primary key,
    -- Whatever makes a task by itself names it, so that the same one is never made twice.
    key text unique,
    kind text not null references task_kind (name),
    title text not null,
    note text not null default '',
    patient_id integer references patient (id),
    appointment_id integer references appointment (id),
    due_on text not null check (due_on is date(due_on)),
    owner_id integer references user (id),
    created_at text not null,
    created_by integer references user (id),
    done_at text,
    done_by integer references user (id),
    is_removed integer not null default 0 check (is_removed in (0, 1)),
    check (title <> '' or kind <> 'other')
  ) strict`.execute(db)
  await sql`insert into task
    (id, key, kind, title, note, patient_id, appointment_id, due_on, owner_id, created_at, created_by, done_at,
     done_by, is_removed)
    select id, key, kind, title, note, patient_id, appointment_id, due_on, owner_id, created_at, created_by, done_at,
     done_by, is_removed
    from task_before order by id`.execute(db)
  await sql`drop table task_before`.execute(db)
  await sql`create index task_open on task (due_on, id) where done_at is null and is_removed = 0`.execute(db)
  await sql`create index task_done on task (done_at) where done_at is not null and is_removed = 0`.execute(db)
  await sql`create index task_patient on task (patient_id) where patient_id is not null`.execute(db)
}
