import { sql, type Kysely } from 'kysely'

/** The clinic's certificate, who is signed in from other PCs, and wrong passwords and codes by where they came from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table lan_certificate (
    id integer primary key check (id = 1),
    certificate text not null,
    key_nonce text not null,
    key_wrapped text not null,
    key_tag text not null,
    -- The names and addresses it was made for, JSON.
    names text not null check (json_valid(names)),
    valid_until text not null
  ) strict`.execute(db)
  await sql`create table lan_session (
    id integer primary key,
    user_id integer not null references user (id),
    -- SHA-256 of the ticket with which the page comes back after a break.
    ticket_hash text not null unique,
    address text not null,
    signed_in_at text not null,
    is_locked integer not null check (is_locked in (0, 1)),
    -- Set while the page is away.
    expires_at text
  ) strict`.execute(db)
  await sql`create table wrong_attempt (
    kind text not null check (kind in ('sign-in', 'screen', 'check-in')),
    address text not null,
    count integer not null check (count > 0),
    last_at text not null,
    blocked_until text,
    primary key (kind, address)
  ) strict, without rowid`.execute(db)
}
