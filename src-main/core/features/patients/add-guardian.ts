import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { isMinor } from './age.rules'
import type { ClinicDay } from './clinic-day'
import { changeGuardian, findGuardianRows, insertGuardian, type GuardianWrite } from './guardians.queries'
import { getPatientRow } from './patients.queries'

/**
 * Ties a guardian to a child, or says anew what one is to it and who gets the messages. From sixteen only a legal
 * guardian can be added.
 * @throws AppError `guardian-self`, `guardian-exists` when nothing is new, `guardian-adult`, `not-found`
 */
export async function addGuardian(
  transaction: Transaction,
  relation: GuardianWrite,
  { today }: Pick<ClinicDay, 'today'>
): Promise<void> {
  const { childId, guardianId, kind, carriesMessages } = relation
  if (childId === guardianId) throw new AppError('guardian-self')
  const child = await getPatientRow(transaction, childId)
  await getPatientRow(transaction, guardianId)
  if (kind === 'parent' && child.birth_date !== null && !isMinor(child.birth_date, today))
    throw new AppError('guardian-adult')
  const present = await findGuardianRows(transaction, 'child_id', [childId])
  const known = present.find((row) => row.guardian_id === guardianId)
  if (!known) return await insertGuardian(transaction, relation, today.toString())
  const carriesNow = known.carries_messages === 1
  if (known.kind === kind && carriesNow === carriesMessages) throw new AppError('guardian-exists')
  await changeGuardian(transaction, known.id, relation)
}
