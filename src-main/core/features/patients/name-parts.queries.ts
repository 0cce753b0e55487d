import { PatientId } from '@contract/ids'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Reader } from '../../database/database'
import { AFTER_EVERY_NAME } from './patient-name.rules'

/** Of a beginning that more given names have, each alone would take as long as the whole search may. */
const MOST_GIVEN_NAMES = 60

const Found = z.array(z.tuple([z.number(), z.string()]))

export interface NameParts {
  /** Folded; the beginning of the first given name. */
  readonly given: string
  /** Folded; the beginning of the family name. */
  readonly family: string
}

/**
 * The first in the order of names over the whole register whose given and family name begin so. None where more than
 * sixty given names begin so.
 */
export async function findByNameParts(
  reader: Reader,
  { given, family }: NameParts,
  limit: number
): Promise<PatientId[]> {
  const names = await givenNamesWith(reader, given)
  if (names.length === 0 || names.length > MOST_GIVEN_NAMES) return []
  // For each of them the index is entered anew, at the family name: the first of each hold the first of all.
  const { rows } = await sql<{ found: string }>`
    select (
      select json_group_array(json_array(id, name_key)) from (
        select id, name_key from patient
        where first_key = value and name_key >= ${family} and name_key < ${family + AFTER_EVERY_NAME}
        order by name_key limit ${sql.lit(limit)}
      )
    ) as found from json_each(${JSON.stringify(names)})`.execute(reader)
  return rows
    .flatMap(({ found }) => Found.parse(JSON.parse(found)))
    .sort(([id, name], [otherId, other]) => {
      if (name === other) return id - otherId
      return name < other ? -1 : 1
    })
    .slice(0, limit)
    .map(([id]) => PatientId.parse(id))
}

/** From one name to the next, by one look at the index each, however many have it; one more than are of use. */
async function givenNamesWith(reader: Reader, beginning: string): Promise<string[]> {
  const end = beginning + AFTER_EVERY_NAME
  const { rows } = await sql<{ name: string }>`
    with recursive given (name) as (
      select min(first_key) from patient where first_key >= ${beginning} and first_key < ${end}
      union all
      select (select min(first_key) from patient where first_key > name and first_key < ${end})
        from given where name is not null
    )
    select name from given where name is not null limit ${sql.lit(MOST_GIVEN_NAMES + 1)}`.execute(reader)
  return rows.map(({ name }) => name)
}
