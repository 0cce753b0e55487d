import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { findIdentifiers } from '../patients'

/** The numbers the register knows people by. */
const KNOWN_THERE: ReadonlySet<string> = new Set(['fodselsnummer', 'd-number'])

/** The number in use that the register knows, of each patient who has one. */
export async function registerNumbers(
  reader: Reader,
  patientIds: readonly PatientId[]
): Promise<ReadonlyMap<PatientId, string>> {
  const identifiers = await findIdentifiers(reader, patientIds)
  const known = identifiers.filter(({ status, type }) => status === 'in-use' && KNOWN_THERE.has(type))
  return new Map(known.map(({ patient_id, value }) => [patient_id, value]))
}
