import type { PatientId } from '@contract/ids'
import { sql } from 'kysely'
import type { Database, Reader, Transaction } from './database'

/**
 * Puts a patient's folded name words into the full-text index, or replaces those that stand there. Belongs in the
 * transaction that writes the patient.
 */
export async function indexPatientWords(
  transaction: Transaction,
  id: PatientId,
  words: readonly string[]
): Promise<void> {
  await sql`insert or replace into patient_search (rowid, name) values (${id}, ${words.join(' ')})`.execute(
    transaction
  )
}

/** No name finds the patient any more. */
export async function removePatientWords(transaction: Transaction, id: PatientId): Promise<void> {
  await sql`delete from patient_search where rowid = ${id}`.execute(transaction)
}

/** The same for many new patients, with one prepared statement, within the open transaction of `Database.write`. */
export function indexNewPatients(
  { driver }: Database,
  patients: readonly { id: PatientId; words: readonly string[] }[]
): void {
  const statement = driver.prepare('insert into patient_search (rowid, name) values (?, ?)')
  for (const { id, words } of patients) statement.run(id, words.join(' '))
}

export interface WordSearch {
  /** Folded; each is the beginning of a word of the name. */
  readonly tokens: readonly string[]
  readonly limit: number
}

/**
 * Patients whose name has a word beginning with each token, in no useful order: ordering by rank costs 17 ms on a
 * short prefix, so the caller sorts what it shows.
 */
export async function findPatientsByWords(
  reader: Reader,
  { tokens, limit }: WordSearch
): Promise<PatientId[]> {
  const query = tokens.map((token) => `"${token.replaceAll('"', '')}"*`).join(' ')
  const { rows } = await sql<{ id: PatientId }>`select rowid as id from patient_search
    where patient_search match ${query} limit ${limit}`.execute(reader)
  return rows.map(({ id }) => id)
}
