import type { AppointmentId } from '@contract/ids'
import type { Reader } from '../../database/database'

export interface PlanCursor {
  readonly id: AppointmentId
  readonly start_at: string
}

/** Booked appointments after a moment or after the last one looked at, in time order. */
export async function bookedAfter(
  reader: Reader,
  { from, after, limit }: { from: string; after: PlanCursor | null; limit: number }
): Promise<PlanCursor[]> {
  let query = reader
    .selectFrom('appointment')
    .select(['id', 'start_at'])
    .where('start_at', '>=', after?.start_at ?? from)
  if (after)
    query = query.where(({ eb, or }) => or([eb('start_at', '>', after.start_at), eb('id', '>', after.id)]))
  return await query.where('status', '=', 'booked').orderBy('start_at').orderBy('id').limit(limit).execute()
}
