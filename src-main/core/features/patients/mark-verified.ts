import type { PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { disputeMobile, verifyContact, type Verification } from './contacts.queries'
import { touchPatient } from './patients.queries'

/**
 * Notes that a mobile or e-mail was proven to be the patient's, such as by a code read back. The caller records the
 * look in the access log.
 * @returns false when the patient no longer has that value: then nothing is changed.
 */
export async function markContactVerified(
  transaction: Transaction,
  verification: Verification,
  at: string
): Promise<boolean> {
  if (!(await verifyContact(transaction, verification, at))) return false
  await touchPatient(transaction, verification.patientId, at)
  return true
}

/**
 * Notes that a mobile is not the patient's, as somebody has answered from it: nothing goes there until the desk has
 * confirmed it or entered another. The caller records it in the access log.
 * @returns false when the patient no longer has that mobile: then nothing is changed.
 */
export async function markMobileDisputed(
  transaction: Transaction,
  disputed: { readonly patientId: PatientId; readonly value: string },
  at: string
): Promise<boolean> {
  if (!(await disputeMobile(transaction, disputed, at))) return false
  await touchPatient(transaction, disputed.patientId, at)
  return true
}
