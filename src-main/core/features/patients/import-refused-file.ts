import { CSV_BEGINNING, csvLine } from '../../platform/csv'
import type { ImportDelimiter } from './import-parsing.rules'
import type { RefusedRow } from './import-tally'

/**
 * The refused rows as a file of the form they came in, with line, code and reason added, to be mended and imported
 * again: columns it does not know are left out then. Starts with a byte order mark, so that spreadsheets read UTF-8.
 */
export function refusedFile(
  headings: readonly string[],
  rows: readonly RefusedRow[],
  delimiter: ImportDelimiter
): string {
  const width = headings.length
  const table = [
    [...headings, 'line', 'code', 'reason'],
    ...rows.map(({ cells, line, code, message }) => [...filled(cells, width), String(line), code, message])
  ]
  return CSV_BEGINNING + table.map((cells) => csvLine(cells, delimiter)).join('')
}

/** A row that could not be taken apart stands whole in the first column. */
function filled(cells: readonly string[], width: number): string[] {
  return [...cells, ...Array<string>(Math.max(0, width - cells.length)).fill('')]
}
