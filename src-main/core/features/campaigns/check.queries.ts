import type { CampaignId, ContactCheckId, MessageId, PatientId } from '@contract/ids'
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import type { ContactCheckTable } from '../../database/tables/campaigns'

export type CheckRow = Selectable<ContactCheckTable>

/** What is read of each. */
export const CHECK_COLUMNS = [
  'contact_check.id',
  'contact_check.campaign_id',
  'contact_check.patient_id',
  'contact_check.mobile',
  'contact_check.message_id',
  'contact_check.delivery',
  'contact_check.reason',
  'contact_check.answer',
  'contact_check.asked_at',
  'contact_check.answered_at'
] as const

/** Asked, or about to be. */
const ASKED = ['queued', 'sent', 'delivered', 'failed'] as const satisfies readonly CheckRow['delivery'][]
const MOST_ON_ONE_NUMBER = 100

export async function insertCheck(
  transaction: Transaction,
  row: Insertable<ContactCheckTable>
): Promise<void> {
  await transaction.insertInto('contact_check').values(row).execute()
}

export async function changeCheck(
  transaction: Transaction,
  id: ContactCheckId,
  change: Updateable<ContactCheckTable>
): Promise<void> {
  await transaction.updateTable('contact_check').set(change).where('id', '=', id).execute()
}

/** Whether a campaign has looked at this patient before. */
export async function isIn(reader: Reader, campaignId: CampaignId, patientId: PatientId): Promise<boolean> {
  const row = await reader
    .selectFrom('contact_check')
    .select('id')
    .where('campaign_id', '=', campaignId)
    .where('patient_id', '=', patientId)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether this patient, or this number, was asked since then. */
export async function wasAskedSince(
  reader: Reader,
  { patientId, mobile }: { patientId: PatientId; mobile: string },
  since: string
): Promise<boolean> {
  const asked = reader
    .selectFrom('contact_check')
    .select('id')
    .where('delivery', 'in', ASKED)
    .where('asked_at', '>', since)
    .orderBy('id', 'desc')
    .limit(1)
  const patient = await asked.where('patient_id', '=', patientId).executeTakeFirst()
  return patient !== undefined || (await asked.where('mobile', '=', mobile).executeTakeFirst()) !== undefined
}

/** What is on the way, oldest first. */
export async function queuedChecks(reader: Reader, id: CampaignId, limit: number): Promise<CheckRow[]> {
  return await withDelivery(reader, { id, delivery: 'queued', limit })
}

/** What a pause took back, oldest first. */
export async function heldChecks(reader: Reader, id: CampaignId, limit: number): Promise<CheckRow[]> {
  return await withDelivery(reader, { id, delivery: 'held', limit })
}

async function withDelivery(
  reader: Reader,
  { id, delivery, limit }: { id: CampaignId; delivery: CheckRow['delivery']; limit: number }
): Promise<CheckRow[]> {
  return await reader
    .selectFrom('contact_check')
    .select(CHECK_COLUMNS)
    .where('campaign_id', '=', id)
    .where('delivery', '=', delivery)
    .where('answer', 'is', null)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** The others whom the same message would have asked about. */
export async function checksOfMessage(reader: Reader, messageId: MessageId): Promise<CheckRow[]> {
  return await reader
    .selectFrom('contact_check')
    .select(CHECK_COLUMNS)
    .where('message_id', '=', messageId)
    .orderBy('id')
    .limit(MOST_ON_ONE_NUMBER)
    .execute()
}

export interface SentCheck extends CheckRow {
  readonly sent_at: string
}

/** What was asked on this number and has left since then, newest first. */
export async function sentChecksTo(reader: Reader, mobile: string, since: string): Promise<SentCheck[]> {
  const rows = await reader
    .selectFrom('contact_check')
    .innerJoin('message', 'message.id', 'contact_check.message_id')
    .select([...CHECK_COLUMNS, 'message.sent_at', 'message.ended_at', 'message.state'])
    .where('contact_check.mobile', '=', mobile)
    .where('contact_check.asked_at', '>', since)
    .orderBy('contact_check.id', 'desc')
    .limit(MOST_ON_ONE_NUMBER)
    .execute()
  return rows.flatMap(({ sent_at, ended_at, state, ...row }) => {
    // Where it is not known whether it left, an answer shows that it did.
    const leftAt = sent_at ?? (state === 'uncertain' ? ended_at : null)
    return leftAt === null ? [] : [{ ...row, sent_at: leftAt }]
  })
}
