import { ResourceId, type AppointmentId } from '@contract/ids'
import type { CivilDate, Instant, WallTime } from '@contract/values'
import { listed } from '../../database/listed'
import type { Reader } from '../../database/database'
import { resourceIdsOf, type AppointmentFields } from './appointment-record'
import { wallTimeOf } from './place.rules'

const MOST = 50_000

export interface ResourceUse {
  readonly resourceId: ResourceId
  readonly appointmentId: AppointmentId
  readonly startAt: Instant
  readonly endAt: Instant
}

/** When these devices and rooms are taken, by visits that touch [from, until); by start. */
export async function resourceUses(
  reader: Reader,
  resourceIds: readonly ResourceId[],
  { from, until }: { from: Instant; until: Instant }
): Promise<ResourceUse[]> {
  if (resourceIds.length === 0) return []
  const rows = await reader
    .selectFrom('appointment_resource')
    .select(['resource_id', 'appointment_id', 'start_at', 'end_at'])
    .where('resource_id', 'in', listed(resourceIds))
    .where('start_at', '>', longestBefore(from))
    .where('start_at', '<', until)
    .where('end_at', '>', from)
    .orderBy('start_at')
    .orderBy('resource_id')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({
    resourceId: row.resource_id,
    appointmentId: row.appointment_id,
    startAt: row.start_at,
    endAt: row.end_at
  }))
}

/** No appointment is longer than twelve hours, so none that started earlier reaches this far. */
function longestBefore(moment: Instant): Instant {
  return new Date(Date.parse(moment) - 720 * 60_000).toISOString().replace('.000Z', 'Z')
}

/** What of the visit's devices and rooms another visit has, and until when: the words of a refusal. */
export async function whichIsTaken(
  reader: Reader,
  fields: AppointmentFields,
  timeZone: string
): Promise<{ resource: string; date: CivilDate; until: WallTime }> {
  const ids = resourceIdsOf(fields.resourceIds)
  const uses = await resourceUses(reader, ids, { from: fields.startAt, until: fields.endAt })
  const last = uses.at(-1)
  const row = await reader
    .selectFrom('resource')
    .select('name')
    .where('id', '=', last?.resourceId ?? ResourceId.parse(ids[0]))
    .executeTakeFirst()
  return { resource: row?.name ?? '', ...wallTimeOf(last?.endAt ?? fields.endAt, timeZone) }
}
