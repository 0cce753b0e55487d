import type { ImportField, ImportForm } from '@contract/imports'
import { AppError } from '../../platform/app-error'
import { guessColumns, hasNameColumn } from './import-columns.rules'
import { decodeText, findEncoding, type ImportEncoding } from './import-encoding.rules'
import { openFhirFile } from './import-fhir-file'
import { guessDelimiter, readRecords, type ImportDelimiter, type ImportRecord } from './import-parsing.rules'

/** Opens the file from its beginning; it is read several times and never held in memory. */
export type OpenBytes = () => AsyncIterable<Uint8Array>

/** What a file holds besides patients, and is not read. */
export interface LeftOut {
  readonly what: string
  readonly count: number
}

export interface ImportFile {
  readonly form: ImportForm
  readonly encoding: ImportEncoding
  /** Null: no columns of text. */
  readonly delimiter: ImportDelimiter | null
  readonly headings: readonly string[]
  /** What the columns mean where the form of the file says it; null: to be chosen. */
  readonly columns: readonly ImportField[] | null
  readonly leftOut: readonly LeftOut[]
  /** The rows after the heading. */
  rows(): AsyncGenerator<ImportRecord, void, undefined>
}

/**
 * Finds out how a file is written.
 * @throws AppError `file-empty`, `file-not-text`, `file-heading`, `file-json`
 */
export async function openImportFile(open: OpenBytes): Promise<ImportFile> {
  const finding = await findEncoding(open())
  if (!finding.ok) throw new AppError(finding.code)
  const { encoding } = finding
  const text = () => decodeText(open(), encoding)
  const beginning = await beginningOf(text())
  if (beginning.trimStart().startsWith('{')) return { encoding, ...(await openFhirFile(text, beginning)) }
  const delimiter = guessDelimiter(beginning)
  const records = () => readRecords(text(), delimiter)
  return {
    ...{ form: 'csv', encoding, delimiter, columns: null, leftOut: [] },
    headings: await headingsOf(records()),
    async *rows() {
      const all = records()
      await all.next()
      yield* all
    }
  }
}

async function headingsOf(records: AsyncIterable<ImportRecord>): Promise<readonly string[]> {
  for await (const record of records) {
    if (!('cells' in record)) throw new AppError('file-heading')
    return record.cells
  }
  throw new AppError('file-empty')
}

const BEGINNING_CHARACTERS = 65_536

/** The first line with text, and what came with it. */
async function beginningOf(text: AsyncIterable<string>): Promise<string> {
  let beginning = ''
  for await (const chunk of text) {
    beginning += chunk
    if (/\S[^\r\n]*[\r\n]/.test(beginning) || beginning.length > BEGINNING_CHARACTERS) break
  }
  return beginning
}

/**
 * What each column means: as the user chose, or as the headings say. A name may still be missing.
 * @throws AppError `mapping-invalid`
 */
export function previewColumns(
  { headings, columns }: ImportFile,
  chosen: readonly ImportField[] | null
): readonly ImportField[] {
  const mapping = columns ?? chosen ?? guessColumns(headings)
  if (mapping.length !== headings.length) throw new AppError('mapping-invalid')
  return mapping
}

/**
 * The same for a run, which needs a name.
 * @throws AppError `mapping-invalid`, `name-unmapped`
 */
export function columnsOf(file: ImportFile, chosen: readonly ImportField[] | null): readonly ImportField[] {
  const mapping = previewColumns(file, chosen)
  if (!hasNameColumn(mapping)) throw new AppError('name-unmapped')
  return mapping
}
