import type { ImportField } from '@contract/imports'
import { AppError } from '../../platform/app-error'
import { guessColumns, hasNameColumn } from './import-columns.rules'
import { decodeText, findEncoding, type ImportEncoding } from './import-encoding.rules'
import { guessDelimiter, readRecords, type ImportDelimiter, type ImportRecord } from './import-parsing.rules'

/** Opens the file from its beginning; it is read several times and never held in memory. */
export type OpenBytes = () => AsyncIterable<Uint8Array>

export interface ImportFile {
  readonly encoding: ImportEncoding
  readonly delimiter: ImportDelimiter
  readonly headings: readonly string[]
  /** The rows after the heading. */
  rows(): AsyncGenerator<ImportRecord, void, undefined>
}

/**
 * Finds out how a file is written.
 * @throws AppError `file-empty`, `file-not-text`, `file-heading`
 */
export async function openImportFile(open: OpenBytes): Promise<ImportFile> {
  const finding = await findEncoding(open())
  if (!finding.ok) throw new AppError(finding.code)
  const { encoding } = finding
  const delimiter = await delimiterOf(decodeText(open(), encoding))
  const records = () => readRecords(decodeText(open(), encoding), delimiter)
  return {
    encoding,
    delimiter,
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

const HEADING_CHARACTERS = 65_536

async function delimiterOf(text: AsyncIterable<string>): Promise<ImportDelimiter> {
  let beginning = ''
  for await (const chunk of text) {
    beginning += chunk
    if (/\S[^\r\n]*[\r\n]/.test(beginning) || beginning.length > HEADING_CHARACTERS) break
  }
  return guessDelimiter(beginning)
}

/**
 * What each column means: as the user chose, or as the headings say. A name may still be missing.
 * @throws AppError `mapping-invalid`
 */
export function previewColumns(
  { headings }: ImportFile,
  chosen: readonly ImportField[] | null
): readonly ImportField[] {
  const mapping = chosen ?? guessColumns(headings)
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
