import type { ClinicianId, GapId, WaitingListEntryId } from '@contract/ids'
import type { Insertable, Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import type { WaitingListGapTable } from '../../database/tables/waiting-list'
import { literal } from '../../database/literal'
import { prepared, type Slots } from '../../database/prepared'

const MOST = 500

export type GapRow = Selectable<WaitingListGapTable>

const COLUMNS = [
  'id',
  'clinician_id',
  'start_at',
  'end_at',
  'local_date',
  'local_time',
  'cause',
  'opened_at',
  'state',
  'ended_at'
] as const

export async function insertGap(
  transaction: Transaction,
  row: Omit<Insertable<WaitingListGapTable>, 'id' | 'state' | 'ended_at'>
): Promise<GapId> {
  const { id } = await transaction
    .insertInto('waiting_list_gap')
    .values({ ...row, state: 'open', ended_at: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function findGap(reader: Reader, id: GapId): Promise<GapRow | null> {
  const row = await reader
    .selectFrom('waiting_list_gap')
    .select(COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** By start. */
export async function openGaps(reader: Reader): Promise<GapRow[]> {
  return await reader
    .selectFrom('waiting_list_gap')
    .select(COLUMNS)
    .where('state', '=', literal('open'))
    .orderBy('start_at')
    .orderBy('id')
    .limit(MOST)
    .execute()
}

interface Time {
  readonly clinicianId: ClinicianId
  readonly startAt: string
  readonly endAt: string
}

const openOver = prepared((reader: Reader, { clinicianId, startAt, endAt }: Slots<Time>) =>
  reader
    .selectFrom('waiting_list_gap')
    .select(COLUMNS)
    .where('state', '=', literal('open'))
    .where('clinician_id', '=', clinicianId)
    .where('start_at', '<', endAt)
    .where('end_at', '>', startAt)
    .orderBy('start_at')
    .limit(MOST)
)

export async function openGapsOver(reader: Reader, { clinicianId, startAt, endAt }: Time): Promise<GapRow[]> {
  return await openOver.all(reader, { clinicianId, startAt, endAt })
}

/** @returns false when it was not in the state it is taken from */
export async function setGapState(
  transaction: Transaction,
  id: GapId,
  { from, to, at }: { from: GapRow['state']; to: GapRow['state']; at: string }
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('waiting_list_gap')
    .set({ state: to, ended_at: to === 'open' ? null : at })
    .where('id', '=', id)
    .where('state', '=', from)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Places that have begun are past, unless a round about them has still to be ended. */
export async function endPastGaps(
  transaction: Transaction,
  { now, at }: { now: string; at: string }
): Promise<number> {
  const { numUpdatedRows } = await transaction
    .updateTable('waiting_list_gap')
    .set({ state: 'past', ended_at: at })
    .where('state', '=', literal('open'))
    .where('start_at', '<=', now)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

/** Those who were asked for this place before and said no, or nothing. */
export async function askedFor(reader: Reader, id: GapId): Promise<ReadonlySet<WaitingListEntryId>> {
  const rows = await reader
    .selectFrom('waiting_list_offer')
    .innerJoin('waiting_list_round', 'waiting_list_round.id', 'waiting_list_offer.round_id')
    .select('waiting_list_offer.entry_id')
    .distinct()
    .where('waiting_list_round.gap_id', '=', id)
    .where('waiting_list_offer.state', 'in', ['open', 'declined', 'unanswered'])
    .orderBy('waiting_list_offer.entry_id')
    .limit(MOST)
    .execute()
  return new Set(rows.map((row) => row.entry_id))
}

/** Appointments that stand in [startAt, endAt); none is longer than twelve hours. */
export async function takenPlaces(
  reader: Reader,
  { clinicianId, startAt, endAt }: { clinicianId: ClinicianId; startAt: string; endAt: string }
): Promise<{ startAt: string; endAt: string }[]> {
  return await reader
    .selectFrom('appointment')
    .select(['start_at as startAt', 'end_at as endAt'])
    .where('clinician_id', '=', clinicianId)
    .where('start_at', '>', new Date(Date.parse(startAt) - 720 * 60_000).toISOString())
    .where('start_at', '<', endAt)
    .where('end_at', '>', startAt)
    .where('is_live', '=', 1)
    .orderBy('start_at')
    .limit(MOST)
    .execute()
}
