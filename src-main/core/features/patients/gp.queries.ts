import type { ClinicianId } from '@contract/ids'
import type { Reader } from '../../database/database'

export async function findClinicianName(reader: Reader, id: ClinicianId): Promise<string> {
  const row = await reader.selectFrom('clinician').select('name').where('id', '=', id).executeTakeFirst()
  return row?.name ?? ''
}
