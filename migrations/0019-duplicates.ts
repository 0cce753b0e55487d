import { sql, type Kysely } from 'kysely'

/**
 * Pairs of records that may be one person, and records that were merged: the one that was merged stays as a row that
 * points to the other and is found by nothing, and a journal says what was moved, so that it can be moved back.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table patient add column merged_into integer references patient (id)`.execute(db)
  await sql`create index patient_merged on patient (merged_into) where merged_into is not null`.execute(db)
  await createPairs(db)
  await createMerges(db)
}

async function createPairs(db: Kysely<unknown>): Promise<void> {
  await sql`create table duplicate_key (
    -- A number made of how the name sounds and a part of the birth date.
    key integer not null,
    patient_id integer not null references patient (id),
    primary key (key, patient_id)
  ) strict, without rowid`.execute(db)
  await sql`create index duplicate_key_of on duplicate_key (patient_id)`.execute(db)
  await sql`create table duplicate_pair (
    id integer primary key,
    one_id integer not null references patient (id),
    other_id integer not null references patient (id),
    score integer not null check (score between 0 and 100),
    reasons text not null check (json_valid(reasons)),
    state text not null check (state in ('open', 'not-the-same', 'merged')),
    found_at text not null,
    decided_at text,
    decided_by integer references user (id),
    unique (one_id, other_id),
    check (one_id < other_id),
    check ((state = 'open') = (decided_at is null))
  ) strict`.execute(db)
  await sql`create index duplicate_pair_open on duplicate_pair (score desc, id) where state = 'open'`.execute(
    db
  )
  await sql`create index duplicate_pair_other on duplicate_pair (other_id)`.execute(db)
  // How far the search has come, so that it goes on there after a restart.
  await sql`create table duplicate_search (
    id integer primary key check (id = 1),
    -- Everything is compared anew when the rules have changed.
    rules integer not null,
    after_updated_at text not null,
    after_id integer not null,
    started_at text,
    finished_at text
  ) strict`.execute(db)
}

async function createMerges(db: Kysely<unknown>): Promise<void> {
  await sql`create table patient_merge (
    id integer primary key autoincrement,
    survivor_id integer not null references patient (id),
    loser_id integer not null references patient (id),
    merged_at text not null,
    merged_by integer references user (id),
    user_name text not null,
    -- Both as they were, what was chosen, and the survivor as it became.
    choices text not null check (json_valid(choices)),
    survivor_before text not null check (json_valid(survivor_before)),
    loser_before text not null check (json_valid(loser_before)),
    survivor_after text not null check (json_valid(survivor_after)),
    -- The highest id of each table then: what has a higher one was made since.
    highest text not null check (json_valid(highest)),
    -- Entries of the access log between which both were one.
    log_from integer not null,
    log_until integer,
    undone_at text,
    undone_by integer references user (id),
    undone_name text,
    check (survivor_id <> loser_id),
    check ((undone_at is null) = (log_until is null)),
    check ((undone_at is null) = (undone_name is null))
  ) strict`.execute(db)
  await sql`create unique index patient_merge_standing on patient_merge (loser_id) where undone_at is null`.execute(
    db
  )
  await sql`create index patient_merge_loser on patient_merge (loser_id, id)`.execute(db)
  await sql`create index patient_merge_survivor on patient_merge (survivor_id, id)`.execute(db)
  await sql`create table patient_merge_row (
    merge_id integer not null references patient_merge (id),
    table_name text not null,
    -- JSON list of the values of its primary key.
    row_key text not null,
    column_name text not null,
    -- JSON; null in both: the column named the one record and names the other now.
    before text,
    after text,
    primary key (merge_id, table_name, row_key, column_name)
  ) strict, without rowid`.execute(db)
  // Decisions are never changed: whose they are after a merge, or after one that was undone, stands here. Nor are they
  // ever deleted, and a later migration may write their table anew, so the column refers to nothing.
  await sql`create table consent_decision_owner (
    id integer primary key,
    decision_id integer not null,
    patient_id integer not null references patient (id),
    merge_id integer not null references patient_merge (id)
  ) strict`.execute(db)
  await sql`create index consent_decision_owner_of on consent_decision_owner (decision_id)`.execute(db)
  await sql`create index consent_decision_owner_patient on consent_decision_owner (patient_id)`.execute(db)
}
