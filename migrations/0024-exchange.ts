import { sql, type Kysely } from 'kysely'

/** Imports that go on after a crash, and what a clinic has given a name: columns of lists, and what is taken out. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table import_run (
    id text primary key,
    file_name text not null,
    -- Null: the file is not ours to read again, such as one named on the command line.
    spool_key blob,
    chunks integer not null,
    bytes integer not null,
    -- A meaning for each column.
    columns text not null check (json_valid(columns)),
    user_id integer references user (id),
    user_name text not null,
    started_at text not null,
    total integer not null,
    -- Records of the file that are written, or refused, and need no second look.
    done integer not null default 0,
    imported integer not null default 0,
    changed integer not null default 0,
    unchanged integer not null default 0
  ) strict, without rowid`.execute(db)

  // Rows that were refused for what the clinic holds: the file alone does not say it again.
  await sql`create table import_refusal (
    run_id text not null references import_run (id) on delete cascade,
    line integer not null,
    code text not null,
    primary key (run_id, line)
  ) strict, without rowid`.execute(db)

  // A child's guardian may stand further down in the file: tied when all rows are in.
  await sql`create table import_guardian (
    id integer primary key,
    run_id text not null references import_run (id) on delete cascade,
    line integer not null,
    child_id integer not null references patient (id),
    number text not null,
    kind text not null check (kind in ('parent', 'legal-guardian')),
    was_unchanged integer not null check (was_unchanged in (0, 1))
  ) strict`.execute(db)
  await sql`create index import_guardian_run on import_guardian (run_id, id)`.execute(db)

  await sql`create table import_mapping (
    id integer primary key,
    name text not null unique,
    -- The headings, folded and sorted: a list with the same ones is read the same way.
    headings_key text not null,
    -- Heading and meaning, pair by pair.
    columns text not null check (json_valid(columns)),
    changed_at text not null
  ) strict`.execute(db)
  await sql`create index import_mapping_headings on import_mapping (headings_key, changed_at)`.execute(db)

  await sql`create table export_choice (
    id integer primary key,
    name text not null unique,
    form text not null check (form in ('csv', 'fhir-bundle', 'fhir-ndjson')),
    patients text not null,
    columns text not null check (json_valid(columns)),
    changed_at text not null
  ) strict`.execute(db)

  // Files that are being written: what a crash leaves half written is removed at the next start.
  await sql`create table export_run (
    id text primary key,
    partial_file text not null,
    started_at text not null
  ) strict, without rowid`.execute(db)
}
