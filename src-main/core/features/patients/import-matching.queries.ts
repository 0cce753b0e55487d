import type { ClinicianId, PatientId } from '@contract/ids'
import type { RawBuilder } from 'kysely'
import type { Reader } from '../../database/database'
import { preparedListed } from '../../database/prepared-listed'
import { matchKey } from './import-repeats.rules'
import type { ImportedPatient } from './import-row.rules'
import { foldName } from './name-folding.rules'
import { numberKey, valueOfKey } from './number-key.rules'
import { nameKeys } from './patient-name.rules'

export type Match = { readonly id: PatientId | null } | { readonly isAmbiguous: true }

/** Finds the registered patients that rows of a file are about. */
export interface Matching {
  matchOf(patient: ImportedPatient): Match
}

/**
 * By national number, ceased ones too, for an old file may hold a D-number; the numbers of one row that belong to two
 * patients leave open whom it is about. A row without a number, or with one nobody
 * has, is matched by folded name and birth date: the first to any patient, the second only to one who has a birth date
 * and lacks a number.
 */
export async function matchPatients(reader: Reader, patients: readonly ImportedPatient[]): Promise<Matching> {
  const byNumber = await findNumberHolders(reader, patients.flatMap(numbersOf))
  const unmatched = patients.filter((patient) => !numbersOf(patient).some((key) => byNumber.has(key)))
  const byName = await findNamesakes(reader, unmatched)
  return {
    matchOf(patient) {
      const holders = numbersOf(patient).flatMap((key) => byNumber.get(key) ?? [])
      if (new Set(holders).size > 1) return { isAmbiguous: true }
      if (holders[0] !== undefined) return { id: holders[0] }
      const namesakes = byName.get(matchKey(patient)) ?? []
      if (patient.number === null)
        return namesakes.length > 1 ? { isAmbiguous: true } : { id: namesakes[0]?.id ?? null }
      const [one, ...others] = namesakes.filter(({ hasNumber }) => !hasNumber)
      const isCertain = patient.birthDate !== null && others.length === 0
      return { id: isCertain ? (one?.id ?? null) : null }
    }
  }
}

/** The keys of the number of the row, and of those the patient has or had besides. */
function numbersOf({ number, otherNumbers }: ImportedPatient): string[] {
  return [...(number ? [number] : []), ...otherNumbers].map(numberKey)
}

const holdersOf = preparedListed((reader, values: RawBuilder<string>) =>
  reader
    .selectFrom('patient_identifier')
    .select(['patient_id', 'country', 'value'])
    .where('value', 'in', values)
    // In-use after ceased, so that it wins.
    .orderBy('status')
    .orderBy('id')
    .limit(20_000)
)

/** Who has or had these numbers, asked and answered by their keys; whoever has one in use wins. */
export async function findNumberHolders(
  reader: Reader,
  keys: readonly string[]
): Promise<ReadonlyMap<string, PatientId>> {
  const rows = await holdersOf(reader, keys.map(valueOfKey), {})
  return new Map(rows.map(({ patient_id, ...number }) => [numberKey(number), patient_id]))
}

interface Namesake {
  readonly id: PatientId
  readonly hasNumber: boolean
}

const namesakesOf = preparedListed((reader, keys: RawBuilder<string>) =>
  reader
    .selectFrom('patient')
    .select(['id', 'family_name', 'given_name', 'birth_date', 'has_number'])
    .where('name_key', 'in', keys)
    .orderBy('id')
    .limit(20_000)
)

async function findNamesakes(
  reader: Reader,
  patients: readonly ImportedPatient[]
): Promise<ReadonlyMap<string, Namesake[]>> {
  const found = new Map<string, Namesake[]>()
  const wanted = new Set(patients.map(matchKey))
  const keys = new Set(patients.map((patient) => nameKeys(patient).name_key))
  for (const row of await namesakesOf(reader, [...keys], {})) {
    const key = matchKey({
      familyName: row.family_name,
      givenName: row.given_name,
      birthDate: row.birth_date
    })
    if (!wanted.has(key)) continue
    found.set(key, [...(found.get(key) ?? []), { id: row.id, hasNumber: row.has_number === 1 }])
  }
  return found
}

/** The clinicians by folded name. */
export async function cliniciansByName(reader: Reader): Promise<ReadonlyMap<string, ClinicianId>> {
  const rows = await reader.selectFrom('clinician').select(['id', 'name']).orderBy('id').limit(500).execute()
  return new Map(rows.map(({ id, name }) => [foldName(name), id]))
}

/** The first id that no patient has yet; nothing else writes within the transaction. */
export async function nextPatientId(reader: Reader): Promise<number> {
  const { highest } = await reader
    .selectFrom('patient')
    .select(({ fn }) => fn.max('id').as('highest'))
    .executeTakeFirstOrThrow()
  return (highest ?? 0) + 1
}
