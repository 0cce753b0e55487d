import type { RecordContents } from '@contract/duplicates'
import type { PatientId } from '@contract/ids'
import { sql } from 'kysely'
import type { Reader } from '../../database/database'
import { MOVED } from './patient-references.rules'

export const NOTHING: RecordContents = {
  appointments: 0,
  messages: 0,
  letters: 0,
  replies: 0,
  consents: 0,
  relations: 0,
  tasks: 0,
  waitingList: 0,
  identifiers: 0
}

/** How many of each kind belong to a record. */
export async function readContents(reader: Reader, id: PatientId): Promise<RecordContents> {
  const contents = { ...NOTHING }
  for (const { table, column, counted } of MOVED) {
    if (counted === null) continue
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}
      where ${sql.ref(column)} = ${id}`.execute(reader)
    contents[counted] += rows[0]?.count ?? 0
  }
  const { rows } = await sql<{ count: number }>`select count(*) as count from consent_decision
    where patient_id = ${id}
      and not exists (select 1 from consent_decision_owner as owner where owner.decision_id = consent_decision.id)`.execute(
    reader
  )
  contents.consents += rows[0]?.count ?? 0
  return contents
}
