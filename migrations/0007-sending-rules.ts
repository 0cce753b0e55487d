import { sql, type Kysely } from 'kysely'

/** What replies did and to which appointments, questions asked by SMS, reminders sent as one, texts to lists, reminders by type. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // What the program did with a reply beyond `handled_as`; null for the desk's.
  await sql`alter table inbound_message add column outcome text check (outcome in
    ('asked', 'confirmed', 'cancelled', 'kept', 'refused', 'unanswered'))`.execute(db)
  await sql`alter table inbound_message add column is_late integer not null default 0 check (is_late in (0, 1))`.execute(
    db
  )
  await sql`alter table inbound_message add column assigned_to integer references user (id)`.execute(db)
  await sql`create index inbound_message_assigned on inbound_message (assigned_to, id) where assigned_to is not null`.execute(
    db
  )
  await sql`create table inbound_appointment (
    inbound_message_id integer not null references inbound_message (id),
    appointment_id integer not null references appointment (id),
    -- The start the reply spoke of.
    start_at text not null,
    outcome text not null check (outcome in ('confirmed', 'cancelled', 'refused')),
    primary key (inbound_message_id, appointment_id)
  ) strict`.execute(db)
  await sql`create index inbound_appointment_of on inbound_appointment (appointment_id, inbound_message_id)`.execute(
    db
  )

  await sql`create table reply_question (
    id integer primary key,
    sender text not null,
    kind text not null check (kind in ('confirm', 'cancel')),
    -- The reply that made it necessary, and the SMS that asks.
    inbound_message_id integer not null references inbound_message (id),
    message_id integer not null references message (id),
    asked_at text not null,
    expires_at text not null,
    state text not null check (state in ('open', 'answered', 'replaced', 'unanswered'))
  ) strict`.execute(db)
  await sql`create index reply_question_sender on reply_question (sender, id)`.execute(db)
  await sql`create index reply_question_open on reply_question (expires_at) where state = 'open'`.execute(db)
  await sql`create table reply_option (
    question_id integer not null references reply_question (id),
    number integer not null,
    appointment_id integer not null references appointment (id),
    start_at text not null,
    primary key (question_id, number)
  ) strict`.execute(db)

  // A reminder that was not sent by itself because another one of the same day speaks for it.
  await sql`create table message_group (
    member_id integer primary key references message (id),
    leader_id integer not null references message (id)
  ) strict`.execute(db)
  await sql`create index message_group_leader on message_group (leader_id)`.execute(db)

  await sql`create table message_list (
    id integer primary key autoincrement,
    clinician_id integer not null references clinician (id),
    local_date text not null,
    body text not null,
    created_at text not null,
    created_by integer references user (id),
    stopped_at text
  ) strict`.execute(db)
  await sql`create table message_list_entry (
    list_id integer not null references message_list (id),
    patient_id integer not null references patient (id),
    appointment_id integer not null references appointment (id),
    message_id integer unique references message (id),
    -- Why nothing goes to this patient.
    reason text,
    primary key (list_id, appointment_id),
    check ((message_id is null) <> (reason is null))
  ) strict`.execute(db)

  // JSON list of hours; null: as the clinic's settings say.
  await sql`alter table appointment_type add column reminder_hours text`.execute(db)
  await sql`create index message_uncertain on message (ended_at) where state = 'uncertain'`.execute(db)
  await sql`create index message_reminder_queued on message (about_start) where state = 'queued' and purpose = 'appointment-reminder'`.execute(
    db
  )
}
