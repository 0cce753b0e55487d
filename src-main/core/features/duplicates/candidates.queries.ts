import type { PatientId } from '@contract/ids'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'
import { prepared, type Slots } from '../../database/prepared'
import { findPatientsByContact } from '../patients'
import { matchKeys } from './match-keys.rules'
import { nameWordsOf, soundOf } from './name-sound.rules'
import type { ComparedPerson } from './pair-score.rules'

/** Of a birth date that very many have, such as a made-up one, the first in the order of names are looked at. */
const MOST_BORN_ON = 500
const MOST_OF_A_KEY = 100
/** A mobile or number that more have says nothing. */
const MOST_OF_A_VALUE = 20

/** By index alone: names are in the index of birth dates. */
const bornOn = prepared((reader: Reader, { birthDate }: Slots<{ birthDate: string }>) =>
  reader
    .selectFrom('patient')
    .select(['id', 'name_key'])
    .where('birth_date', '=', birthDate)
    .orderBy('name_key')
    .limit(MOST_BORN_ON)
)

const keyedWith = prepared((reader: Reader, { key }: Slots<{ key: number }>) =>
  reader
    .selectFrom('duplicate_key')
    .select('patient_id')
    .where('key', '=', key)
    .orderBy('patient_id')
    .limit(MOST_OF_A_KEY)
)

/**
 * Patients who may be this person: born on the same day with a word of the name alike, with a like-sounding name and a
 * birth date that differs in a part, with the same mobile, or with one of the numbers.
 */
export async function findCandidates(reader: Reader, person: ComparedPerson): Promise<Set<PatientId>> {
  const ids = new Set(await bornTogether(reader, person))
  for (const key of matchKeys(person))
    for (const { patient_id } of await keyedWith.all(reader, { key })) ids.add(patient_id)
  for (const id of await withMobile(reader, person)) ids.add(id)
  for (const id of await withNumber(reader, person)) ids.add(id)
  return ids
}

async function bornTogether(
  reader: Reader,
  { birthDate, familyName, givenName }: ComparedPerson
): Promise<PatientId[]> {
  if (birthDate === null) return []
  const sounds = new Set(nameWordsOf(`${familyName} ${givenName}`).map(soundOf))
  const rows = await bornOn.all(reader, { birthDate })
  return rows
    .filter(({ name_key }) => name_key.split(' ').some((word) => sounds.has(soundOf(word))))
    .map(({ id }) => id)
}

async function withMobile(reader: Reader, { mobile }: ComparedPerson): Promise<PatientId[]> {
  if (mobile === null) return []
  const ids = await findPatientsByContact(reader, 'mobile', mobile)
  return ids.length > MOST_OF_A_VALUE ? [] : ids
}

/** A ceased number counts too: it was the same person. */
async function withNumber(reader: Reader, { numbers }: ComparedPerson): Promise<PatientId[]> {
  if (numbers.length === 0) return []
  const rows = await reader
    .selectFrom('patient_identifier')
    .select('patient_id')
    .where('value', 'in', listed(numbers.map(({ value }) => value)))
    .orderBy('id')
    .limit(MOST_OF_A_VALUE)
    .execute()
  return rows.map(({ patient_id }) => patient_id)
}

/** Keeps a person under its keys. Older ones stay: they only mean one more comparison. */
export async function keepKeys(
  transaction: Transaction,
  patientId: PatientId,
  keys: readonly number[]
): Promise<void> {
  if (keys.length === 0) return
  await transaction
    .insertInto('duplicate_key')
    .values(keys.map((key) => ({ key, patient_id: patientId })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
