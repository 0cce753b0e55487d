import type { InboundMessageId, PatientId, UserId } from '@contract/ids'
import type { Insertable, Selectable, Updateable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { literal } from '../../database/literal'
import type { InboundMessageTable, InboundPartTable } from '../../database/tables/messaging'

export type InboundPartRow = Selectable<InboundPartTable>
export type InboundRow = Selectable<InboundMessageTable>

const PART_COLUMNS = [
  'id',
  'pdu_digest',
  'sent_at',
  'imei',
  'sender',
  'body',
  'reference',
  'reference_bits',
  'part',
  'total',
  'received_at',
  'inbound_message_id'
] as const

const COLUMNS = [
  'id',
  'sender',
  'patient_id',
  'body',
  'is_complete',
  'received_at',
  'is_read',
  'handled_as',
  'outcome',
  'is_late',
  'handled_at',
  'handled_by',
  'assigned_to'
] as const

/** Stores a part. @returns null when the same one was stored before. */
export async function insertPart(
  transaction: Transaction,
  row: Insertable<InboundPartTable>
): Promise<number | null> {
  const inserted = await transaction
    .insertInto('inbound_part')
    .values(row)
    .onConflict((conflict) => conflict.columns(['pdu_digest', 'sent_at']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return inserted?.id ?? null
}

/** Parts of the same long message: same sender, reference, number of parts, and near in time. */
export async function partsTogether(
  reader: Reader,
  part: Pick<InboundPartRow, 'sender' | 'reference' | 'reference_bits' | 'total'>,
  since: string
): Promise<InboundPartRow[]> {
  return await reader
    .selectFrom('inbound_part')
    .select(PART_COLUMNS)
    .where('sender', '=', part.sender)
    .where('reference', '=', part.reference)
    .where('total', '=', part.total)
    .where('reference_bits', '=', part.reference_bits)
    .where('received_at', '>=', since)
    .orderBy('id')
    .limit(600)
    .execute()
}

/** The oldest part that waits for the rest of its message. */
export async function oldestWaitingPart(reader: Reader): Promise<InboundPartRow | null> {
  const row = await reader
    .selectFrom('inbound_part')
    .select(PART_COLUMNS)
    .where('inbound_message_id', 'is', null)
    .orderBy('received_at')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

export async function giveParts(
  transaction: Transaction,
  ids: readonly number[],
  messageId: InboundMessageId
): Promise<void> {
  await transaction
    .updateTable('inbound_part')
    .set({ inbound_message_id: messageId })
    .where('id', 'in', ids)
    .execute()
}

export async function insertInbound(
  transaction: Transaction,
  row: Insertable<InboundMessageTable>
): Promise<InboundMessageId> {
  const { id } = await transaction
    .insertInto('inbound_message')
    .values(row)
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** @returns false when there is no such message */
export async function updateInbound(
  transaction: Transaction,
  id: InboundMessageId,
  change: Updateable<InboundMessageTable>
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('inbound_message')
    .set(change)
    .where('id', '=', id)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function findInbound(reader: Reader, id: InboundMessageId): Promise<InboundRow | null> {
  const row = await reader
    .selectFrom('inbound_message')
    .select(COLUMNS)
    .where('id', '=', id)
    .executeTakeFirst()
  return row ?? null
}

export interface InboundPage {
  readonly onlyUnread: boolean
  /** Only what this person has taken on. */
  readonly assignedTo: UserId | null
  readonly beforeId: InboundMessageId | null
  readonly limit: number
}

/** Newest first. */
export async function listInbound(
  reader: Reader,
  { onlyUnread, assignedTo, beforeId, limit }: InboundPage
): Promise<InboundRow[]> {
  let query = reader.selectFrom('inbound_message').select(COLUMNS)
  if (onlyUnread) query = query.where('is_read', '=', literal(0))
  if (assignedTo !== null) query = query.where('assigned_to', '=', assignedTo)
  if (beforeId !== null) query = query.where('id', '<', beforeId)
  return await query.orderBy('id', 'desc').limit(limit).execute()
}

/** Newest first: what this patient wrote, and what came from a number that is theirs and others'. */
export async function inboundOfPatient(
  reader: Reader,
  { patientId, mobile, limit }: { patientId: PatientId; mobile: string | null; limit: number }
): Promise<InboundRow[]> {
  return await reader
    .selectFrom('inbound_message')
    .select(COLUMNS)
    .where(({ eb, or, and }) =>
      or([
        eb('patient_id', '=', patientId),
        and([eb('patient_id', 'is', null), eb('sender', '=', mobile ?? '')])
      ])
    )
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

export async function countUnread(reader: Reader): Promise<number> {
  const { count } = await reader
    .selectFrom('inbound_message')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('is_read', '=', literal(0))
    .executeTakeFirstOrThrow()
  return count
}

/** Whether this number was told since then that no more reminders come: automatic answers must not be answered again and again. */
export async function wasAnsweredSince(reader: Reader, recipient: string, since: string): Promise<boolean> {
  const row = await reader
    .selectFrom('message')
    .innerJoin('inbound_message', 'inbound_message.id', 'message.answer_to')
    .select('message.id')
    .where('inbound_message.sender', '=', recipient)
    .where('inbound_message.handled_as', '=', literal('stop'))
    .where('message.created_at', '>=', since)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
