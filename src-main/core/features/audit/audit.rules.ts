import { createHash } from 'node:crypto'

export interface HashedEntry {
  readonly occurred_at: string
  readonly user_id: number | null
  readonly user_name: string
  readonly role: string
  readonly action: string
  readonly patient_id: number | null
  readonly reason: string | null
  readonly detail: string | null
}

/** The hash that chains an entry to the one before: a changed, missing or reordered row breaks every later one. */
export function hashEntry(previousHash: string, entry: HashedEntry): string {
  const content = JSON.stringify([
    previousHash,
    entry.occurred_at,
    entry.user_id,
    entry.user_name,
    entry.role,
    entry.action,
    entry.patient_id,
    entry.reason,
    entry.detail
  ])
  return createHash('sha256').update(content).digest('base64')
}
