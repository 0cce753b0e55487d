import { sql, type Kysely } from 'kysely'

/**
 * Logins at the patient portal by the clinic's own codes: what was asked for, what was typed (never the digits), who may
 * register, how each account stands, and what the portal is still to be told of it. Patients are named by the id they
 * have at the portal, since it is an account there that all of this is about.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await requests(db)
  await accounts(db)
  await notices(db)
  await forgetErased(db)
}

async function requests(db: Kysely<unknown>): Promise<void> {
  await sql`create table portal_code_request (
    -- The portal's name for it: a request that comes again is the same.
    id text primary key,
    remote_patient text not null,
    purpose text not null check (purpose in ('login', 'verify-mobile')),
    -- When the patient pressed the button, and when it is too late, both by the clinic's clock.
    asked_at text not null,
    expires_at text not null,
    received_at text not null,
    -- The SMS that carries the code; null where none was to be sent.
    message_id integer unique references message (id),
    refusal text check (refusal in ('limit', 'not-allowed', 'nothing-to-verify', 'expired')),
    check (message_id is null or refusal is null)
  ) strict, without rowid`.execute(db)
  await sql`create index portal_code_request_of on portal_code_request (remote_patient, received_at)`.execute(
    db
  )
  await sql`create index portal_code_request_sent on portal_code_request (received_at) where message_id is not null`.execute(
    db
  )
  await sql`create index portal_code_request_age on portal_code_request (received_at)`.execute(db)

  // What was typed was checked and forgotten; that it was, and what came of it, stays.
  await sql`create table portal_code_try (
    request_id text not null,
    attempt integer not null,
    at text not null,
    outcome text not null check (outcome in
      ('right', 'wrong', 'length', 'older', 'expired', 'used', 'tries-used-up')),
    tries_left integer,
    newer_sent_at text,
    primary key (request_id, attempt)
  ) strict, without rowid`.execute(db)
  await sql`create index portal_code_try_age on portal_code_try (at)`.execute(db)
}

async function accounts(db: Kysely<unknown>): Promise<void> {
  // Whose number it was is not kept here: who was allowed has a record, and of nobody else anything is to be known.
  await sql`create table portal_registration (
    id text primary key,
    answer text not null check (answer in ('allowed', 'gp-elsewhere', 'number-missing', 'mobile-missing',
      'consent-missing', 'reserved', 'under-age')),
    received_at text not null
  ) strict, without rowid`.execute(db)
  await sql`create index portal_registration_age on portal_registration (received_at)`.execute(db)
  await sql`create table portal_account (
    remote_patient text primary key,
    state text not null check (state in ('invited', 'active', 'locked', 'closed')),
    activation text check (activation in ('sent', 'delivered', 'bounced', 'done')),
    last_login_at text,
    level text check (level in ('code', 'substantial', 'high')),
    changed_at text not null,
    -- What the desk has asked for and the portal has not done yet.
    wanted text check (wanted in ('locked', 'active'))
  ) strict, without rowid`.execute(db)
}

/**
 * What the portal is to be told, each by the newest state when it is told; a row goes when the portal has it. `version`
 * counts what came in the meantime, so that nothing is taken for told that was not.
 */
async function notices(db: Kysely<unknown>): Promise<void> {
  await sql`create table portal_notice (
    id integer primary key,
    kind text not null check (kind in ('code-state', 'code-checked', 'registration', 'account')),
    -- A request, a registration, or a Patient, by the portal's id.
    target text not null,
    -- Of several about one, which: the attempt.
    part integer not null default 0,
    version integer not null default 1,
    tries integer not null default 0,
    -- Null: at once.
    next_at text,
    unique (kind, target, part)
  ) strict`.execute(db)
  await sql`create index portal_notice_due on portal_notice (next_at, id)`.execute(db)

  const note = (kind: string, target: string, part: string) =>
    `insert into portal_notice (kind, target, part) values ('${kind}', ${target}, ${part})
      on conflict (kind, target, part) do update set version = version + 1, tries = 0, next_at = null;`
  await sql
    .raw(
      `create trigger portal_code_request_noted after insert on portal_code_request
        begin ${note('code-state', 'new.id', '0')} end`
    )
    .execute(db)
  await sql
    .raw(
      `create trigger portal_code_try_noted after insert on portal_code_try
        begin ${note('code-checked', 'new.request_id', 'new.attempt')} end`
    )
    .execute(db)
  // In the transaction of the change itself: also after a crash the portal learns what became of it.
  await sql
    .raw(
      `create trigger portal_code_message_noted after update of state on message
        when new.purpose = 'one-time-code' and new.state is not old.state
        begin
          insert into portal_notice (kind, target)
            select 'code-state', id from portal_code_request where message_id = new.id
            on conflict (kind, target, part) do update set version = version + 1, tries = 0, next_at = null;
        end`
    )
    .execute(db)
}

async function forgetErased(db: Kysely<unknown>): Promise<void> {
  const remote = `select remote_id from portal_resource where type = 'Patient' and local_id = new.id`
  await sql
    .raw(
      `create trigger portal_login_erased after update of erased_at on patient when new.erased_at is not null
      begin
        delete from portal_code_try where request_id in
          (select id from portal_code_request where remote_patient in (${remote}));
        delete from portal_code_request where remote_patient in (${remote});
        delete from portal_account where remote_patient in (${remote});
      end`
    )
    .execute(db)
}
