import type { AppointmentId, AppointmentTypeId, ClinicianId } from '@contract/ids'
import type { Instant } from '@contract/values'
import { endsOfTypes } from '../../database/busy-times'
import type { Reader } from '../../database/database'

const MOST = 1_000

export interface Visit {
  readonly id: AppointmentId
  readonly clinicianId: ClinicianId
  readonly typeId: AppointmentTypeId
  readonly startAt: Instant
  readonly endAt: Instant
}

/** The times to be kept free after visits that start in (after, until), by clinician; of types that ask for some. */
export async function buffersBetween(
  reader: Reader,
  { after, until }: { after: Instant; until: Instant }
): Promise<{ clinicianId: ClinicianId; endAt: Instant; minutes: number }[]> {
  const types = await reader
    .selectFrom('appointment_type')
    .select(['id', 'buffer_minutes'])
    .where('buffer_minutes', '>', 0)
    .orderBy('id')
    .limit(MOST)
    .execute()
  if (types.length === 0) return []
  const minutes = new Map(types.map(({ id, buffer_minutes }) => [id, buffer_minutes]))
  const ids = types.map(({ id }) => id)
  const ends = await endsOfTypes(reader, ids, { after, until })
  return ends.map(({ clinicianId, typeId, endAt }) => ({
    clinicianId,
    endAt,
    minutes: minutes.get(typeId) ?? 0
  }))
}

/** The clinician's visits that start in (after, until), by start. */
export async function visitsOf(
  reader: Reader,
  clinicianId: ClinicianId,
  { after, until }: { after: Instant; until: Instant }
): Promise<Visit[]> {
  const rows = await reader
    .selectFrom('appointment')
    .select(['id', 'type_id', 'start_at', 'end_at'])
    .where('clinician_id', '=', clinicianId)
    .where('start_at', '>', after)
    .where('start_at', '<', until)
    .where('is_live', '=', 1)
    .orderBy('start_at')
    .limit(1_000)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    clinicianId,
    typeId: row.type_id,
    startAt: row.start_at,
    endAt: row.end_at
  }))
}
