import type { MergeId, PatientId, UserId } from '@contract/ids'
import type { Generated } from 'kysely'

export interface DuplicateKeyTable {
  key: number
  patient_id: PatientId
}

export interface DuplicatePairTable {
  id: Generated<number>
  one_id: PatientId
  other_id: PatientId
  score: number
  /** JSON list. */
  reasons: string
  state: 'open' | 'not-the-same' | 'merged'
  found_at: string
  decided_at: string | null
  decided_by: UserId | null
}

export interface DuplicateSearchTable {
  id: number
  rules: number
  after_updated_at: string
  after_id: number
  started_at: string | null
  finished_at: string | null
}

export interface PatientMergeTable {
  id: Generated<MergeId>
  survivor_id: PatientId
  loser_id: PatientId
  merged_at: string
  merged_by: UserId | null
  user_name: string
  /** JSON, as the next four. */
  choices: string
  survivor_before: string
  loser_before: string
  survivor_after: string
  highest: string
  log_from: number
  log_until: number | null
  undone_at: string | null
  undone_by: UserId | null
  undone_name: string | null
}

export interface PatientMergeRowTable {
  merge_id: MergeId
  table_name: string
  row_key: string
  column_name: string
  before: string | null
  after: string | null
}

export interface ConsentDecisionOwnerTable {
  id: Generated<number>
  decision_id: number
  patient_id: PatientId
  merge_id: MergeId
}

export interface DuplicateTables {
  duplicate_key: DuplicateKeyTable
  duplicate_pair: DuplicatePairTable
  duplicate_search: DuplicateSearchTable
  patient_merge: PatientMergeTable
  patient_merge_row: PatientMergeRowTable
  consent_decision_owner: ConsentDecisionOwnerTable
}
