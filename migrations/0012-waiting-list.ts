import { sql, type Kysely } from 'kysely'

/** The table of messages is written anew. */
export const changesData = true

/** The waiting list for earlier times, places held while they are offered, and what a message may be for as rows. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await purposesAsRows(db)
  await repliesToOffers(db)
  await heldPlaces(db)
  await waitingList(db)
}

const PURPOSES = [
  'booking-confirmation',
  'appointment-reminder',
  'move-notice',
  'cancellation-notice',
  'one-time-code',
  'free-text',
  'answer',
  'operator',
  'waiting-list-offer',
  'waiting-list-notice'
]

/** A later purpose is one more row of `message_purpose`: the table of messages need not be written anew for it. */
async function purposesAsRows(db: Kysely<unknown>): Promise<void> {
  await sql`create table message_purpose (name text primary key) strict`.execute(db)
  for (const name of PURPOSES) await sql`insert into message_purpose (name) values (${name})`.execute(db)
  // Rows that refer to a message miss it until it is back, which is looked at when the transaction ends.
  await sql`pragma defer_foreign_keys = on`.execute(db)
  await sql`create index reply_question_message on reply_question (message_id)`.execute(db)
  await sql`create table message_before as select * from message`.execute(db)
  await sql`drop table message`.execute(db)
  await sql`create table message (
    id integer primary key autoincrement,
    -- Whatever plans a message names it, so that the same one is never put in twice.
    key text not null unique,
    patient_id integer references patient (id),
    appointment_id integer references appointment (id),
    -- The start of the appointment, or of the place offered, that the text tells of.
    about_start text,
    reminder_hours integer,
    answer_to integer references inbound_message (id),
    purpose text not null references message_purpose (name),
    language text not null check (language in ('nb', 'nn', 'da', 'nl', 'en')),
    -- E.164, or an e-mail address; null while the patient has none.
    recipient text,
    body text not null,
    -- The digits of a one-time code until it has left or ended; the body holds a mark in their place.
    code_digits text,
    template_version integer,
    priority integer not null check (priority between 0 and 2),
    not_before text not null,
    due_at text not null,
    expires_at text not null,
    state text not null check (state in
      ('queued', 'sending', 'sent', 'delivered', 'failed', 'uncertain', 'expired', 'superseded', 'blocked', 'cancelled')),
    reason text,
    segments integer not null,
    cost_minor integer not null,
    parts_accepted integer not null default 0,
    attempts integer not null default 0,
    -- Refusals that count against the number of retries.
    tries integer not null default 0,
    created_at text not null,
    created_by integer references user (id),
    sent_at text,
    delivered_at text,
    ended_at text,
    settled_at text,
    channel text not null default 'sms' check (channel in ('sms', 'email')),
    check (code_digits is null or purpose = 'one-time-code'),
    check (code_digits is null or state in ('queued', 'sending'))
  ) strict`.execute(db)
  await sql`insert into message select * from message_before order by id`.execute(db)
  await sql`drop table message_before`.execute(db)
  for (const index of MESSAGE_INDEXES) await sql.raw(`create index ${index}`).execute(db)
}

/** As they were. */
const MESSAGE_INDEXES = [
  `message_due on message (channel, priority, due_at, id) where state = 'queued'`,
  `message_expiry on message (expires_at) where state = 'queued'`,
  `message_sending on message (id) where state = 'sending'`,
  `message_open_problem on message (state, id) where settled_at is null and state in ('failed', 'uncertain', 'expired', 'blocked')`,
  `message_sent on message (sent_at) where sent_at is not null`,
  `message_failed on message (ended_at) where state = 'failed'`,
  `message_appointment on message (appointment_id, id) where appointment_id is not null`,
  `message_patient on message (patient_id, id) where patient_id is not null`,
  `message_uncertain on message (ended_at) where state = 'uncertain'`,
  `message_reminder_queued on message (about_start) where state = 'queued' and purpose = 'appointment-reminder'`
]

