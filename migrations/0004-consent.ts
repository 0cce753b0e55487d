import { sql, type Kysely } from 'kysely'

/** Decisions about consent, appended; today's state is the newest row of a purpose and channel. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table consent_decision (
    id integer primary key,
    patient_id integer not null references patient (id),
    -- Null: a reservation, which concerns every purpose and channel.
    purpose text check (purpose in
      ('appointment-reminder', 'one-time-code', 'message-notice', 'video-link', 'waiting-list-offer', 'recall')),
    channel text check (channel in ('sms', 'email')),
    decision text not null check (decision in ('given', 'withdrawn', 'reserved', 'reservation-ended')),
    legal_basis text not null check (legal_basis in ('consent', 'number-given', 'none')),
    wording_version text not null,
    decided_at text not null,
    how text not null check (how in ('desk', 'portal', 'sms-reply', 'import')),
    user_id integer references user (id),
    check ((purpose is null) = (decision in ('reserved', 'reservation-ended'))),
    check ((purpose is null) = (channel is null))
  ) strict`.execute(db)
  await sql`create index consent_decision_state on consent_decision (patient_id, purpose, channel, id)`.execute(
    db
  )
  await sql`create trigger consent_decision_no_update before update on consent_decision
    begin select raise(abort, 'consent-append-only'); end`.execute(db)
  await sql`create trigger consent_decision_no_delete before delete on consent_decision
    begin select raise(abort, 'consent-append-only'); end`.execute(db)
}
