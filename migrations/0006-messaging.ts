import { sql, type Kysely } from 'kysely'

/** The outbox with its parts and attempts, what came in, one-time codes and message templates. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table message (
    id integer primary key autoincrement,
    -- Whatever plans a message names it, so that the same one is never put in twice.
    key text not null unique,
    patient_id integer references patient (id),
    appointment_id integer references appointment (id),
    -- The appointment's start that the text tells of.
    about_start text,
    reminder_hours integer,
    answer_to integer references inbound_message (id),
    purpose text not null check (purpose in
      ('booking-confirmation', 'appointment-reminder', 'move-notice', 'cancellation-notice', 'one-time-code',
       'free-text', 'answer', 'operator')),
    language text not null check (language in ('nb', 'nn', 'da', 'nl', 'en')),
    -- E.164; null while the patient has no mobile.
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
    check (code_digits is null or purpose = 'one-time-code'),
    check (code_digits is null or state in ('queued', 'sending'))
  ) strict`.execute(db)
  await sql`create index message_due on message (priority, due_at, id) where state = 'queued'`.execute(db)
  await sql`create index message_expiry on message (expires_at) where state = 'queued'`.execute(db)
  await sql`create index message_sending on message (id) where state = 'sending'`.execute(db)
  await sql`create index message_open_problem on message (state, id) where settled_at is null and state in ('failed', 'uncertain', 'expired', 'blocked')`.execute(
    db
  )
  await sql`create index message_sent on message (sent_at) where sent_at is not null`.execute(db)
  await sql`create index message_failed on message (ended_at) where state = 'failed'`.execute(db)
  await sql`create index message_appointment on message (appointment_id, id) where appointment_id is not null`.execute(
    db
  )
  await sql`create index message_patient on message (patient_id, id) where patient_id is not null`.execute(db)

  await sql`create table message_part (
    id integer primary key,
    message_id integer not null references message (id),
    part integer not null,
    total integer not null,
    recipient text not null,
    imei text,
    -- TP-MR: how the network's reports name it; counts modulo 256 for each modem.
    mr integer,
    -- 'submitted' stands on disk before the modem is touched.
    state text not null check (state in ('submitted', 'accepted', 'refused', 'unknown', 'not-sent')),
    submitted_at text not null,
    accepted_at text,
    report_status integer,
    report_outcome text check (report_outcome in ('delivered', 'pending', 'failed')),
    reported_at text,
    unique (message_id, part)
  ) strict`.execute(db)
  await sql`create index message_part_reference on message_part (mr, id) where state = 'accepted'`.execute(db)
  await sql`create index message_part_unknown on message_part (id) where state = 'unknown'`.execute(db)
  await sql`create index message_part_submitted on message_part (id) where state = 'submitted'`.execute(db)

  await sql`create table message_attempt (
    id integer primary key,
    message_id integer not null references message (id),
    part integer not null,
    started_at text not null,
    ended_at text not null,
    imei text,
    outcome text not null check (outcome in ('accepted', 'refused', 'unknown', 'not-sent', 'interrupted')),
    code text
  ) strict`.execute(db)
  await sql`create index message_attempt_of on message_attempt (message_id, id)`.execute(db)
  await sql`create trigger message_attempt_no_update before update on message_attempt
    begin select raise(abort, 'message-attempt-append-only'); end`.execute(db)
  await sql`create trigger message_attempt_no_delete before delete on message_attempt
    begin select raise(abort, 'message-attempt-append-only'); end`.execute(db)

  // Reports that came before the answer they belong to; kept for minutes.
  await sql`create table early_report (
    id integer primary key,
    imei text,
    mr integer not null,
    recipient text not null,
    status integer not null,
    outcome text not null check (outcome in ('delivered', 'pending', 'failed')),
    smsc_at text,
    received_at text not null
  ) strict`.execute(db)

  await sql`create table inbound_message (
    id integer primary key autoincrement,
    sender text not null,
    patient_id integer references patient (id),
    body text not null,
    is_complete integer not null check (is_complete in (0, 1)),
    received_at text not null,
    is_read integer not null check (is_read in (0, 1)),
    handled_as text not null check (handled_as in ('stop', 'desk')),
    handled_at text,
    handled_by integer references user (id)
  ) strict`.execute(db)
  await sql`create index inbound_message_unread on inbound_message (id) where is_read = 0`.execute(db)
  await sql`create index inbound_message_patient on inbound_message (patient_id, id) where patient_id is not null`.execute(
    db
  )
  await sql`create index inbound_message_sender on inbound_message (sender, id)`.execute(db)

  await sql`create table inbound_part (
    id integer primary key,
    -- The PDU's digest: the SIM offers a message again when the program died between storing and deleting it.
    pdu_digest text not null,
    sent_at text not null,
    imei text,
    sender text not null,
    body text not null,
    reference integer,
    reference_bits integer,
    part integer not null,
    total integer not null,
    received_at text not null,
    inbound_message_id integer references inbound_message (id),
    unique (pdu_digest, sent_at)
  ) strict`.execute(db)
  await sql`create index inbound_part_joining on inbound_part (sender, reference, total, reference_bits, received_at) where reference is not null`.execute(
    db
  )
  await sql`create index inbound_part_waiting on inbound_part (received_at) where inbound_message_id is null`.execute(
    db
  )

  await sql`create table one_time_code (
    id integer primary key,
    patient_id integer not null references patient (id),
    mobile text not null,
    -- HMAC of the digits, keyed and salted; the digits stand nowhere.
    code_hash text not null,
    salt text not null,
    message_id integer not null unique references message (id),
    state text not null check (state in ('active', 'used', 'replaced', 'ended', 'expired')),
    tries integer not null default 0,
    asked_at text not null,
    asked_by integer references user (id),
    expires_at text not null,
    ended_at text
  ) strict`.execute(db)
  await sql`create unique index one_time_code_active on one_time_code (patient_id) where state = 'active'`.execute(
    db
  )
  await sql`create index one_time_code_patient on one_time_code (patient_id, id)`.execute(db)
  await sql`create index one_time_code_mobile on one_time_code (mobile, asked_at)`.execute(db)
  await sql`create table message_template (
    id integer primary key,
    purpose text not null,
    language text not null check (language in ('nb', 'nn', 'da', 'nl', 'en')),
    version integer not null,
    body text not null,
    created_at text not null,
    created_by integer references user (id),
    unique (purpose, language, version)
  ) strict`.execute(db)
}
