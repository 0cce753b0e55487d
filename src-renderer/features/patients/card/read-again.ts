import type { PatientId } from '@contract/ids'
import type { Patient } from '@contract/patients'
import { call, isRefusal } from '../../../core-client'

/**
 * Reads a record that this window has open again, which is no new look. One that the core does not know to be open, as
 * after it was started again, is opened and logged.
 */
export async function readAgain(id: PatientId, reason: string | null): Promise<Patient> {
  try {
    return await call('patients.refresh', { id })
  } catch (error) {
    if (!isRefusal(error, 'not-open')) throw error
    return await call('patients.open', { id, reason })
  }
}
