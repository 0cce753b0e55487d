import type { GapId, OfferId, OfferRoundId, WaitingListEntryId } from '@contract/ids'
import type { OfferState } from '@contract/waiting-list'
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'
import type { PatientTable } from '../../database/tables/patients'
import type {
  WaitingListEntryTable,
  WaitingListGapTable,
  WaitingListOfferTable,
  WaitingListRoundTable
} from '../../database/tables/waiting-list'
import { literal } from '../../database/literal'
import { prepared } from '../../database/prepared'

const MOST = 500

export type RoundRow = Selectable<WaitingListRoundTable> &
  Pick<
    Selectable<WaitingListGapTable>,
    'clinician_id' | 'start_at' | 'end_at' | 'local_date' | 'local_time'
  > & { readonly starter: string | null }

export type OfferRow = Selectable<WaitingListOfferTable> &
  Pick<Selectable<WaitingListEntryTable>, 'patient_id'> &
  Pick<Selectable<PatientTable>, 'family_name' | 'given_name'>

function selectRounds(reader: Reader) {
  return reader
    .selectFrom('waiting_list_round')
    .innerJoin('waiting_list_gap', 'waiting_list_gap.id', 'waiting_list_round.gap_id')
    .leftJoin('user', 'user.id', 'waiting_list_round.started_by')
    .selectAll('waiting_list_round')
    .select([
      'waiting_list_gap.clinician_id',
      'waiting_list_gap.start_at',
      'waiting_list_gap.end_at',
      'waiting_list_gap.local_date',
      'waiting_list_gap.local_time',
      'user.name as starter'
    ])
}

function selectOffers(reader: Reader) {
  return reader
    .selectFrom('waiting_list_offer')
    .innerJoin('waiting_list_entry', 'waiting_list_entry.id', 'waiting_list_offer.entry_id')
    .innerJoin('patient', 'patient.id', 'waiting_list_entry.patient_id')
    .selectAll('waiting_list_offer')
    .select(['waiting_list_entry.patient_id', 'patient.family_name', 'patient.given_name'])
}

export async function insertRound(
  transaction: Transaction,
  row: Omit<Insertable<WaitingListRoundTable>, 'id' | 'state' | 'ended_at' | 'winner_id'>
): Promise<OfferRoundId> {
  const { id } = await transaction
    .insertInto('waiting_list_round')
    .values({ ...row, state: 'running', ended_at: null, winner_id: null })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function findRound(reader: Reader, id: OfferRoundId): Promise<RoundRow | null> {
  return (await selectRounds(reader).where('waiting_list_round.id', '=', id).executeTakeFirst()) ?? null
}

const running = prepared((reader: Reader) =>
  selectRounds(reader)
    .where('waiting_list_round.state', '=', literal('running'))
    .orderBy('waiting_list_round.id')
    .limit(MOST)
)

export async function runningRounds(reader: Reader): Promise<RoundRow[]> {
  return await running.all(reader, {})
}

/** Newest first. */
export async function newestRounds(reader: Reader, limit: number): Promise<RoundRow[]> {
  return await selectRounds(reader).orderBy('waiting_list_round.id', 'desc').limit(limit).execute()
}

/** Oldest first. */
export async function roundsOfGap(reader: Reader, gapId: GapId): Promise<RoundRow[]> {
  return await selectRounds(reader)
    .where('waiting_list_round.gap_id', '=', gapId)
    .orderBy('waiting_list_round.id')
    .limit(MOST)
    .execute()
}

/** Ends a round that is running, once. @returns false when it had ended: somebody else was faster */
export async function closeRound(
  transaction: Transaction,
  id: OfferRoundId,
  ended: { state: Exclude<RoundRow['state'], 'running'>; at: string; winnerId: OfferId | null }
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('waiting_list_round')
    .set({ state: ended.state, ended_at: ended.at, winner_id: ended.winnerId })
    .where('id', '=', id)
    .where('state', '=', literal('running'))
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

export async function insertOffer(
  transaction: Transaction,
  row: Pick<Insertable<WaitingListOfferTable>, 'round_id' | 'entry_id' | 'position'>
): Promise<OfferId> {
  const { id } = await transaction
    .insertInto('waiting_list_offer')
    .values({
      ...row,
      state: 'next',
      reason: null,
      recipient: null,
      code: null,
      message_id: null,
      offered_at: null,
      expires_at: null,
      ended_at: null,
      answered_how: null
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function findOffer(reader: Reader, id: OfferId): Promise<OfferRow | null> {
  return (await selectOffers(reader).where('waiting_list_offer.id', '=', id).executeTakeFirst()) ?? null
}

/** In the order in which they are asked. */
export async function offersOf(reader: Reader, roundIds: readonly OfferRoundId[]): Promise<OfferRow[]> {
  if (roundIds.length === 0) return []
  return await selectOffers(reader)
    .where('waiting_list_offer.round_id', 'in', listed(roundIds))
    .orderBy('waiting_list_offer.round_id')
    .orderBy('waiting_list_offer.position')
    .limit(MOST * 50)
    .execute()
}

/** What was offered to a number since then, newest first. */
export async function offersTo(reader: Reader, recipient: string, since: string): Promise<OfferRow[]> {
  return await selectOffers(reader)
    .where('waiting_list_offer.recipient', '=', recipient)
    .where('waiting_list_offer.offered_at', '>=', since)
    .orderBy('waiting_list_offer.id', 'desc')
    .limit(MOST)
    .execute()
}

/** What one patient is being asked, or will be, in rounds that run. */
export async function standingOffers(reader: Reader, entryId: WaitingListEntryId): Promise<OfferRow[]> {
  return await selectOffers(reader)
    .where('waiting_list_offer.entry_id', '=', entryId)
    .where('waiting_list_offer.state', 'in', ['next', 'open'])
    .orderBy('waiting_list_offer.id')
    .limit(MOST)
    .execute()
}

/** @returns false when it was not in that state any more */
export async function changeOffer(
  transaction: Transaction,
  { id, from }: { id: OfferId; from: readonly OfferState[] },
  change: Updateable<WaitingListOfferTable>
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('waiting_list_offer')
    .set(change)
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** When the next open offer runs out, and when the next free place begins; UTC. */
export async function nextOfferMoments(reader: Reader): Promise<readonly string[]> {
  const offer = await reader
    .selectFrom('waiting_list_offer')
    .select('expires_at')
    .where('state', '=', literal('open'))
    .orderBy('expires_at')
    .limit(1)
    .executeTakeFirst()
  const gap = await reader
    .selectFrom('waiting_list_gap')
    .select('start_at')
    .where('state', '=', literal('open'))
    .orderBy('start_at')
    .limit(1)
    .executeTakeFirst()
  return [offer?.expires_at ?? null, gap?.start_at ?? null].filter((moment) => moment !== null)
}
