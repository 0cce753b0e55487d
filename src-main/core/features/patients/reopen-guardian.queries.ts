import type { GuardianId, PatientId } from '@contract/ids'
import type { GuardianPurpose } from '@contract/patients'
import type { Transaction } from '../../database/database'
import { findGuardianRows } from './guardians.queries'

export interface Carried {
  readonly carriesMessages: boolean
  readonly purposes: readonly GuardianPurpose[]
}

/**
 * A relation that was ended by mistake stands again, with what it carried where nobody else carries that by now.
 * @returns the child; null when it stands already, is gone, or the two were tied anew since
 */
export async function reopenGuardian(
  transaction: Transaction,
  id: GuardianId,
  { carriesMessages, purposes }: Carried
): Promise<PatientId | null> {
  const ended = await transaction
    .selectFrom('guardian')
    .select(['child_id', 'guardian_id'])
    .where('id', '=', id)
    .where('period_end', 'is not', null)
    .executeTakeFirst()
  if (!ended) return null
  const others = await findGuardianRows(transaction, 'child_id', [ended.child_id])
  if (others.some((other) => other.guardian_id === ended.guardian_id)) return null
  const isFree = others.every((other) => other.carries_messages === 0)
  await transaction
    .updateTable('guardian')
    .set({ period_end: null, ended_by: null, carries_messages: carriesMessages && isFree ? 1 : 0 })
    .where('id', '=', id)
    .execute()
  for (const purpose of purposes)
    if (!others.some(({ chosenFor }) => chosenFor.has(purpose)))
      await transaction.insertInto('guardian_purpose').values({ relation_id: id, purpose }).execute()
  return ended.child_id
}