/** What a reply did may also be that a place was taken or left. */
async function repliesToOffers(db: Kysely<unknown>): Promise<void> {
  await sql`alter table inbound_message add column did text check (did in
    ('asked', 'confirmed', 'cancelled', 'kept', 'refused', 'unanswered', 'offer-accepted', 'offer-declined',
     'offer-late'))`.execute(db)
  await sql`update inbound_message set did = outcome where outcome is not null`.execute(db)
  await sql`alter table inbound_message drop column outcome`.execute(db)
  await sql`alter table inbound_message rename column did to outcome`.execute(db)
}

/** The database refuses a booking on a held place as it refuses one on a taken place, unless it is overbooked on purpose. */
async function heldPlaces(db: Kysely<unknown>): Promise<void> {
  await sql`create table slot_hold (
    id integer primary key,
    clinician_id integer not null references clinician (id),
    -- UTC, whole minutes, as in the table of appointments.
    start_at text not null check (start_at is strftime('%Y-%m-%dT%H:%M:00Z', start_at)),
    end_at text not null check (end_at is strftime('%Y-%m-%dT%H:%M:00Z', end_at)),
    held_at text not null,
    released_at text,
    check (start_at < end_at)
  ) strict`.execute(db)
  await sql`create index slot_hold_standing on slot_hold (clinician_id, start_at, end_at) where released_at is null`.execute(
    db
  )
  await sql`create trigger slot_hold_no_overlap after insert on slot_hold
    when exists (
      select 1 from appointment
      where appointment.clinician_id = new.clinician_id
        and appointment.start_at > strftime('%Y-%m-%dT%H:%M:00Z', new.start_at, '-720 minutes')
        and appointment.start_at < new.end_at
        and appointment.end_at > new.start_at
        and appointment.is_live)
      or exists (
        select 1 from slot_hold as other
        where other.released_at is null
          and other.clinician_id = new.clinician_id
          and other.start_at < new.end_at
          and other.end_at > new.start_at
          and other.id <> new.id)
    begin select raise(abort, 'slot-hold-overlap'); end`.execute(db)
  await sql`create trigger appointment_not_on_hold_insert after insert on appointment
    when new.is_overbooked = 0 and new.is_live and exists (
      select 1 from slot_hold
      where slot_hold.released_at is null
        and slot_hold.clinician_id = new.clinician_id
        and slot_hold.start_at < new.end_at
        and slot_hold.end_at > new.start_at)
    begin select raise(abort, 'appointment-held'); end`.execute(db)
  await sql`create trigger appointment_not_on_hold_update
    after update of clinician_id, start_at, end_at, status, is_overbooked, is_left_unseen on appointment
    when new.is_overbooked = 0 and new.is_live
      and (not old.is_live or old.is_overbooked = 1 or old.clinician_id <> new.clinician_id
        or new.start_at < old.start_at or new.end_at > old.end_at)
      and exists (
        select 1 from slot_hold
        where slot_hold.released_at is null
          and slot_hold.clinician_id = new.clinician_id
          and slot_hold.start_at < new.end_at
          and slot_hold.end_at > new.start_at)
    begin select raise(abort, 'appointment-held'); end`.execute(db)
}

