import type { ImportField, ImportPreview } from '@contract/imports'
import { readAddressProtection } from './import-cells.rules'
import { cellsByField } from './import-columns.rules'
import { readRows, shownCells, type ReadRow } from './import-rows'
import type { ImportRules } from './import-row.rules'
import { previewColumns, type ImportFile } from './import-source'

const ROWS_SHOWN = 20

/** The first rows as they will be read, and what becomes of all of them. */
export async function previewImport(
  file: ImportFile,
  mapping: readonly ImportField[],
  rules: ImportRules
): Promise<ImportPreview> {
  const rows: ImportPreview['rows'] = []
  const counts = { ok: 0, warned: 0, refused: 0 }
  for await (const row of readRows(file, mapping, rules)) {
    const outcome = outcomeOf(row)
    counts[outcome] += 1
    if (rows.length >= ROWS_SHOWN) continue
    const code = cellsByField(row.cells, mapping).addressProtection
    const isProtected = readAddressProtection(code) !== 'none'
    rows.push({
      line: row.line,
      cells: shownCells(row.cells, mapping, isProtected),
      outcome,
      code: row.findings[0]?.code ?? null
    })
  }
  return {
    ...{ form: file.form, encoding: file.encoding, delimiter: file.delimiter, leftOut: [...file.leftOut] },
    headings: [...file.headings],
    mapping: [...mapping],
    guessed: [...previewColumns(file, null)],
    mappingId: null,
    rows,
    totalLines: counts.ok + counts.warned + counts.refused,
    counts
  }
}

/** How many rows there are, without a look at what they say. */
export async function countRows(file: ImportFile): Promise<number> {
  let rows = 0
  for await (const _row of file.rows()) rows += 1
  return rows
}

function outcomeOf({ patient, findings }: ReadRow): 'ok' | 'warned' | 'refused' {
  if (patient === null) return 'refused'
  return findings.length > 0 ? 'warned' : 'ok'
}
