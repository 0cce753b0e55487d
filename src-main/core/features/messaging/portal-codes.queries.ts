import type { MessageId } from '@contract/ids'
import type { Insertable, Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import type { PortalCodeRequestTable, PortalCodeTryTable } from '../../database/tables/portal'
import type { CodeOnItsWay } from './portal-codes.rules'

export type PortalCodeRequest = Selectable<PortalCodeRequestTable>
export type PortalCodePurpose = PortalCodeRequestTable['purpose']
export type PortalCodeTry = Selectable<PortalCodeTryTable>

const REQUEST = [
  'id',
  'remote_patient',
  'purpose',
  'asked_at',
  'expires_at',
  'received_at',
  'message_id',
  'refusal'
] as const
const TRY = ['request_id', 'attempt', 'at', 'outcome', 'tries_left', 'newer_sent_at'] as const

/** @returns false when the request is known: then nothing is done a second time */
export async function insertRequest(
  transaction: Transaction,
  row: Insertable<PortalCodeRequestTable>
): Promise<boolean> {
  const inserted = await transaction
    .insertInto('portal_code_request')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted !== undefined
}

export async function endRequest(
  transaction: Transaction,
  id: string,
  end: Pick<PortalCodeRequest, 'message_id' | 'refusal'>
): Promise<void> {
  await transaction.updateTable('portal_code_request').set(end).where('id', '=', id).execute()
}

export async function findRequest(reader: Reader, id: string): Promise<PortalCodeRequest | null> {
  const row = await reader
    .selectFrom('portal_code_request')
    .select(REQUEST)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

/** What the code in a message is for; one from the desk is as good as one to log in with. */
export async function purposeOfCode(reader: Reader, messageId: MessageId): Promise<PortalCodePurpose> {
  const row = await reader
    .selectFrom('portal_code_request')
    .select('purpose')
    .where('message_id', '=', messageId)
    .executeTakeFirst()
  return row?.purpose ?? 'login'
}

/** When the one that counts as the last allowed was asked for; null while fewer have been sent since. */
export async function nthSentSince(
  reader: Reader,
  { since, most }: { since: string; most: number }
): Promise<string | null> {
  const row = await reader
    .selectFrom('portal_code_request')
    .select('received_at')
    .where('message_id', 'is not', null)
    .where('received_at', '>', since)
    .orderBy('received_at', 'desc')
    .limit(1)
    .offset(most - 1)
    .executeTakeFirst()
  return row?.received_at ?? null
}

export async function findOnItsWay(reader: Reader, id: string): Promise<CodeOnItsWay | null> {
  const row = await reader
    .selectFrom('portal_code_request as request')
    .leftJoin('message', 'message.id', 'request.message_id')
    .select(['request.refusal', 'request.received_at'])
    .select([
      'message.state',
      'message.reason',
      'message.sent_at',
      'message.delivered_at',
      'message.ended_at'
    ])
    .where('request.id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

export async function findTry(
  reader: Reader,
  { id, attempt }: { id: string; attempt: number }
): Promise<PortalCodeTry | null> {
  const row = await reader
    .selectFrom('portal_code_try')
    .select(TRY)
    .where('request_id', '=', id)
    .where('attempt', '=', attempt)
    .executeTakeFirst()
  return row ?? null
}

export async function insertTry(
  transaction: Transaction,
  row: Insertable<PortalCodeTryTable>
): Promise<void> {
  await transaction.insertInto('portal_code_try').values(row).execute()
}

const MOST_REQUESTS = 50
const MOST_TRIES_SHOWN = 500

/** What was asked for at the portal since then, newest first. @param remotePatient the Patient's id there */
export async function requestsSince(
  reader: Reader,
  remotePatient: string,
  since: string
): Promise<PortalCodeRequest[]> {
  return await reader
    .selectFrom('portal_code_request')
    .select(REQUEST)
    .where('remote_patient', '=', remotePatient)
    .where('received_at', '>', since)
    .orderBy('received_at', 'desc')
    .limit(MOST_REQUESTS)
    .execute()
}

/** In the order in which they were typed. */
export async function triesOf(reader: Reader, ids: readonly string[]): Promise<PortalCodeTry[]> {
  if (ids.length === 0) return []
  return await reader
    .selectFrom('portal_code_try')
    .select(TRY)
    .where('request_id', 'in', ids)
    .orderBy('at')
    .orderBy('attempt')
    .limit(MOST_TRIES_SHOWN)
    .execute()
}

export interface PortalStanding {
  readonly remotePatient: string
  readonly accountState: 'invited' | 'active' | 'locked' | 'closed' | null
  readonly activation: 'sent' | 'delivered' | 'bounced' | 'done' | null
}

/** How the portal knows a patient; null where it does not. */
export async function findStanding(reader: Reader, patientId: number): Promise<PortalStanding | null> {
  const row = await reader
    .selectFrom('portal_resource as known')
    .leftJoin('portal_account as account', 'account.remote_patient', 'known.remote_id')
    .select(['known.remote_id', 'account.state', 'account.activation', 'account.wanted'])
    .where('known.type', '=', 'Patient')
    .where('known.local_id', '=', patientId)
    .executeTakeFirst()
  if (!row) return null
  return {
    remotePatient: row.remote_id,
    accountState: row.wanted ?? row.state,
    activation: row.activation
  }
}
