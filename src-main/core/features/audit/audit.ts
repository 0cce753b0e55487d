import type { PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import type { Clock } from '../../platform/clock'
import { toStoredInstant } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import { hashEntry } from './audit.rules'
import { appendEntries, readHead } from './audit.queries'

export interface AccessEntry {
  /** A code such as `patient.opened`; its words live in the locales. */
  readonly action: string
  readonly patientId: PatientId | null
  readonly reason?: string | null
  /** Names of the fields that changed, never their content. */
  readonly detail?: string | null
}

export interface Audit {
  /** Appends one row in the transaction of the look or change itself (pasientjournalloven § 22). */
  record(transaction: Transaction, actor: Actor, entry: AccessEntry): Promise<void>
  /** The same for many at once, in their order. */
  recordAll(transaction: Transaction, actor: Actor, entries: readonly AccessEntry[]): Promise<void>
}

export function createAudit({ clock }: { clock: Clock }): Audit {
  async function recordAll(
    transaction: Transaction,
    actor: Actor,
    entries: readonly AccessEntry[]
  ): Promise<void> {
    if (entries.length === 0) return
    const head = await readHead(transaction)
    const occurred_at = toStoredInstant(clock.now())
    let previous_hash = head.hash
    const rows = entries.map(({ action, patientId, reason = null, detail = null }) => {
      const row = {
        occurred_at,
        user_id: actor.userId,
        user_name: actor.name,
        role: actor.role,
        action,
        patient_id: patientId,
        reason,
        detail
      }
      const chained = { ...row, previous_hash, hash: hashEntry(previous_hash, row) }
      previous_hash = chained.hash
      return chained
    })
    await appendEntries(transaction, rows, { entries: head.entries + rows.length, hash: previous_hash })
  }
  return {
    recordAll,
    record: async (transaction, actor, entry) => await recordAll(transaction, actor, [entry])
  }
}
