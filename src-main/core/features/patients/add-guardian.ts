import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { isMinor } from './age.rules'
import type { ClinicDay } from './clinic-day'
import { findGuardianRows, insertGuardian, type GuardianWrite } from './guardians.queries'
import { getPatientRow } from './patients.queries'

/**
 * Ties a guardian to a child. From sixteen only a legal guardian can be added.
 * @throws AppError `guardian-self`, `guardian-exists`, `guardian-adult`, `not-found`
 */
export async function addGuardian(
  transaction: Transaction,
  relation: GuardianWrite,
  { today }: Pick<ClinicDay, 'today'>
): Promise<void> {
  const { childId, guardianId, kind } = relation
  if (childId === guardianId) throw new AppError('guardian-self')
  const child = await getPatientRow(transaction, childId)
  await getPatientRow(transaction, guardianId)
  if (kind === 'parent' && child.birth_date !== null && !isMinor(child.birth_date, today))
    throw new AppError('guardian-adult')
  const present = await findGuardianRows(transaction, 'child_id', [childId])
  if (present.some((row) => row.guardian_id === guardianId)) throw new AppError('guardian-exists')
  await insertGuardian(transaction, relation, today.toString())
}
