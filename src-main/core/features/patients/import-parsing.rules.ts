import type { ImportPreview } from '@contract/imports'
import { parse } from 'csv-parse/sync'
import { splitLines, type PhysicalLine } from './import-lines.rules'

export type ImportDelimiter = NonNullable<ImportPreview['delimiter']>

export type ImportRowFault =
  | { code: 'row-columns'; parameters: { expected: string; found: string } }
  | { code: 'entry-shape'; parameters: { path: string } }
  | {
      code:
        'row-quotes' | 'row-encoding' | 'row-too-long' | 'entry-json' | 'entry-modifier' | 'entry-inactive'
      parameters: Record<string, never>
    }

/** One record of the file, in a FHIR file with its own name. The line is that of its beginning; the text is kept for refused rows. */
export type ImportRecord = { line: number; text: string; entry?: string | null } & (
  { cells: string[] } | { fault: ImportRowFault }
)

const DELIMITERS = [';', '\t', ','] as const satisfies readonly ImportDelimiter[]

/** A cell may hold a few line breaks (addresses do); a quote open for longer than this was never closed. */
const MAXIMUM_LINES_OF_A_RECORD = 20

/** The sign that separates most cells of the first line with text. Signs between quotes do not count. */
export function guessDelimiter(beginning: string): ImportDelimiter {
  const heading = beginning.split(/\r\n|\n|\r/).find((line) => line.trim() !== '') ?? ''
  const unquoted = heading.replace(/"[^"]*"/g, '')
  const count = (delimiter: string) => unquoted.split(delimiter).length
  return DELIMITERS.reduce((best, each) => (count(each) > count(best) ? each : best))
}

/**
 * The records of a file, its heading first and blank ones left out. A record whose quotes never close, or with
 * another number of cells than the heading, is given with its fault and costs no other record.
 */
export async function* readRecords(
  text: AsyncIterable<string>,
  delimiter: ImportDelimiter
): AsyncGenerator<ImportRecord, void, undefined> {
  const lines = lookAhead(splitLines(text))
  let columns: number | null = null
  try {
    for (let line = await lines.take(); line; line = await lines.take()) {
      const record = await readRecord(line, lines, { delimiter, columns })
      if ('cells' in record && record.cells.every((cell) => cell.trim() === '')) continue
      if ('cells' in record) columns ??= record.cells.length
      yield record
    }
  } finally {
    // Whoever reads no further lets go of the file.
    await lines.close()
  }
}

interface Lines {
  take(): Promise<PhysicalLine | undefined>
  giveBack(lines: readonly PhysicalLine[]): void
  close(): Promise<void>
}

interface Shape {
  delimiter: ImportDelimiter
  /** Null while the heading is read. */
  columns: number | null
}

function lookAhead(source: AsyncGenerator<PhysicalLine, void, undefined>): Lines {
  const returned: PhysicalLine[] = []
  return {
    async take() {
      const kept = returned.shift()
      if (kept) return kept
      const next = await source.next()
      return next.done ? undefined : next.value
    },
    giveBack(lines) {
      returned.unshift(...lines)
    },
    async close() {
      await source.return()
    }
  }
}

async function readRecord(line: PhysicalLine, lines: Lines, shape: Shape): Promise<ImportRecord> {
  if (line.isTooLong) return faulty(line, { code: 'row-too-long', parameters: {} })
  if (line.text.includes('\uFFFD')) return faulty(line, { code: 'row-encoding', parameters: {} })
  if (!line.text.includes('"')) return withCells(line, line.text.split(shape.delimiter), shape)
  return readQuotedRecord(line, lines, shape)
}

async function readQuotedRecord(first: PhysicalLine, lines: Lines, shape: Shape): Promise<ImportRecord> {
  const following: PhysicalLine[] = []
  let text = first.text
  while (endsInQuotes(text, shape.delimiter) && following.length < MAXIMUM_LINES_OF_A_RECORD) {
    const next = await lines.take()
    if (!next) break
    following.push(next)
    text = `${text}\n${next.text}`
  }
  const cells = endsInQuotes(text, shape.delimiter) ? null : parseCells(text, shape.delimiter)
  // Joined lines of the wrong width mean that a stray quote found its partner in somebody else's row.
  const isStray = following.length > 0 && shape.columns !== null && cells?.length !== shape.columns
  if (cells && !isStray) return withCells({ ...first, text }, cells, shape)
  lines.giveBack(following)
  return faulty(first, { code: 'row-quotes', parameters: {} })
}

function withCells(line: PhysicalLine, cells: string[], { columns }: Shape): ImportRecord {
  const expected = columns ?? cells.length
  const surplus = cells.slice(expected)
  const isRagged =
    cells.some((cell) => cell.trim() !== '') && (cells.length < expected || surplus.some(Boolean))
  if (!isRagged) return { line: line.line, text: line.text, cells: cells.slice(0, expected) }
  const parameters = { expected: String(expected), found: String(cells.length) }
  return faulty(line, { code: 'row-columns', parameters })
}

function faulty({ line, text }: PhysicalLine, fault: ImportRowFault): ImportRecord {
  return { line, text, fault }
}

function parseCells(text: string, delimiter: ImportDelimiter): string[] | null {
  const rows = parse(text, {
    delimiter,
    relax_quotes: true,
    relax_column_count: true,
    record_delimiter: '\0'
  })
  return rows.length === 1 ? (rows[0] ?? null) : null
}

/** A quote opens only at the beginning of a cell and closes at the first one that is not doubled. */
function endsInQuotes(text: string, delimiter: ImportDelimiter): boolean {
  let isQuoted = false
  let isCellStart = true
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index]
    if (isQuoted) {
      if (sign !== '"') continue
      if (text[index + 1] === '"') index += 1
      else isQuoted = false
      continue
    }
    isQuoted = isCellStart && sign === '"'
    isCellStart = sign === delimiter
  }
  return isQuoted
}
