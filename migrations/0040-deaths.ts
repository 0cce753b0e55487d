import { sql, type Kysely } from 'kysely'

/** Deaths recorded at the desk, what each ended so that a mistake can be put right, and the task about a child left alone. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`insert into task_kind (name) values ('guardian-deceased')`.execute(db)
  await sql`create table death (
    id integer primary key autoincrement,
    patient_id integer not null references patient (id),
    deceased_on text not null check (deceased_on is date(deceased_on)),
    -- Whom it was learned from.
    source text not null check (source in ('relative', 'hospital', 'register')),
    recorded_at text not null,
    user_id integer references user (id),
    user_name text not null,
    -- It was a mistake.
    taken_back_at text,
    taken_back_by integer references user (id),
    taken_back_name text,
    -- The recording that stands in its place, with another date or source.
    corrected_by integer references death (id),
    check ((taken_back_at is null) = (taken_back_name is null)),
    check (corrected_by is null or taken_back_at is not null)
  ) strict`.execute(db)
  await sql`create index death_patient on death (patient_id, id)`.execute(db)
  for (const [event, when] of [
    ['insert', 'insert'],
    ['update', 'update of patient_id']
  ])
    await sql`create trigger ${sql.raw(`death_patient_id_merged_${event}`)}
      before ${sql.raw(`${when} on death`)}
      when (select merged_into from patient where id = new.patient_id) is not null
      begin select raise(abort, 'patient-merged'); end`.execute(db)

  // What it ended, or made, row by row.
  await sql`create table death_part (
    death_id integer not null references death (id),
    part text not null check (part in
      ('appointment', 'message', 'problem', 'letter', 'waiting-list', 'task', 'guardian', 'child-task')),
    ref integer not null,
    -- The step of an appointment or a task that is to be taken back.
    change_id integer,
    -- JSON of what a guardian carried.
    was text check (json_valid(was)),
    -- What came of bringing it back.
    outcome text check (outcome in ('back', 'taken', 'past', 'changed')),
    primary key (death_id, part, ref)
  ) strict, without rowid`.execute(db)
}
