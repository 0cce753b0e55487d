import { sql, type Kysely, type RawBuilder } from 'kysely'

/** A merged record stands behind every name, a deleted one before: neither is anybody. */
const AFTER_EVERY_NAME = '\u{10FFFF}'

/** Behind z, in this order: as the alphabets of Norway and Denmark end. */
const AE = '{'
const OE = '|'
const AA = '}'

/** What each letter stands for in the order; of what `lower` does not know, the capital beside the small one. */
const LETTERS: readonly (readonly [string, string])[] = [
  ['ÆæÄä', AE],
  ['ØøÖöŒœ', OE],
  ['Åå', AA],
  ['ÀàÁáÂâÃã', 'a'],
  ['ÇçČčĆć', 'c'],
  ['ĐđÐð', 'd'],
  ['ÈèÉéÊêËëĘę', 'e'],
  ['ÌìÍíÎîÏï', 'i'],
  ['Łł', 'l'],
  ['ÑñŃń', 'n'],
  ['ÒòÓóÔôÕõ', 'o'],
  ['ŠšŚś', 's'],
  ['ÙùÚúÛû', 'u'],
  ['ÜüÝýÿ', 'y'],
  ['ŽžŹźŻż', 'z'],
  ["'’", ''],
  ['-', ' ']
]

/**
 * Names in the order of a Norwegian or Danish list: æ, ø and å last, and Aa as Å. The folded name that search goes by
 * has å among a, so that a list needs an order of its own; it follows from the name, and nobody has to write it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  const name = LETTERS.reduce<RawBuilder<unknown>>(
    (text, [letters, order]) =>
      [...letters].reduce<RawBuilder<unknown>>(
        (inner, letter) => sql`replace(${inner}, ${sql.lit(letter)}, ${sql.lit(order)})`,
        text
      ),
    sql`lower(family_name || ' ' || given_name)`
  )
  await sql`alter table patient add column name_sort text generated always as (
    case when name_key = '' or name_key >= ${sql.lit(AFTER_EVERY_NAME)} then name_key
      else trim(replace(${name}, 'aa', ${sql.lit(AA)})) end) virtual`.execute(db)
  // The list of everybody, and of those whose mobile is to be confirmed, which is looked at along it.
  await sql`create index patient_sort on patient (name_sort, id, mobile_confirmed_at)`.execute(db)
  await sql`create index patient_incomplete_sort on patient (name_sort)
    where birth_date is null or has_number = 0`.execute(db)
  await sql`create index patient_mobile_missing_sort on patient (name_sort)
    where mobile_confirmed_at is null`.execute(db)
}
