import { sql, type Kysely } from 'kysely'

/** The table of identifiers is written anew. */
export const changesData = true

/**
 * An identifier's id is its own for ever. SQLite gave the id of one that was removed to the next one added, and what was
 * written down about the first (a change, a merge to be undone) was then said of the second.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const { rows: kept } = await sql<{ sql: string }>`select sql from sqlite_schema
    where tbl_name = 'patient_identifier' and type in ('index', 'trigger') and sql is not null
    order by type, name`.execute(db)
  await sql`create table identifier_with_own_id (
    id integer primary key autoincrement,
    patient_id integer not null references patient (id),
    type text not null
      check (type in ('fodselsnummer', 'd-number', 'fh-number', 'h-number', 'duf-number', 'cpr', 'bsn',
        'passport', 'ehic', 'foreign-number')),
    -- ISO 3166-1 alpha-2; the clinic's own country's numbers have none.
    country text check (country glob '[A-Z][A-Z]'),
    value text not null,
    status text not null check (status in ('in-use', 'ceased')),
    -- Set when the desk accepted a number with a reservation, such as one that only the 2032 rule allows.
    warning text,
    period_start text,
    period_end text,
    check ((country is not null) = (type in ('passport', 'ehic', 'foreign-number')))
  ) strict`.execute(db)
  const columns = sql.raw('id, patient_id, type, country, value, status, warning, period_start, period_end')
  await sql`insert into identifier_with_own_id (${columns})
    select ${columns} from patient_identifier order by id`.execute(db)
  await sql`drop table patient_identifier`.execute(db)
  await sql`alter table identifier_with_own_id rename to patient_identifier`.execute(db)
  // Indexes come before triggers, and both once the rows are in: none of them fires, and each index is built at once.
  for (const { sql: text } of kept) await sql.raw(text).execute(db)
  await beyondAllNamed(db)
}

/** The next id is beyond those of rows that are gone and still named. */
async function beyondAllNamed(db: Kysely<unknown>): Promise<void> {
  const { rows } = await sql<{ highest: number | null }>`select max(id) as highest from (
    select max(id) as id from patient_identifier
    union all select max(old_identifier_id) from identifier_change
    union all select max(new_identifier_id) from identifier_change
    union all select max(cast(json_extract(row_key, '$[0]') as integer)) from patient_merge_row
      where table_name = 'patient_identifier'
    union all select max(cast(json_extract(highest, '$.patient_identifier') as integer))
      from patient_merge)`.execute(db)
  const highest = rows[0]?.highest ?? 0
  await sql`delete from sqlite_sequence where name = 'patient_identifier'`.execute(db)
  await sql`insert into sqlite_sequence (name, seq) values ('patient_identifier', ${highest})`.execute(db)
}
