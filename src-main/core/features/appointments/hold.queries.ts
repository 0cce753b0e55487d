import { isHoldOverlap } from '../../database/appointment-overlap'
import type { Reader, Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { Place } from './place.rules'
import type { HeldSpan } from './place-notes'

const MOST = 1_000

/**
 * Keeps a place for somebody who is being asked: the database refuses a booking there meanwhile.
 * @throws AppError `slot-taken` when an appointment or another hold is there
 */
export async function placeHold(
  transaction: Transaction,
  { clinicianId, startAt, endAt, date, time }: Place,
  heldAt: string
): Promise<number> {
  try {
    const { id } = await transaction
      .insertInto('slot_hold')
      .values({
        clinician_id: clinicianId,
        start_at: startAt,
        end_at: endAt,
        held_at: heldAt,
        released_at: null
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    return id
  } catch (error) {
    if (isHoldOverlap(error)) throw new AppError('slot-taken', { date, time }, { cause: error })
    throw error
  }
}

export async function releaseHold(transaction: Transaction, id: number, releasedAt: string): Promise<void> {
  await transaction
    .updateTable('slot_hold')
    .set({ released_at: releasedAt })
    .where('id', '=', id)
    .where('released_at', 'is', null)
    .execute()
}

/** Places held between two moments, by start: for a search for free time they are taken. */
export async function heldSpans(reader: Reader, fromMs: number, untilMs: number): Promise<HeldSpan[]> {
  const rows = await reader
    .selectFrom('slot_hold')
    .select(['clinician_id', 'start_at', 'end_at'])
    .where('released_at', 'is', null)
    .where('start_at', '<', stored(untilMs))
    .where('end_at', '>', stored(fromMs))
    .orderBy('start_at')
    .limit(MOST)
    .execute()
  return rows.map((row) => ({
    clinicianId: row.clinician_id,
    startMs: Date.parse(row.start_at),
    endMs: Date.parse(row.end_at)
  }))
}

/** Whether a place is held, wholly or in part. */
export async function isHeld(
  reader: Reader,
  { clinicianId, startAt, endAt }: Pick<Place, 'clinicianId' | 'startAt' | 'endAt'>
): Promise<boolean> {
  const row = await reader
    .selectFrom('slot_hold')
    .select('id')
    .where('clinician_id', '=', clinicianId)
    .where('released_at', 'is', null)
    .where('start_at', '<', endAt)
    .where('end_at', '>', startAt)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

function stored(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
