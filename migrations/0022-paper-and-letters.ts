import { sql, type Kysely } from 'kysely'

export const changesData = true

/**
 * Consent given on a signed form, and decisions taken back as mistakes; letters to those who are not reached by SMS or
 * e-mail, with the clinic's own texts for them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await renewDecisions(db)

  await sql`create table letter (
    id integer primary key autoincrement,
    -- Whatever makes a letter by itself names it, so that the same one is never made twice.
    key text unique,
    patient_id integer not null references patient (id),
    appointment_id integer references appointment (id),
    about_start text,
    -- The message it stands in for.
    message_id integer references message (id) on delete set null,
    kind text not null check (kind in
      ('appointment', 'appointment-changed', 'appointment-cancelled', 'contact-details', 'recall', 'general')),
    language text not null check (language in ('nb', 'nn', 'da', 'nl', 'en')),
    subject text not null,
    body text not null,
    -- Null: a person wrote it, and it is printed as it stands.
    template_version integer,
    cause text not null check (cause in ('reserved', 'unreachable', 'failed', 'desk')),
    state text not null check (state in ('waiting', 'printed', 'withdrawn')),
    -- Why it was withdrawn.
    reason text,
    created_at text not null,
    created_by integer references user (id),
    printed_at text,
    printed_by integer references user (id),
    ended_at text,
    check ((state = 'printed') = (printed_at is not null)),
    check ((state = 'withdrawn') = (ended_at is not null)),
    check ((appointment_id is null) = (about_start is null))
  ) strict`.execute(db)
  await sql`create index letter_waiting on letter (id) where state = 'waiting'`.execute(db)
  await sql`create index letter_printed on letter (printed_at, id) where state = 'printed'`.execute(db)
  await sql`create index letter_patient on letter (patient_id, id)`.execute(db)
  await sql`create index letter_appointment on letter (appointment_id, id) where appointment_id is not null`.execute(
    db
  )
  await sql`create index letter_message on letter (message_id) where message_id is not null`.execute(db)

  await sql`create table letter_step (
    id integer primary key autoincrement,
    letter_id integer not null references letter (id),
    step text not null check (step in ('made', 'printed', 'printed-again', 'taken-back', 'withdrawn', 'restored')),
    taken_at text not null,
    user_id integer references user (id)
  ) strict`.execute(db)
  await sql`create index letter_step_of on letter_step (letter_id, id)`.execute(db)
  await sql`create trigger letter_step_no_update before update on letter_step
    begin select raise(abort, 'letter-step-append-only'); end`.execute(db)

  await sql`create table letter_template (
    id integer primary key,
    kind text not null,
    language text not null check (language in ('nb', 'nn', 'da', 'nl', 'en')),
    version integer not null,
    subject text not null,
    body text not null,
    created_at text not null,
    created_by integer references user (id),
    unique (kind, language, version)
  ) strict`.execute(db)
}

/** SQLite widens no check in place: the rows move to a table that allows more, with every index and trigger there is. */
async function renewDecisions(db: Kysely<unknown>): Promise<void> {
  const { rows: around } = await sql<{ sql: string }>`select sql from sqlite_schema
    where tbl_name = 'consent_decision' and type in ('index', 'trigger') and sql is not null`.execute(db)
  await sql`create table consent_decision_new (
    id integer primary key,
    patient_id integer not null references patient (id),
    -- Null: a reservation, which concerns every purpose and channel.
    purpose text check (purpose in
      ('appointment-reminder', 'one-time-code', 'message-notice', 'video-link', 'waiting-list-offer', 'recall')),
    channel text check (channel in ('sms', 'email')),
    -- Undecided: what was recorded before was a mistake, and nothing had been decided.
    decision text not null check (decision in ('given', 'withdrawn', 'undecided', 'reserved', 'reservation-ended')),
    legal_basis text not null check (legal_basis in ('consent', 'number-given', 'none')),
    wording_version text not null,
    decided_at text not null,
    how text not null check (how in ('desk', 'portal', 'sms-reply', 'paper', 'import')),
    -- The day written beside the signature on a form.
    signed_on text check (signed_on is date(signed_on)),
    -- The row that this one takes back.
    undoes integer references consent_decision (id),
    user_id integer references user (id),
    check ((purpose is null) = (decision in ('reserved', 'reservation-ended'))),
    check ((purpose is null) = (channel is null)),
    check ((how = 'paper') = (signed_on is not null)),
    check (decision <> 'undecided' or undoes is not null)
  ) strict`.execute(db)
  await sql`insert into consent_decision_new
    (id, patient_id, purpose, channel, decision, legal_basis, wording_version, decided_at, how, user_id)
    select id, patient_id, purpose, channel, decision, legal_basis, wording_version, decided_at, how, user_id
    from consent_decision order by id`.execute(db)
  await sql`drop table consent_decision`.execute(db)
  await sql`alter table consent_decision_new rename to consent_decision`.execute(db)
  for (const each of around) await sql.raw(each.sql).execute(db)
}
