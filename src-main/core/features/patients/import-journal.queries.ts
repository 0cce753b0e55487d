import { ImportField, type InterruptedImport } from '@contract/imports'
import type { ImportId, PatientId } from '@contract/ids'
import type { Insertable } from 'kysely'
import { z } from 'zod'
import type { Database, Reader, Transaction } from '../../database/database'
import { insertRows } from '../../database/insert-rows'
import { prepared, type Slots } from '../../database/prepared'
import type { ImportRunTable } from '../../database/tables/exchange'

/** Where a run stands: written with every slice, so that the end of the program costs it nothing. */
export interface ImportStand {
  readonly done: number
  readonly imported: number
  readonly changed: number
  readonly unchanged: number
}

/** A guardian named by a row, to be tied when all rows are in. */
export interface PendingGuardian {
  readonly id: number
  readonly line: number
  readonly childId: PatientId
  readonly number: string
  readonly kind: 'parent' | 'legal-guardian'
  readonly wasUnchanged: boolean
}

/** A finding that the file alone does not say again. */
export interface KeptFinding {
  readonly line: number
  readonly code: string
}

const Columns = z.array(ImportField)
const MOST_RUNS = 20
const MOST_KEPT_FINDINGS = 100_000

export async function insertRun(transaction: Transaction, row: Insertable<ImportRunTable>): Promise<void> {
  await transaction.insertInto('import_run').values(row).execute()
}

/** Removes the run and what belongs to it. */
export async function deleteRun(transaction: Transaction, id: ImportId): Promise<void> {
  await transaction.deleteFrom('import_run').where('id', '=', id).execute()
}

export interface StoredRun extends InterruptedImport, Omit<ImportStand, 'done'> {
  readonly spoolKey: Buffer
  readonly chunks: number
  readonly bytes: number
  readonly columns: readonly ImportField[]
}

/** Runs that were begun and not ended, whose file is kept; the newest first. */
export async function storedRuns(reader: Reader): Promise<StoredRun[]> {
  const rows = await reader
    .selectFrom('import_run')
    .select(['id', 'file_name', 'spool_key', 'chunks', 'bytes', 'columns', 'user_name', 'started_at'])
    .select(['total', 'done', 'imported', 'changed', 'unchanged'])
    .orderBy('started_at', 'desc')
    .limit(MOST_RUNS)
    .execute()
  return rows.flatMap(({ spool_key, columns, ...row }): StoredRun[] =>
    spool_key === null
      ? []
      : [
          {
            importId: row.id,
            fileName: row.file_name,
            startedAt: row.started_at,
            userName: row.user_name,
            spoolKey: spool_key,
            columns: Columns.parse(JSON.parse(columns)),
            ...{ chunks: row.chunks, bytes: row.bytes, total: row.total, done: row.done },
            ...{ imported: row.imported, changed: row.changed, unchanged: row.unchanged }
          }
        ]
  )
}

/** Runs without a file of ours end with the program. */
export async function deleteUnkeptRuns(transaction: Transaction): Promise<void> {
  await transaction.deleteFrom('import_run').where('spool_key', 'is', null).execute()
}

const stand = prepared((transaction: Transaction, slots: Slots<ImportStand & { id: ImportId }>) => {
  const { id, ...to } = slots
  return transaction.updateTable('import_run').set(to).where('id', '=', id)
})

/** Writes where the run stands, in the transaction of its slice. */
export async function recordStand(transaction: Transaction, id: ImportId, to: ImportStand): Promise<void> {
  await stand.run(transaction, { ...to, id })
}

/** Within the open transaction. */
export function insertFindings(database: Database, id: ImportId, findings: readonly KeptFinding[]): void {
  insertRows(
    database,
    'import_refusal',
    findings.map(({ line, code }) => ({ run_id: id, line, code }))
  )
}

export async function keptFindings(reader: Reader, id: ImportId): Promise<KeptFinding[]> {
  return await reader
    .selectFrom('import_refusal')
    .select(['line', 'code'])
    .where('run_id', '=', id)
    .orderBy('line')
    .limit(MOST_KEPT_FINDINGS)
    .execute()
}

/** Within the open transaction. */
export function insertPendingGuardians(
  database: Database,
  id: ImportId,
  guardians: readonly Omit<PendingGuardian, 'id'>[]
): void {
  insertRows(
    database,
    'import_guardian',
    guardians.map(({ line, childId, number, kind, wasUnchanged }) => ({
      ...{ run_id: id, line, child_id: childId, number, kind },
      was_unchanged: wasUnchanged ? 1 : 0
    }))
  )
}

/** The next of them, in the order of the file. */
export async function pendingGuardians(
  reader: Reader,
  id: ImportId,
  limit: number
): Promise<PendingGuardian[]> {
  const rows = await reader
    .selectFrom('import_guardian')
    .select(['id', 'line', 'child_id', 'number', 'kind', 'was_unchanged'])
    .where('run_id', '=', id)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(({ child_id, was_unchanged, ...row }) => ({
    ...row,
    childId: child_id,
    wasUnchanged: was_unchanged === 1
  }))
}

/** Those up to this one are done with. */
export async function deletePendingGuardians(
  transaction: Transaction,
  id: ImportId,
  lastId: number
): Promise<void> {
  await transaction.deleteFrom('import_guardian').where('run_id', '=', id).where('id', '<=', lastId).execute()
}
