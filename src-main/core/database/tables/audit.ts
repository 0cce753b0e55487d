import type { PatientId, UserId } from '@contract/ids'
import type { Generated } from 'kysely'

export interface AccessLogTable {
  id: Generated<number>
  occurred_at: string
  user_id: UserId | null
  user_name: string
  role: string
  action: string
  patient_id: PatientId | null
  reason: string | null
  detail: string | null
  previous_hash: string
  hash: string
}

export interface AccessLogHeadTable {
  id: number
  entries: number
  hash: string
}

export interface AuditTables {
  access_log: AccessLogTable
  access_log_head: AccessLogHeadTable
}
