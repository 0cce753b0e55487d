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

/** Pages of the index rewritten in one transaction: some ten milliseconds. */
const PAGES_AT_ONCE = 100

/**
 * A word that was removed is only marked so, and stands in the file until its part of the index is rewritten
 * (sqlite.org/fts5.html, "merge"). Rewrites some of it; `isBegin`: all parts are to be gone through once more.
 * @returns whether there is more to rewrite
 */
export async function forgetRemovedWords(
  transaction: Transaction,
  { isBegin }: { isBegin: boolean }
): Promise<boolean> {
  const before = await changesSoFar(transaction)
  const pages = isBegin ? -PAGES_AT_ONCE : PAGES_AT_ONCE
  await sql`insert into patient_search (patient_search, rank) values ('merge', ${pages})`.execute(transaction)
  // A command that found nothing to do counts as one change itself.
  return (await changesSoFar(transaction)) - before >= 2
}

async function changesSoFar(reader: Reader): Promise<number> {
  const { rows } = await sql<{ count: number }>`select total_changes() as count`.execute(reader)
  return rows[0]?.count ?? 0
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
