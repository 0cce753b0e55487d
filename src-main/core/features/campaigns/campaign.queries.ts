import type { CampaignId } from '@contract/ids'
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { literal } from '../../database/literal'
import type { ContactCampaignTable, ContactCheckTallyTable } from '../../database/tables/campaigns'

const SHOWN = 20

export type CampaignRow = Selectable<ContactCampaignTable>

function select(reader: Reader) {
  return reader
    .selectFrom('contact_campaign')
    .select([
      'id',
      'state',
      'confirmed_until',
      'older_than_months',
      'only_never_verified',
      'gp_clinician_id',
      'not_asked_months',
      'per_day',
      'cursor_key',
      'cursor_id',
      'filled_on',
      'filled',
      'created_at',
      'created_by',
      'ended_at'
    ])
}

/** The one that asks; null when none does. */
export async function runningCampaign(reader: Reader): Promise<CampaignRow | null> {
  return (await select(reader).where('state', '=', literal('running')).limit(1).executeTakeFirst()) ?? null
}

export async function findCampaign(reader: Reader, id: CampaignId): Promise<CampaignRow | null> {
  return (await select(reader).where('id', '=', id).executeTakeFirst()) ?? null
}

/** Newest first, the last twenty. */
export async function newestCampaigns(reader: Reader): Promise<CampaignRow[]> {
  return await select(reader).orderBy('id', 'desc').limit(SHOWN).execute()
}

/** Whether one other than this runs or rests: there is one at a time. */
export async function isAnyUnderWay(reader: Reader, except: CampaignId | null = null): Promise<boolean> {
  const row = await reader
    .selectFrom('contact_campaign')
    .select('id')
    .where('state', 'in', [literal('running'), literal('paused')])
    .$if(except !== null, (query) => query.where('id', '<>', except))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertCampaign(
  transaction: Transaction,
  row: Insertable<ContactCampaignTable>
): Promise<CampaignId> {
  const { id } = await transaction
    .insertInto('contact_campaign')
    .values(row)
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @returns false when it is in none of these states */
export async function changeCampaign(
  transaction: Transaction,
  { id, from }: { id: CampaignId; from: readonly CampaignRow['state'][] },
  change: Updateable<ContactCampaignTable>
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('contact_campaign')
    .set(change)
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export type TallyRow = Selectable<ContactCheckTallyTable>

/** How many patients stand where, kept by triggers. */
export async function talliesOf(reader: Reader, ids: readonly CampaignId[]): Promise<TallyRow[]> {
  if (ids.length === 0) return []
  return await reader
    .selectFrom('contact_check_tally')
    .select(['campaign_id', 'delivery', 'answer', 'count'])
    .where('campaign_id', 'in', ids)
    .orderBy('campaign_id')
    .orderBy('delivery')
    .orderBy('answer')
    .limit(1_000)
    .execute()
}

/** Names of these users. */
export async function creatorNames(
  reader: Reader,
  rows: readonly Pick<CampaignRow, 'created_by'>[]
): Promise<ReadonlyMap<number, string>> {
  const ids = rows.flatMap(({ created_by: id }) => id ?? [])
  if (ids.length === 0) return new Map()
  const users = await reader
    .selectFrom('user')
    .select(['id', 'name'])
    .where('id', 'in', ids)
    .orderBy('id')
    .limit(SHOWN)
    .execute()
  return new Map(users.map(({ id, name }) => [id, name]))
}
