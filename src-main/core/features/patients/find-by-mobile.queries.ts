import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { findPatientsByContact } from './contacts.queries'

/** Everybody who has this mobile today: a parent's stands on each child too. `e164` such as `+4741234567`. */
export async function findPatientsByMobile(reader: Reader, e164: string): Promise<PatientId[]> {
  return await findPatientsByContact(reader, 'mobile', e164)
}
