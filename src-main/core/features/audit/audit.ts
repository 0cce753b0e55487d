import type { PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import type { Clock } from '../../platform/clock'
import { toStoredInstant } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import { hashEntry } from './audit.rules'
import { appendEntry, readHead } from './audit.queries'

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
}

export function createAudit({ clock }: { clock: Clock }): Audit {
  return {
    async record(transaction, actor, { action, patientId, reason = null, detail = null }) {
      const head = await readHead(transaction)
      const row = {
        occurred_at: toStoredInstant(clock.now()),
        user_id: actor.userId,
        user_name: actor.name,
        role: actor.role,
        action,
        patient_id: patientId,
        reason,
        detail
      }
      const hash = hashEntry(head.hash, row)
      await appendEntry(transaction, { ...row, previous_hash: head.hash, hash }, head.entries + 1)
    }
  }
}
