import type { Reader } from '../../database/database'
import type { PatientRow } from '../patients'

/** The patient's doctor, here or elsewhere. */
export async function readGpName(
  reader: Reader,
  { gp_clinician_id, gp_external_name }: PatientRow
): Promise<string | null> {
  if (gp_clinician_id === null) return gp_external_name
  const row = await reader
    .selectFrom('clinician')
    .select('name')
    .where('id', '=', gp_clinician_id)
    .executeTakeFirst()
  return row?.name ?? null
}