async function waitingList(db: Kysely<unknown>): Promise<void> {
  await sql`create table waiting_list_entry (
    id integer primary key,
    version integer not null default 1,
    patient_id integer not null references patient (id),
    -- The appointment that is to be moved earlier; null: the patient has none yet.
    appointment_id integer references appointment (id),
    -- Null: any.
    clinician_id integer references clinician (id),
    type_id integer not null references appointment_type (id),
    duration_minutes integer not null check (duration_minutes between 5 and 480),
    -- Bit 0 is Monday.
    weekdays integer not null check (weekdays between 1 and 127),
    from_minute integer not null check (from_minute between 0 and 1439),
    until_minute integer not null check (until_minute between 1 and 1440),
    until_date text check (until_date is date(until_date)),
    -- How long before the start the patient must know.
    notice_minutes integer not null check (notice_minutes between 0 and 10080),
    priority integer not null check (priority between 1 and 3),
    note text not null default '',
    state text not null check (state in ('waiting', 'placed', 'removed', 'expired', 'appointment-gone')),
    created_at text not null,
    created_by integer references user (id),
    ended_at text,
    -- The step by which the patient got the time; taken back, the patient waits again.
    placed_by_change integer references appointment_change (id),
    check (from_minute < until_minute),
    check ((state = 'waiting') = (ended_at is null))
  ) strict`.execute(db)
  await sql`create index waiting_list_entry_order on waiting_list_entry (priority, created_at, id) where state = 'waiting'`.execute(
    db
  )
  await sql`create index waiting_list_entry_patient on waiting_list_entry (patient_id, id)`.execute(db)
  await sql`create index waiting_list_entry_appointment on waiting_list_entry (appointment_id) where appointment_id is not null`.execute(
    db
  )

  await sql`create table waiting_list_gap (
    id integer primary key,
    clinician_id integer not null references clinician (id),
    start_at text not null check (start_at is strftime('%Y-%m-%dT%H:%M:00Z', start_at)),
    end_at text not null check (end_at is strftime('%Y-%m-%dT%H:%M:00Z', end_at)),
    local_date text not null check (local_date is date(local_date)),
    local_time text not null check (local_time is strftime('%H:%M', local_time)),
    cause text not null check (cause in ('cancelled', 'moved', 'resized', 'no-show', 'left-unseen', 'undone', 'desk')),
    opened_at text not null,
    state text not null check (state in ('open', 'filled', 'dismissed', 'past')),
    ended_at text,
    check (start_at < end_at),
    check ((state = 'open') = (ended_at is null))
  ) strict`.execute(db)
  await sql`create index waiting_list_gap_open on waiting_list_gap (start_at, id) where state = 'open'`.execute(
    db
  )

  await sql`create table waiting_list_round (
    id integer primary key,
    gap_id integer not null references waiting_list_gap (id),
    hold_id integer not null unique references slot_hold (id),
    mode text not null check (mode in ('in-turn', 'first-come')),
    answer_minutes integer not null check (answer_minutes between 5 and 1440),
    state text not null check (state in ('running', 'won', 'nobody', 'stopped', 'past')),
    started_at text not null,
    started_by integer references user (id),
    ended_at text,
    winner_id integer references waiting_list_offer (id),
    check ((state = 'running') = (ended_at is null)),
    check ((state = 'won') = (winner_id is not null))
  ) strict`.execute(db)
  // One place is offered in one round at a time.
  await sql`create unique index waiting_list_round_running on waiting_list_round (gap_id) where state = 'running'`.execute(
    db
  )

  await sql`create table waiting_list_offer (
    id integer primary key,
    round_id integer not null references waiting_list_round (id),
    entry_id integer not null references waiting_list_entry (id),
    position integer not null,
    state text not null check (state in
      ('next', 'open', 'accepted', 'declined', 'unanswered', 'undelivered', 'taken', 'withdrawn', 'skipped')),
    -- Why it was skipped or could not be delivered.
    reason text,
    recipient text,
    -- What an answer names when several offers are open to one mobile.
    code integer check (code between 1 and 99),
    message_id integer unique references message (id),
    offered_at text,
    expires_at text,
    ended_at text,
    answered_how text check (answered_how in ('sms', 'telephone')),
    unique (round_id, entry_id),
    check (state <> 'open' or (recipient is not null and code is not null and message_id is not null
      and offered_at is not null and expires_at is not null)),
    check ((state in ('next', 'open')) = (ended_at is null))
  ) strict`.execute(db)
  // At most one wins.
  await sql`create unique index waiting_list_offer_won on waiting_list_offer (round_id) where state = 'accepted'`.execute(
    db
  )
  await sql`create index waiting_list_offer_open on waiting_list_offer (expires_at) where state = 'open'`.execute(
    db
  )
  await sql`create index waiting_list_offer_recipient on waiting_list_offer (recipient, offered_at) where recipient is not null`.execute(
    db
  )
  await sql`create index waiting_list_offer_entry on waiting_list_offer (entry_id, id)`.execute(db)
}
