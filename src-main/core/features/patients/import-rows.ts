import type { ImportField } from '@contract/imports'
import type { ImportFinding } from './import-contacts.rules'
import { readAddressProtection } from './import-cells.rules'
import { cellsByField } from './import-columns.rules'
import { createRepeatCheck } from './import-repeats.rules'
import { interpretRow, type ImportedPatient, type ImportRules } from './import-row.rules'
import type { ImportFile } from './import-source'

/** A row as it was understood. `text` and `cells` are the file's own. */
export interface ReadRow {
  readonly line: number
  /** In a FHIR file the entry's own name. */
  readonly entry: string | null
  readonly text: string
  readonly cells: readonly string[]
  readonly findings: readonly ImportFinding[]
  /** Null: refused. */
  readonly patient: ImportedPatient | null
  /** An earlier line says exactly the same. */
  readonly isRepeated: boolean
}

/** Every row of the file with what is to become of it, one after the other. */
export async function* readRows(
  file: ImportFile,
  mapping: readonly ImportField[],
  rules: ImportRules
): AsyncGenerator<ReadRow, void, undefined> {
  const repeats = createRepeatCheck()
  for await (const record of file.rows()) {
    const { line, text, entry = null } = record
    if ('fault' in record) {
      yield { line, entry, text, cells: [], findings: [record.fault], patient: null, isRepeated: false }
      continue
    }
    const interpreted = interpretRow(cellsByField(record.cells, mapping), rules)
    const { result, repeatsLine } = repeats.judge(line, interpreted)
    yield {
      line,
      entry,
      text,
      cells: record.cells,
      findings: result.findings,
      patient: result.outcome === 'refused' ? null : result.patient,
      isRepeated: repeatsLine !== null
    }
  }
}

const ADDRESS_FIELDS: ReadonlySet<ImportField> = new Set<ImportField>(['addressLine', 'postalCode', 'city'])

/** The cells as they may be shown or saved: a protected address stands nowhere. */
export function shownCells(
  cells: readonly string[],
  mapping: readonly ImportField[],
  isProtected: boolean
): string[] {
  if (!isProtected) return [...cells]
  return cells.map((cell, column) => (ADDRESS_FIELDS.has(mapping[column] ?? 'ignore') ? '' : cell))
}

/** A refused row as it may stand in a file; one that could not be taken apart as the text it is. */
export function savedCells({ cells, text }: ReadRow, mapping: readonly ImportField[]): string[] {
  if (cells.length === 0) return [text]
  const code = cellsByField(cells, mapping).addressProtection
  return shownCells(cells, mapping, readAddressProtection(code) !== 'none')
}
