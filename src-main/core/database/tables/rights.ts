import type { AccessRule } from '@contract/access-watch'
import type { AccessFindingId, ErasureId, LegalHoldId, PatientId, UserId } from '@contract/ids'
import type { Generated } from 'kysely'

export interface AccessWatchTable {
  id: number
  /** The last entry of the log that was looked at. */
  entry_id: number
  looked_at: string | null
}

export interface AccessTallyTable {
  user_id: UserId
  local_date: string
  hour: number
  looks: number
}

export interface AccessFindingTable {
  id: Generated<AccessFindingId>
  key: string
  rule: AccessRule
  entry_id: number
  occurred_at: string
  local_date: string
  user_id: UserId
  user_name: string
  patient_id: PatientId | null
  /** JSON. */
  facts: string
  reviewed_at: string | null
  reviewed_by: UserId | null
  reviewed_by_name: string | null
  review_note: string | null
}

export interface LegalHoldTable {
  id: Generated<LegalHoldId>
  patient_id: PatientId
  reason: string
  until_date: string | null
  placed_at: string
  placed_by: UserId | null
  placed_by_name: string
  lifted_at: string | null
  lifted_by: UserId | null
  lifted_by_name: string | null
}

export interface ErasureTable {
  id: Generated<ErasureId>
  patient_id: PatientId
  origin: 'request' | 'rule'
  reason: string
  state: 'asked' | 'queued' | 'refused' | 'taken-back' | 'done'
  asked_at: string
  asked_by: UserId | null
  asked_by_name: string
  approved_at: string | null
  approved_by: UserId | null
  approved_by_name: string | null
  due_on: string | null
  ended_at: string | null
  ended_by: UserId | null
  ended_by_name: string | null
  end_note: string | null
  /** JSON of counts, once done. */
  removed: string | null
}

export interface RetentionRunTable {
  local_date: string
  kind: string
  removed: number
}

/** A row only within the transaction that empties a patient. */
export interface ErasingTable {
  patient_id: PatientId
}

export interface RightsTables {
  access_watch: AccessWatchTable
  access_tally: AccessTallyTable
  access_finding: AccessFindingTable
  legal_hold: LegalHoldTable
  erasure: ErasureTable
  retention_run: RetentionRunTable
  erasing: ErasingTable
}
