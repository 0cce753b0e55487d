import { sql, type Kysely } from 'kysely'

/** The table of replies is written anew. */
export const changesData = true

/**
 * Asking patients by SMS whether the mobile is still theirs: who was asked in which round and what came of it, numbers
 * that somebody has said are not the patient's, and what that means for messages, replies and tasks. What became of a
 * message and how many stand where is kept by triggers, so that no step of the outbox and no figure on the page depends
 * on how many were asked.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`insert into message_purpose (name) values ('contact-check')`.execute(db)
  await sql`insert into task_kind (name) values ('number-disputed')`.execute(db)
  await sql`alter table patient_contact add column disputed_at text`.execute(db)
  await repliesToChecks(db)
  await createTables(db)
  await createTriggers(db)
  // By when the mobile was last confirmed; the same moment, as after an import, by id.
  await sql`create index patient_to_confirm on patient (rtrim(mobile_confirmed_at, 'Z'))
    where mobile_confirmed_at is not null`.execute(db)
}

/** What a reply did may also be that a mobile was confirmed or disputed. */
async function repliesToChecks(db: Kysely<unknown>): Promise<void> {
  await sql`alter table inbound_message add column did text check (did in
    ('asked', 'confirmed', 'cancelled', 'kept', 'refused', 'unanswered', 'offer-accepted', 'offer-declined',
     'offer-late', 'contact-confirmed', 'contact-disputed'))`.execute(db)
  await sql`update inbound_message set did = outcome where outcome is not null`.execute(db)
  await sql`alter table inbound_message drop column outcome`.execute(db)
  await sql`alter table inbound_message rename column did to outcome`.execute(db)
}

async function createTables(db: Kysely<unknown>): Promise<void> {
  await sql`create table contact_campaign (
    id integer primary key,
    -- done: everybody chosen was looked at; answers may still come.
    state text not null check (state in ('running', 'paused', 'stopped', 'done')),
    -- Whose mobile was last confirmed at this moment or before it.
    confirmed_until text not null,
    older_than_months integer not null,
    only_never_verified integer not null check (only_never_verified in (0, 1)),
    gp_clinician_id integer references clinician (id),
    not_asked_months integer not null,
    per_day integer not null check (per_day > 0),
    -- The last one looked at, in the order of when the mobile was confirmed.
    cursor_key text,
    cursor_id integer,
    -- The civil date on which messages were last written, and how many that day.
    filled_on text,
    filled integer not null,
    created_at text not null,
    created_by integer references user (id),
    ended_at text
  ) strict`.execute(db)
  await sql`create unique index contact_campaign_under_way on contact_campaign ((1))
    where state in ('running', 'paused')`.execute(db)

  await sql`create table contact_check (
    id integer primary key,
    campaign_id integer not null references contact_campaign (id),
    patient_id integer not null references patient (id),
    mobile text not null,
    -- One message serves all who share the number; null: none was written.
    message_id integer references message (id),
    -- held: taken back by a pause or a stop; cancelled: by a person in the outbox.
    delivery text not null check (delivery in
      ('excluded', 'held', 'queued', 'sent', 'delivered', 'failed', 'cancelled')),
    reason text,
    answer text check (answer in ('confirmed', 'disputed')),
    asked_at text not null,
    answered_at text,
    unique (campaign_id, patient_id)
  ) strict`.execute(db)
  await sql`create index contact_check_figure on contact_check (campaign_id, delivery, answer, id)`.execute(
    db
  )
  await sql`create index contact_check_mobile on contact_check (mobile, id)`.execute(db)
  await sql`create index contact_check_patient on contact_check (patient_id, id)`.execute(db)
  await sql`create index contact_check_message on contact_check (message_id) where message_id is not null`.execute(
    db
  )

  await sql`create table contact_check_tally (
    campaign_id integer not null references contact_campaign (id),
    delivery text not null,
    -- Empty: none.
    answer text not null,
    count integer not null,
    primary key (campaign_id, delivery, answer)
  ) strict, without rowid`.execute(db)
}

async function createTriggers(db: Kysely<unknown>): Promise<void> {
  const add = (row: 'new' | 'old', by: 1 | -1) =>
    sql.raw(`insert into contact_check_tally (campaign_id, delivery, answer, count)
      values (${row}.campaign_id, ${row}.delivery, coalesce(${row}.answer, ''), ${by})
      on conflict (campaign_id, delivery, answer) do update set count = count + ${by};`)
  await sql`create trigger contact_check_insert after insert on contact_check
    begin ${add('new', 1)} end`.execute(db)
  await sql`create trigger contact_check_delete after delete on contact_check
    begin ${add('old', -1)} end`.execute(db)
  await sql`create trigger contact_check_update after update of delivery, answer on contact_check
    when new.delivery <> old.delivery or new.answer is not old.answer
    begin ${add('old', -1)} ${add('new', 1)} end`.execute(db)

  await sql`create trigger contact_check_follows after update of state on message
    when new.purpose = 'contact-check' and new.state <> old.state
    begin
      update contact_check set
        delivery = case new.state
          when 'queued' then 'queued' when 'sending' then 'queued'
          when 'sent' then 'sent' when 'delivered' then 'delivered'
          when 'cancelled' then 'cancelled' else 'failed' end,
        reason = case when new.state in ('failed', 'uncertain', 'expired', 'blocked', 'superseded', 'cancelled')
          then coalesce(new.reason, new.state) else null end
      where message_id = new.id;
    end`.execute(db)
}
