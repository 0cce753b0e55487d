import type { MessageId, MessageListId } from '@contract/ids'
import type { MessageState } from '@contract/messages'
import type { Insertable, Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import type { MessageListEntryTable, MessageListTable } from '../../database/tables/messaging'

const LISTS_SHOWN = 20
const MOST_ENTRIES = 1_000

export type ListRow = Selectable<MessageListTable>

/** Whether a text went to a list of patients, who then need a legal basis as for reminders. */
export async function isFromList(reader: Reader, id: MessageId): Promise<boolean> {
  const row = await reader
    .selectFrom('message_list_entry')
    .select('list_id')
    .where('message_id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

export async function insertList(
  transaction: Transaction,
  row: Insertable<MessageListTable>
): Promise<MessageListId> {
  const { id } = await transaction
    .insertInto('message_list')
    .values(row)
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function insertEntry(
  transaction: Transaction,
  row: Insertable<MessageListEntryTable>
): Promise<void> {
  await transaction.insertInto('message_list_entry').values(row).execute()
}

/** Newest first. */
export async function newestLists(reader: Reader): Promise<ListRow[]> {
  return await selectLists(reader).orderBy('id', 'desc').limit(LISTS_SHOWN).execute()
}

export async function findList(reader: Reader, id: MessageListId): Promise<ListRow | null> {
  return (await selectLists(reader).where('id', '=', id).executeTakeFirst()) ?? null
}

function selectLists(reader: Reader) {
  return reader
    .selectFrom('message_list')
    .select(['id', 'clinician_id', 'local_date', 'body', 'created_at', 'created_by', 'stopped_at'])
}

export interface EntryState {
  readonly message_id: MessageId | null
  readonly state: MessageState | null
  readonly parts_accepted: number | null
}

/** How far the text has come with each patient of a list; state null: nothing goes to this one. */
export async function entryStates(reader: Reader, id: MessageListId): Promise<EntryState[]> {
  return await reader
    .selectFrom('message_list_entry')
    .leftJoin('message', 'message.id', 'message_list_entry.message_id')
    .select(['message_list_entry.message_id', 'message.state', 'message.parts_accepted'])
    .where('message_list_entry.list_id', '=', id)
    .orderBy('message_list_entry.appointment_id')
    .limit(MOST_ENTRIES)
    .execute()
}

/** @returns false when it was stopped before */
export async function markStopped(transaction: Transaction, id: MessageListId, at: string): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('message_list')
    .set({ stopped_at: at })
    .where('id', '=', id)
    .where('stopped_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
