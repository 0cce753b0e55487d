import type { ExportChoiceId, ImportId, ImportMappingId, PatientId, UserId } from '@contract/ids'
import type { ExportForm } from '@contract/exports'
import type { Generated } from 'kysely'

export interface ImportRunTable {
  id: ImportId
  file_name: string
  /** Opens the spool; null where the file is not kept. */
  spool_key: Buffer | null
  chunks: number
  bytes: number
  /** JSON: a meaning for each column. */
  columns: string
  user_id: UserId | null
  user_name: string
  started_at: string
  total: number
  done: Generated<number>
  imported: Generated<number>
  changed: Generated<number>
  unchanged: Generated<number>
}

export interface ImportRefusalTable {
  run_id: ImportId
  line: number
  code: string
}

export interface ImportGuardianTable {
  id: Generated<number>
  run_id: ImportId
  line: number
  child_id: PatientId
  number: string
  kind: 'parent' | 'legal-guardian'
  was_unchanged: number
}

export interface ImportMappingTable {
  id: Generated<ImportMappingId>
  name: string
  headings_key: string
  /** JSON: heading and meaning, pair by pair. */
  columns: string
  changed_at: string
}

export interface ExportChoiceTable {
  id: Generated<ExportChoiceId>
  name: string
  form: ExportForm
  patients: string
  /** JSON: the columns in their order. */
  columns: string
  changed_at: string
}

export interface ExportRunTable {
  id: string
  partial_file: string
  started_at: string
}

export interface ExchangeTables {
  import_run: ImportRunTable
  import_refusal: ImportRefusalTable
  import_guardian: ImportGuardianTable
  import_mapping: ImportMappingTable
  export_choice: ExportChoiceTable
  export_run: ExportRunTable
}
