import { sql, type Kysely } from 'kysely'

/** The table of identifiers is written anew. */
export const changesData = true

/**
 * Identifiers of other countries beside the national ones, what became of an identifier when the desk replaced or
 * corrected it, and names that the desk gave.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table identifier_of_any_country (
    id integer primary key,
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
  await sql`insert into identifier_of_any_country
      (id, patient_id, type, value, status, warning, period_start, period_end)
    select id, patient_id, type, value, status, warning, period_start, period_end
    from patient_identifier`.execute(db)
  await sql`drop table patient_identifier`.execute(db)
  await sql`alter table identifier_of_any_country rename to patient_identifier`.execute(db)
  // Two countries may issue the same digits.
  await sql`create unique index patient_identifier_in_use on patient_identifier (value, coalesce(country, ''))
    where status = 'in-use'`.execute(db)
  await sql`create index patient_identifier_value on patient_identifier (value)`.execute(db)
  await sql`create index patient_identifier_patient on patient_identifier (patient_id)`.execute(db)

  // A help number that the clinic made itself stands in for the number; it is still missing.
  for (const [event, row] of [
    ['insert', 'new'],
    ['update', 'new'],
    ['delete', 'old']
  ] as const) {
    const patient = sql.raw(`${row}.patient_id`)
    const hasNumber = sql`exists (
      select 1 from patient_identifier
      where patient_id = ${patient} and status = 'in-use' and type <> 'h-number')`
    await sql`create trigger patient_has_number_${sql.raw(event)} after ${sql.raw(event)} on patient_identifier
      begin
        update patient set has_number = ${hasNumber} where id = ${patient} and has_number <> ${hasNumber};
      end`.execute(db)
  }
  await sql`update patient set has_number = 0
    where id in (select patient_id from patient_identifier where type = 'h-number' and status = 'in-use')
      and not exists (
        select 1 from patient_identifier
        where patient_id = patient.id and status = 'in-use' and type <> 'h-number')`.execute(db)

  // What the portal is told of later is read from here by id.
  await sql`create table identifier_change (
    id integer primary key,
    patient_id integer not null references patient (id),
    kind text not null check (kind in ('added', 'replaced', 'corrected', 'ceased')),
    old_type text,
    old_country text,
    old_value text,
    old_status text check (old_status in ('in-use', 'ceased')),
    old_warning text,
    old_period_start text,
    old_period_end text,
    -- The rows that the change ended and made; a corrected one is not kept among the identifiers.
    old_identifier_id integer,
    new_identifier_id integer,
    new_type text,
    new_country text,
    new_value text,
    -- Where the birth date changed with the number: what it became, and what it was.
    new_birth_date text,
    old_birth_date text,
    changed_at text not null,
    user_id integer references user (id),
    user_name text not null,
    undone_at text,
    check (old_value is not null or new_value is not null)
  ) strict`.execute(db)
  await sql`create index identifier_change_of on identifier_change (patient_id, id)`.execute(db)

  // Why the name is none: it was given by the desk until the real one is known.
  await sql`alter table patient add column provisional_name text
    check (provisional_name in ('newborn', 'unknown'))`.execute(db)
}
