import type { PatientId } from '@contract/ids'
import type { RawBuilder } from 'kysely'
import type { Reader } from '../../database/database'
import { listed } from '../../database/listed'
import { preparedListed } from '../../database/prepared-listed'
import { findContacts, findIdentifiers } from '../patients'
import type { ComparedPerson } from './pair-score.rules'

export type KnownPerson = ComparedPerson & { readonly id: PatientId }

const MOST_COMPARED = 20_000

const personsById = preparedListed((reader, ids: RawBuilder<PatientId>) =>
  reader
    .selectFrom('patient')
    .select([
      'id',
      'family_name',
      'given_name',
      'birth_date',
      'sex',
      'address_protection',
      'address_line',
      'postal_code'
    ])
    .where('id', 'in', ids)
    .where('merged_into', 'is', null)
    .orderBy('id')
    .limit(MOST_COMPARED)
)

/** What each of these is compared by; who was merged into another is left out. */
export async function readPersons(
  reader: Reader,
  ids: readonly PatientId[]
): Promise<ReadonlyMap<PatientId, KnownPerson>> {
  const rows = await personsById(reader, ids, {})
  const identifiers = groupedBy(await findIdentifiers(reader, ids))
  const contacts = await findContacts(reader, ids)
  const mobiles = new Map(
    contacts.filter(({ channel }) => channel === 'mobile').map((row) => [row.patient_id, row.value])
  )
  const holders = await countHolders(reader, [...new Set(mobiles.values())])
  return new Map(
    rows.map((row) => {
      const mobile = mobiles.get(row.id) ?? null
      const numbers = (identifiers.get(row.id) ?? []).map(({ type, value, status }) => ({
        type,
        value,
        isInUse: status === 'in-use'
      }))
      return [
        row.id,
        {
          id: row.id,
          familyName: row.family_name,
          givenName: row.given_name,
          birthDate: row.birth_date,
          sex: row.sex,
          numbers,
          mobile,
          mobileHolders: mobile === null ? 0 : (holders.get(mobile) ?? 0),
          addressProtection: row.address_protection,
          addressLine: row.address_line,
          postalCode: row.postal_code
        }
      ]
    })
  )
}

const birthDatesById = preparedListed((reader, ids: RawBuilder<PatientId>) =>
  reader.selectFrom('patient').select(['id', 'birth_date']).where('id', 'in', ids).limit(MOST_COMPARED)
)

/** When each of these was born, where it is known. */
export async function readBirthDates(
  reader: Reader,
  ids: readonly PatientId[]
): Promise<ReadonlyMap<PatientId, string | null>> {
  const rows = await birthDatesById(reader, ids, {})
  return new Map(rows.map(({ id, birth_date }) => [id, birth_date]))
}

/** How many patients have each mobile today. */
export async function countHolders(
  reader: Reader,
  mobiles: readonly string[]
): Promise<ReadonlyMap<string, number>> {
  if (mobiles.length === 0) return new Map()
  const rows = await reader
    .selectFrom('patient_contact')
    .select(({ fn }) => ['value', fn.countAll<number>().as('holders')])
    .where('value', 'in', listed(mobiles))
    .where('channel', '=', 'mobile')
    .where('ended_at', 'is', null)
    .groupBy('value')
    .limit(MOST_COMPARED)
    .execute()
  return new Map(rows.map(({ value, holders }) => [value, holders]))
}

function groupedBy<Row extends { patient_id: PatientId }>(rows: readonly Row[]): Map<PatientId, Row[]> {
  const groups = new Map<PatientId, Row[]>()
  for (const row of rows) {
    const group = groups.get(row.patient_id)
    if (group) group.push(row)
    else groups.set(row.patient_id, [row])
  }
  return groups
}
