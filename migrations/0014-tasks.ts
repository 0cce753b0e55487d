import { sql, type Kysely } from 'kysely'

/**
 * Tasks at the desk with their history, who has taken on what is read from elsewhere, the two messages of a video
 * visit, and what reports look things up by.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table task (
    id integer primary key,
    -- Whatever makes a task by itself names it, so that the same one is never made twice.
    key text unique,
    kind text not null check (kind in ('follow-up', 'other', 'video-late')),
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
  await sql`create index task_open on task (due_on, id) where done_at is null and is_removed = 0`.execute(db)
  await sql`create index task_done on task (done_at) where done_at is not null and is_removed = 0`.execute(db)
  await sql`create index task_patient on task (patient_id) where patient_id is not null`.execute(db)

  await sql`create table task_change (
    id integer primary key autoincrement,
    task_id integer not null references task (id),
    changed_at text not null,
    user_id integer references user (id),
    user_name text not null,
    kind text not null check (kind in ('created', 'changed', 'assigned', 'done', 'reopened', 'undone')),
    -- The fields that changed, as they were and as they became.
    before text not null check (json_valid(before)),
    after text not null check (json_valid(after)),
    undone_by integer references task_change (id)
  ) strict`.execute(db)
  await sql`create index task_change_of on task_change (task_id, id)`.execute(db)
  await sql`create trigger task_change_no_update before update on task_change
    when old.undone_by is not null or new.undone_by is null
      or old.task_id <> new.task_id or old.changed_at <> new.changed_at
      or old.user_id is not new.user_id or old.user_name <> new.user_name or old.kind <> new.kind
      or old.before <> new.before or old.after <> new.after
    begin select raise(abort, 'task-change-append-only'); end`.execute(db)
  await sql`create trigger task_change_no_delete before delete on task_change
    begin select raise(abort, 'task-change-append-only'); end`.execute(db)

  // Who sees to a message that did not arrive, or to a patient's contact details; a reply knows its own.
  await sql`create table task_owner (
    subject text not null check (subject in ('message', 'contact')),
    subject_id integer not null,
    owner_id integer not null references user (id),
    primary key (subject, subject_id)
  ) strict`.execute(db)

  // What reports count by: whether a reminder has left, and what was written when.
  await sql`create index message_reminded on message (appointment_id)
    where purpose = 'appointment-reminder' and sent_at is not null`.execute(db)
  await sql`create index message_written on message
    (created_at, purpose, state, sent_at, parts_accepted, segments, cost_minor, appointment_id)`.execute(db)

  for (const name of ['video-link', 'video-late'])
    await sql`insert into message_purpose (name) values (${name})`.execute(db)
}
