import { sql, type Kysely } from 'kysely'

/** Columns of every patient are filled. */
export const changesData = true

/** What a record still lacks, so that the incomplete are found by index. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table patient add column has_guardian integer not null default 0
    check (has_guardian in (0, 1))`.execute(db)
  await sql`update patient set has_guardian = 1
    where id in (select child_id from guardian where period_end is null)`.execute(db)
  // A merge hands a relation from one child to another: both are looked at.
  for (const [event, rows] of [
    ['insert', ['new']],
    ['update', ['new', 'old']],
    ['delete', ['old']]
  ] as const) {
    const changes = rows.map((row) => {
      const child = `${row}.child_id`
      const hasGuardian = `exists (select 1 from guardian where child_id = ${child} and period_end is null)`
      return `update patient set has_guardian = ${hasGuardian}
        where id = ${child} and has_guardian <> ${hasGuardian};`
    })
    await sql`create trigger patient_has_guardian_${sql.raw(event)} after ${sql.raw(event)} on guardian
      begin ${sql.raw(changes.join(' '))} end`.execute(db)
  }

  const standing = 'deceased_on is null and merged_into is null and erased_at is null'
  // One index for each thing that may be missing: a row weighs in it only while it is.
  const lacks = {
    number: 'has_number = 0',
    name: 'provisional_name is not null',
    birth_date: 'birth_date is null',
    mobile: 'mobile_confirmed_at is null and is_reserved = 0 and has_guardian = 0',
    gp: 'gp_clinician_id is null and gp_external_name is null',
    // A child when it was registered; the date of today is compared with by whoever reads.
    guardian: "has_guardian = 0 and birth_date > date(created_at, '-16 years')"
  }
  for (const [what, condition] of Object.entries(lacks))
    await sql`create index ${sql.raw(`patient_without_${what}`)} on patient (created_at, id, birth_date)
      where ${sql.raw(standing)} and ${sql.raw(condition)}`.execute(db)
}
