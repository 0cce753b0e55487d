import { z } from 'zod'
import { EXPORT_FORMS, IMPORT_CHUNK_CHARACTERS, IMPORT_FIELDS } from './choices'
import { ImportId, ImportMappingId } from './ids'
import { DESK, type EventSpec, type MethodSpec } from './method'
import { Instant, Line } from './values'

/** What a column of the file can mean; `ignore` leaves it out. */
export const ImportField = z.enum(IMPORT_FIELDS)
export type ImportField = z.infer<typeof ImportField>

/** How a file is written: found out from what is in it. */
export const ImportForm = z.enum(EXPORT_FORMS)
export type ImportForm = z.infer<typeof ImportForm>

export const ImportIssue = z.strictObject({
  /** Physical line of the file, the header being line 1; in a FHIR Bundle the number of the entry. */
  line: z.int(),
  /** The entry's own name in a FHIR file: its fullUrl, or its id. */
  entry: z.string().nullable(),
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
  form: ImportForm,
  encoding: z.enum(['utf-8', 'windows-1252']),
  /** Null: a file of another form than columns. */
  delimiter: z.enum([';', ',', '\t']).nullable(),
  headings: z.array(z.string()),
  mapping: z.array(ImportField),
  /** What the headings say by themselves. */
  guessed: z.array(ImportField),
  /** The kept mapping it was read by: the one asked for, or the one whose headings these are. */
  mappingId: ImportMappingId.nullable(),
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
  counts: z.strictObject({ ok: z.int(), warned: z.int(), refused: z.int() }),
  /** What a FHIR file holds besides and is not read: kinds of resource, `extension`, guardians without a number. */
  leftOut: z.array(z.strictObject({ what: z.string(), count: z.int() }))
})
export type ImportPreview = z.infer<typeof ImportPreview>

/** The issues are the first 1,000 of each kind. */
export const ImportOutcome = ImportSummary.extend({ refusedCount: z.int(), warnedCount: z.int() })
export type ImportOutcome = z.infer<typeof ImportOutcome>

/** A run that the end of the program cut short. Its rows up to `done` are in. */
export const InterruptedImport = z.strictObject({
  importId: ImportId,
  fileName: z.string(),
  startedAt: Instant,
  /** Who had begun it. */
  userName: z.string(),
  done: z.int(),
  total: z.int()
})
export type InterruptedImport = z.infer<typeof InterruptedImport>

/** What the columns of a list mean, under a name. */
export const ImportMapping = z.strictObject({
  id: ImportMappingId,
  name: z.string(),
  columns: z.array(z.strictObject({ heading: z.string(), field: ImportField }))
})
export type ImportMapping = z.infer<typeof ImportMapping>

const Mapping = z.array(ImportField).max(100)

export const importMethods = {
  'imports.begin': {
    input: z.strictObject({ fileName: Line(255), bytes: z.int().min(0).max(2_000_000_000) }),
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
  /**
   * What becomes of the rows by what the file says. The columns are as given, as the kept mapping asked for says, or, with
   * neither, as the one kept for these headings or the headings themselves do.
   */
  'imports.preview': {
    input: z.strictObject({
      importId: ImportId,
      mapping: Mapping.nullable(),
      mappingId: ImportMappingId.nullable().default(null)
    }),
    output: ImportPreview,
    access: DESK
  },
  /** What a run would do: every row held against those registered already, and nothing written. */
  'imports.dryRun': {
    input: z.strictObject({ importId: ImportId, mapping: Mapping }),
    output: ImportOutcome,
    access: DESK
  },
  /** Answers when the run has ended; `imports.progress` tells the way. */
  'imports.run': {
    input: z.strictObject({ importId: ImportId, mapping: Mapping }),
    output: ImportOutcome,
    access: DESK
  },
  /** Stops a run after its current slice; forgets a file that waits. */
  'imports.cancel': {
    input: z.strictObject({ importId: ImportId }),
    output: z.strictObject({}),
    access: DESK
  },
  'imports.interrupted': {
    input: z.strictObject({}),
    output: z.array(InterruptedImport),
    access: DESK
  },
  /** Goes on where a run was cut short: no row twice, none left out. */
  'imports.resume': {
    input: z.strictObject({ importId: ImportId }),
    output: ImportOutcome,
    access: DESK
  },
  /** Ends a run that was cut short with what is in: its guardians are tied, its file removed. */
  'imports.giveUp': {
    input: z.strictObject({ importId: ImportId }),
    output: ImportOutcome,
    access: DESK
  },
  /** The refused lines as a file of the same form, with line, code and reason added. */
  'imports.refusedFile': {
    input: z.strictObject({ importId: ImportId }),
    output: z.strictObject({ name: z.string(), content: z.string() }),
    access: DESK
  },
  'imports.mappings': { input: z.strictObject({}), output: z.array(ImportMapping), access: DESK },
  /** Keeps what the columns mean; a mapping of that name is replaced. */
  'imports.saveMapping': {
    input: z.strictObject({
      name: Line(60).min(1),
      columns: z.array(z.strictObject({ heading: z.string().max(1000), field: ImportField })).max(100)
    }),
    output: ImportMapping,
    access: DESK
  },
  'imports.removeMapping': {
    input: z.strictObject({ id: ImportMappingId }),
    output: z.strictObject({}),
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
  },
  /** A run was cut short, ended, or a mapping was kept or removed. */
  'imports.changed': { payload: z.strictObject({}), access: 'signed-in' }
} as const satisfies Record<string, EventSpec>
