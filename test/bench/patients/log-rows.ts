import { PatientId } from '../../../src-preload/contract/ids'
import type { Database } from '../../../src-main/core/database/database'
import { insertRows } from '../../../src-main/core/database/insert-rows'
import { hashEntry } from '../../../src-main/core/features/audit/audit.rules'

/** The access log's row of each registration, chained as the program chains them. @returns the last hash */
export function writeLog(
  database: Database,
  patientIds: readonly number[],
  { previousHash, at }: { previousHash: string; at: string }
): string {
  let previous_hash = previousHash
  const rows = patientIds.map((id) => {
    const row = {
      occurred_at: at,
      user_id: null,
      user_name: 'Skranke',
      role: 'system',
      action: 'patient.created',
      patient_id: PatientId.parse(id),
      reason: null,
      detail: null
    }
    const chained = { ...row, previous_hash, hash: hashEntry(previous_hash, row) }
    previous_hash = chained.hash
    return chained
  })
  insertRows(database, 'access_log', rows)
  return previous_hash
}
