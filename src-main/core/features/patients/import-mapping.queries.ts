import { ImportField, type ImportMapping } from '@contract/imports'
import type { ImportMappingId } from '@contract/ids'
import { z } from 'zod'
import type { Reader, Transaction } from '../../database/database'
import { headingsKey } from './import-mapping.rules'

const MOST_MAPPINGS = 200
const Columns = z.array(z.strictObject({ heading: z.string(), field: ImportField }))

/** By name. */
export async function listMappings(reader: Reader): Promise<ImportMapping[]> {
  const rows = await reader
    .selectFrom('import_mapping')
    .select(['id', 'name', 'columns'])
    .orderBy('name')
    .limit(MOST_MAPPINGS)
    .execute()
  return rows.map(toMapping)
}

/** The one asked for; else the one kept last for a list with the same headings, in whatever order they stand. */
export async function keptMapping(
  reader: Reader,
  { headings, mappingId }: { headings: readonly string[]; mappingId: ImportMappingId | null }
): Promise<ImportMapping | null> {
  const kept = reader.selectFrom('import_mapping').select(['id', 'name', 'columns'])
  const asked =
    mappingId === null
      ? kept.where('headings_key', '=', headingsKey(headings)).orderBy('changed_at', 'desc').limit(1)
      : kept.where('id', '=', mappingId)
  const row = await asked.executeTakeFirst()
  return row ? toMapping(row) : null
}

/** Replaces one of the same name. */
export async function saveMapping(
  transaction: Transaction,
  { name, columns }: Omit<ImportMapping, 'id'>,
  at: string
): Promise<ImportMapping> {
  const held = {
    headings_key: headingsKey(columns.map(({ heading }) => heading)),
    columns: JSON.stringify(columns),
    changed_at: at
  }
  const row = await transaction
    .insertInto('import_mapping')
    .values({ name, ...held })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(held))
    .returning(['id', 'name', 'columns'])
    .executeTakeFirstOrThrow()
  return toMapping(row)
}

/** @returns false when it was gone already */
export async function removeMapping(transaction: Transaction, id: ImportMappingId): Promise<boolean> {
  const { numDeletedRows } = await transaction
    .deleteFrom('import_mapping')
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows === 1n
}

function toMapping({
  columns,
  ...row
}: {
  id: ImportMappingId
  name: string
  columns: string
}): ImportMapping {
  return { ...row, columns: Columns.parse(JSON.parse(columns)) }
}
