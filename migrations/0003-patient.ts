import { sql, type Kysely } from 'kysely'

/** Patients, their identifiers over time, their contact details over time, guardians, and the search index. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table patient (
    id integer primary key,
    version integer not null default 1,
    family_name text not null,
    given_name text not null,
    -- Folded for search and order: 'lunde anne marie' and 'anne'.
    name_key text not null,
    first_key text not null,
    birth_date text check (birth_date is date(birth_date)),
    sex text not null check (sex in ('female', 'male', 'other', 'unknown')),
    language text check (language in ('nb', 'nn', 'da', 'nl', 'en')),
    address_line text not null default '',
    postal_code text not null default '',
    city text not null default '',
    address_protection text not null default 'none'
      check (address_protection in ('none', 'confidential', 'strictly-confidential')),
    gp_clinician_id integer references clinician (id),
    gp_external_name text,
    note text not null default '',
    is_reserved integer not null default 0 check (is_reserved in (0, 1)),
    deceased_on text check (deceased_on is date(deceased_on)),
    -- Kept by the triggers below, so that a list of the incomplete or stale needs no look at other tables.
    has_number integer not null default 0 check (has_number in (0, 1)),
    mobile_confirmed_at text,
    created_at text not null,
    updated_at text not null
  ) strict`.execute(db)
  // Covers the filters of the patient list, which count and page through everybody in the order of names.
  await sql`create index patient_name on patient (name_key, has_number, birth_date, mobile_confirmed_at)`.execute(
    db
  )
  await sql`create index patient_first_name on patient (first_key, name_key)`.execute(db)
  await sql`create index patient_birth_date on patient (birth_date, name_key)`.execute(db)
  await sql`create index patient_updated on patient (updated_at)`.execute(db)

  await sql`create table patient_identifier (
    id integer primary key,
    patient_id integer not null references patient (id),
    type text not null
      check (type in ('fodselsnummer', 'd-number', 'fh-number', 'h-number', 'duf-number', 'cpr', 'bsn')),
    value text not null,
    status text not null check (status in ('in-use', 'ceased')),
    -- Set when the desk accepted a number that only the 2032 rule allows.
    warning text,
    period_start text,
    period_end text
  ) strict`.execute(db)
  await sql`create unique index patient_identifier_in_use on patient_identifier (value) where status = 'in-use'`.execute(
    db
  )
  await sql`create index patient_identifier_value on patient_identifier (value)`.execute(db)
  await sql`create index patient_identifier_patient on patient_identifier (patient_id)`.execute(db)

  for (const [event, row] of [
    ['insert', 'new'],
    ['update', 'new'],
    ['delete', 'old']
  ] as const) {
    const patient = sql.raw(`${row}.patient_id`)
    const hasNumber = sql`exists (
      select 1 from patient_identifier where patient_id = ${patient} and status = 'in-use')`
    await sql`create trigger patient_has_number_${sql.raw(event)} after ${sql.raw(event)} on patient_identifier
      begin
        update patient set has_number = ${hasNumber} where id = ${patient} and has_number <> ${hasNumber};
      end`.execute(db)
  }

  // A new value is a new row; the one before keeps what it was and gets its end.
  await sql`create table patient_contact (
    id integer primary key,
    patient_id integer not null references patient (id),
    channel text not null check (channel in ('mobile', 'email')),
    value text not null,
    updated_at text not null,
    verified_at text,
    verified_how text check (verified_how in ('code', 'said', 'portal')),
    verified_by integer references user (id),
    ended_at text
  ) strict`.execute(db)
  await sql`create unique index patient_contact_current on patient_contact (patient_id, channel) where ended_at is null`.execute(
    db
  )
  await sql`create index patient_contact_value on patient_contact (value, patient_id) where ended_at is null`.execute(
    db
  )
  await sql`create index patient_contact_patient on patient_contact (patient_id)`.execute(db)

  const confirmedAt = sql`(
    select max(updated_at, coalesce(verified_at, updated_at)) from patient_contact
    where patient_id = new.patient_id and channel = 'mobile' and ended_at is null)`
  for (const event of ['insert', 'update'] as const) {
    await sql`create trigger patient_mobile_${sql.raw(event)} after ${sql.raw(event)} on patient_contact
      when new.channel = 'mobile'
      begin
        update patient set mobile_confirmed_at = ${confirmedAt}
        where id = new.patient_id and mobile_confirmed_at is not ${confirmedAt};
      end`.execute(db)
  }

  await sql`create table guardian (
    id integer primary key,
    child_id integer not null references patient (id),
    guardian_id integer not null references patient (id),
    kind text not null check (kind in ('parent', 'legal-guardian')),
    carries_messages integer not null check (carries_messages in (0, 1)),
    period_start text not null,
    period_end text,
    check (child_id <> guardian_id)
  ) strict`.execute(db)
  await sql`create unique index guardian_current on guardian (child_id, guardian_id) where period_end is null`.execute(
    db
  )
  await sql`create index guardian_of on guardian (guardian_id)`.execute(db)

  // The patients a user opened last, without weighing on every other row of the log.
  await sql`create index access_log_opened on access_log (user_id, id) where action = 'patient.opened'`.execute(
    db
  )

  await sql`create virtual table patient_search using fts5 (name, content='', contentless_delete=1, prefix='2 3 4', tokenize='unicode61')`.execute(
    db
  )
}
