import { sql, type Kysely } from 'kysely'

/** A merged record stands behind every name, a deleted one before: neither is anybody. */
const AFTER_EVERY_NAME = '\u{10FFFF}'

/** Whoever is named with one is also found by the name written without it. */
const APOSTROPHES = "*['’‘ʼ`´]*"

/** What a million patients made slow: a first letter or a long beginning beside another name, and who is to confirm a mobile. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await indexNamesAnew(db)
  await tallyConfirmations(db)
}

/**
 * The full-text index has beginnings of two to four letters ready. All others were put together from every word that
 * begins so, at each question: 15 to 30 ms for one letter among a million patients.
 */
async function indexNamesAnew(db: Kysely<unknown>): Promise<void> {
  await sql`drop table patient_search`.execute(db)
  await sql`create virtual table patient_search using fts5 (name, content='', contentless_delete=1, prefix='1 2 3 4 5', tokenize='unicode61')`.execute(
    db
  )
  const hasApostrophe = sql`family_name || ' ' || given_name glob ${sql.lit(APOSTROPHES)}`
  const isFound = sql`name_key > '' and name_key < ${sql.lit(AFTER_EVERY_NAME)}`
  // The key is the words, but for those that an apostrophe joins.
  await sql`insert into patient_search (rowid, name)
    select id, name_key from patient where ${isFound} and not ${hasApostrophe} order by id`.execute(db)
  const { rows } = await sql<{ id: number; key: string; name: string }>`
    select id, name_key as "key", family_name || ' ' || given_name as "name" from patient
    where ${isFound} and ${hasApostrophe} order by id`.execute(db)
  for (const { id, key, name } of rows) {
    const words = new Set(`${key} ${foldWithoutApostrophes(name)}`.split(' '))
    await sql`insert into patient_search (rowid, name) values (${id}, ${[...words].join(' ')})`.execute(db)
  }
  // As one part instead of the dozens that were written one after the other.
  await sql`insert into patient_search (patient_search) values ('optimize')`.execute(db)
}

const LETTERS: Readonly<Record<string, string>> = {
  ø: 'o',
  æ: 'a',
  œ: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ß: 'ss',
  ł: 'l',
  ħ: 'h',
  ı: 'i'
}

/** As the rest of the key was folded when it was written: `obrien` of O'Brien. */
function foldWithoutApostrophes(name: string): string {
  return name
    .replace(/['’‘ʼ`´]/gu, '')
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[øæœđðþßłħı]/gu, (letter) => LETTERS[letter] ?? letter)
    .replace(/a[ae]+/gu, 'a')
    .replace(/oe+/gu, 'o')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/**
 * How many mobiles were confirmed on each day, so that those confirmed too long ago are a sum of days. One index holds
 * what two did: the order of confirmations, by which patients are asked, and the name beside it, which says whether it
 * is anybody.
 */
async function tallyConfirmations(db: Kysely<unknown>): Promise<void> {
  await sql`drop index patient_mobile_confirmed`.execute(db)
  await sql`drop index patient_to_confirm`.execute(db)
  await sql`create index patient_to_confirm on patient (rtrim(mobile_confirmed_at, 'Z'), id, name_key)
    where mobile_confirmed_at is not null`.execute(db)

  await sql`create table patient_confirmed_day (
    -- In UTC.
    day text primary key,
    patients integer not null check (patients >= 0)
  ) strict, without rowid`.execute(db)
  await sql`insert into patient_confirmed_day (day, patients)
    select substr(mobile_confirmed_at, 1, 10), count(*) from patient
    where mobile_confirmed_at is not null and ${isAnybody('patient')} group by 1`.execute(db)

  const more = sql`insert into patient_confirmed_day (day, patients)
    select substr(new.mobile_confirmed_at, 1, 10), 1 where ${counts('new')}
    on conflict (day) do update set patients = patients + 1;`
  const less = sql`update patient_confirmed_day set patients = patients - 1
    where ${counts('old')} and day = substr(old.mobile_confirmed_at, 1, 10);`
  await sql`create trigger patient_confirmed_insert after insert on patient when ${counts('new')}
    begin ${more} end`.execute(db)
  await sql`create trigger patient_confirmed_update after update of name_key, mobile_confirmed_at on patient
    when ${counts('new')} <> ${counts('old')}
      or substr(new.mobile_confirmed_at, 1, 10) is not substr(old.mobile_confirmed_at, 1, 10)
    begin ${less} ${more} end`.execute(db)
  await sql`create trigger patient_confirmed_delete after delete on patient when ${counts('old')}
    begin ${less} end`.execute(db)
}

type Row = 'new' | 'old' | 'patient'

function counts(row: 'new' | 'old') {
  return sql`(${sql.ref(`${row}.mobile_confirmed_at`)} is not null and ${isAnybody(row)})`
}

function isAnybody(row: Row) {
  const name = sql.ref(`${row}.name_key`)
  return sql`(${name} > '' and ${name} < ${sql.lit(AFTER_EVERY_NAME)})`
}
