import { ExportColumn, ExportPatients, type ExportChoice } from '@contract/exports'
import type { ExportChoiceId } from '@contract/ids'
import { z } from 'zod'
import type { Reader, Transaction } from '../../database/database'
import type { ExportRunTable } from '../../database/tables/exchange'

const MOST_CHOICES = 200
const Columns = z.array(ExportColumn)
const COLUMNS = ['id', 'name', 'form', 'patients', 'columns'] as const

/** By name. */
export async function listChoices(reader: Reader): Promise<ExportChoice[]> {
  const rows = await reader
    .selectFrom('export_choice')
    .select(COLUMNS)
    .orderBy('name')
    .limit(MOST_CHOICES)
    .execute()
  return rows.map(toChoice)
}

/** Replaces one of the same name. */
export async function saveChoice(
  transaction: Transaction,
  { name, form, patients, columns }: Omit<ExportChoice, 'id'>,
  at: string
): Promise<ExportChoice> {
  const held = { form, patients, columns: JSON.stringify(columns), changed_at: at }
  const row = await transaction
    .insertInto('export_choice')
    .values({ name, ...held })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(held))
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
  return toChoice(row)
}

/** @returns false when it was gone already */
export async function removeChoice(transaction: Transaction, id: ExportChoiceId): Promise<boolean> {
  const { numDeletedRows } = await transaction
    .deleteFrom('export_choice')
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

function toChoice(row: {
  id: ExportChoiceId
  name: string
  form: ExportChoice['form']
  patients: string
  columns: string
}): ExportChoice {
  return {
    ...{ id: row.id, name: row.name, form: row.form },
    patients: ExportPatients.parse(row.patients),
    columns: Columns.parse(JSON.parse(row.columns))
  }
}

export async function insertRun(transaction: Transaction, row: ExportRunTable): Promise<void> {
  await transaction.insertInto('export_run').values(row).execute()
}

export async function deleteRun(transaction: Transaction, id: string): Promise<void> {
  await transaction.deleteFrom('export_run').where('id', '=', id).execute()
}

/** Files that an earlier program left half written. */
export async function leftRuns(reader: Reader): Promise<Pick<ExportRunTable, 'id' | 'partial_file'>[]> {
  return await reader
    .selectFrom('export_run')
    .select(['id', 'partial_file'])
    .orderBy('id')
    .limit(100)
    .execute()
}
