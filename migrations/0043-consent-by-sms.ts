import { sql, type Kysely } from 'kysely'

/** The table of replies is written anew. */
export const changesData = true

/**
 * Consent asked for and given by SMS: which question a message puts, in which words, and which decision its answer made.
 * Whose it is stands with the message.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`insert into message_purpose (name) values ('consent-ask')`.execute(db)
  await sql`create table consent_question (
    message_id integer primary key references message (id),
    purpose text not null check (purpose in
      ('appointment-reminder', 'one-time-code', 'message-notice', 'video-link', 'waiting-list-offer', 'recall')),
    wording_version text not null,
    -- Null: not answered, or answered with what the desk has to read.
    answer text check (answer in ('given', 'withdrawn')),
    inbound_message_id integer references inbound_message (id),
    decision_id integer references consent_decision (id),
    check ((answer is null) = (inbound_message_id is null)),
    check ((answer is null) = (decision_id is null))
  ) strict`.execute(db)
  await sql`create index consent_question_decision on consent_question (decision_id)
    where decision_id is not null`.execute(db)
  await repliesAboutConsent(db)
}

/** What a reply did may also be that a consent was given or refused, or that reminders go out again. */
async function repliesAboutConsent(db: Kysely<unknown>): Promise<void> {
  await sql`alter table inbound_message add column did text check (did in
    ('asked', 'confirmed', 'cancelled', 'kept', 'refused', 'unanswered', 'offer-accepted', 'offer-declined',
     'offer-late', 'contact-confirmed', 'contact-disputed', 'restarted', 'consent-given', 'consent-declined'))`.execute(
    db
  )
  await sql`update inbound_message set did = outcome where outcome is not null`.execute(db)
  await sql`alter table inbound_message drop column outcome`.execute(db)
  await sql`alter table inbound_message rename column did to outcome`.execute(db)
}
