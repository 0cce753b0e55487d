import { z } from 'zod'
import { IMPORT_CHUNK_CHARACTERS, IMPORT_FIELDS } from './choices'
import { ImportId } from './ids'
import { DESK, type EventSpec, type MethodSpec } from './method'
import { Line } from './values'

/** What a column of the file can mean; `ignore` leaves it out. */
export const ImportField = z.enum(IMPORT_FIELDS)
export type ImportField = z.infer<typeof ImportField>

export const ImportIssue = z.strictObject({
  /** Physical line of the file; the header is line 1. */
  line: z.int(),
  code: z.string(),
  message: z.string()
})
export type ImportIssue = z.infer<typeof ImportIssue>

export const ImportSummary = z.strictObject({
  imported: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  refused: z.array(ImportIssue),
  warned: z.array(ImportIssue)
})
export type ImportSummary = z.infer<typeof ImportSummary>

export const ImportPreview = z.strictObject({
  encoding: z.enum(['utf-8', 'windows-1252']),
  delimiter: z.enum([';', ',', '\t']),
  headings: z.array(z.string()),
  mapping: z.array(ImportField),
  /** The first rows as they stand in the file, protected addresses blanked. */
  rows: z.array(
    z.strictObject({
      line: z.int(),
      cells: z.array(z.string()),
      outcome: z.enum(['ok', 'warned', 'refused']),
      code: z.string().nullable()
    })
  ),
  totalLines: z.int(),
  counts: z.strictObject({ ok: z.int(), warned: z.int(), refused: z.int() })
})
export type ImportPreview = z.infer<typeof ImportPreview>

export const importMethods = {
  'imports.begin': {
    input: z.strictObject({ fileName: Line(255), bytes: z.int().min(0).max(500_000_000) }),
    output: z.strictObject({ importId: ImportId }),
    access: DESK
  },
  'imports.upload': {
    input: z.strictObject({
      importId: ImportId,
      index: z.int().min(0),
      base64: z.string().max(IMPORT_CHUNK_CHARACTERS)
    }),
    output: z.strictObject({ receivedBytes: z.int() }),
    access: DESK
  },
  'imports.preview': {
    input: z.strictObject({ importId: ImportId, mapping: z.array(ImportField).max(100).nullable() }),
    output: ImportPreview,
    access: DESK
  },
  /** Answers when the run has ended; `imports.progress` tells the way. The summary holds at most 1,000 issues of each kind. */
  'imports.run': {
    input: z.strictObject({ importId: ImportId, mapping: z.array(ImportField).max(100) }),
    output: ImportSummary.extend({ refusedCount: z.int(), warnedCount: z.int() }),
    access: DESK
  },
  'imports.cancel': {
    input: z.strictObject({ importId: ImportId }),
    output: z.strictObject({}),
    access: DESK
  },
  /** The refused lines as a file of the same form, with line, code and reason added. */
  'imports.refusedFile': {
    input: z.strictObject({ importId: ImportId }),
    output: z.strictObject({ name: z.string(), content: z.string() }),
    access: DESK
  }
} as const satisfies Record<string, MethodSpec>

export const importEvents = {
  'imports.progress': {
    payload: z.strictObject({
      importId: ImportId,
      done: z.int(),
      total: z.int(),
      secondsLeft: z.int().nullable()
    }),
    access: 'signed-in'
  }
} as const satisfies Record<string, EventSpec>
