import type { ClinicianId, PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { matchKey } from './import-repeats.rules'
import type { ImportedPatient } from './import-row.rules'
import { foldName } from './name-folding.rules'
import { nameKeys } from './patient-name.rules'

export type Match = { readonly id: PatientId | null } | { readonly isAmbiguous: true }

/** Finds the registered patients that rows of a file are about. */
export interface Matching {
  matchOf(patient: ImportedPatient): Match
}

/**
 * By national number, ceased ones too, for an old file may hold a D-number. A row without a number, or with one nobody
 * has, is matched by folded name and birth date: the first to any patient, the second only to one who has a birth date
 * and lacks a number.
 */
export async function matchPatients(reader: Reader, patients: readonly ImportedPatient[]): Promise<Matching> {
  const byNumber = await findNumberHolders(
    reader,
    patients.flatMap(({ number }) => (number ? [number.value] : []))
  )
  const unmatched = patients.filter(({ number }) => number === null || !byNumber.has(number.value))
  const byName = await findNamesakes(reader, unmatched)
  return {
    matchOf(patient) {
      const holder = patient.number ? byNumber.get(patient.number.value) : undefined
      if (holder !== undefined) return { id: holder }
      const namesakes = byName.get(matchKey(patient)) ?? []
      if (patient.number === null)
        return namesakes.length > 1 ? { isAmbiguous: true } : { id: namesakes[0]?.id ?? null }
      const [one, ...others] = namesakes.filter(({ hasNumber }) => !hasNumber)
      const isCertain = patient.birthDate !== null && others.length === 0
      return { id: isCertain ? (one?.id ?? null) : null }
    }
  }
}

/** Who has or had these numbers; whoever has one in use wins. */
export async function findNumberHolders(
  reader: Reader,
  values: readonly string[]
): Promise<ReadonlyMap<string, PatientId>> {
  if (values.length === 0) return new Map()
  const rows = await reader
    .selectFrom('patient_identifier')
    .select(['patient_id', 'value'])
    .where('value', 'in', values)
    // In-use after ceased, so that it wins.
    .orderBy('status')
    .orderBy('id')
    .limit(values.length * 10)
    .execute()
  return new Map(rows.map(({ value, patient_id }) => [value, patient_id]))
}

interface Namesake {
  readonly id: PatientId
  readonly hasNumber: boolean
}

async function findNamesakes(
  reader: Reader,
  patients: readonly ImportedPatient[]
): Promise<ReadonlyMap<string, Namesake[]>> {
  const found = new Map<string, Namesake[]>()
  if (patients.length === 0) return found
  const wanted = new Set(patients.map(matchKey))
  const rows = await reader
    .selectFrom('patient')
    .leftJoin('patient_identifier', (join) =>
      join
        .onRef('patient_identifier.patient_id', '=', 'patient.id')
        .on('patient_identifier.status', '=', 'in-use')
    )
    .select([
      'patient.id',
      'patient.family_name',
      'patient.given_name',
      'patient.birth_date',
      'patient_identifier.id as number_id'
    ])
    .where(
      'patient.name_key',
      'in',
      patients.map((patient) => nameKeys(patient).name_key)
    )
    .orderBy('patient.id')
    .limit(20_000)
    .execute()
  for (const row of rows) {
    const key = matchKey({
      familyName: row.family_name,
      givenName: row.given_name,
      birthDate: row.birth_date
    })
    if (!wanted.has(key)) continue
    found.set(key, [...(found.get(key) ?? []), { id: row.id, hasNumber: row.number_id !== null }])
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
