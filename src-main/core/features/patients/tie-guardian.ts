import type { PatientId } from '@contract/ids'
import type { GuardianDraft } from '@contract/patients'
import type { Transaction } from '../../database/database'
import { addGuardian } from './add-guardian'
import type { ClinicDay } from './clinic-day'

/** What the access log says of a change. */
export interface LoggedChange {
  readonly action: string
  readonly detail: string
}

/** @throws as `addGuardian` does */
export async function tieGuardian(
  transaction: Transaction,
  relation: GuardianDraft & { childId: PatientId },
  day: ClinicDay
): Promise<LoggedChange> {
  await addGuardian(transaction, relation, day)
  return { action: 'patient.guardian-added', detail: `patient ${relation.guardianPatientId}` }
}
