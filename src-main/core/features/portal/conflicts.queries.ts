import type { UserId } from '@contract/ids'
import type { Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { literal } from '../../database/literal'
import type { PortalConflictTable } from '../../database/tables/portal'
import type { PortalClash, PortalConflictKind, PortalType } from './kind'

export type ConflictRow = Selectable<PortalConflictTable>

/** Shows it to a person; one that stands already about the same is written anew with what is known now. */
export async function addConflict(
  transaction: Transaction,
  about: {
    seq: number | null
    type: PortalType
    localId: number | null
    remoteId: string | null
    clash: PortalClash
    at: string
  }
): Promise<void> {
  const { seq, type, localId, remoteId, clash, at } = about
  const same = await transaction
    .selectFrom('portal_conflict')
    .select('id')
    .where('type', '=', type)
    .where('local_id', 'is', localId)
    .where('remote_id', 'is', remoteId)
    .where('kind', '=', clash.kind)
    .where('decided_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  const sides = {
    ours: clash.ours === null ? null : JSON.stringify(clash.ours),
    theirs: clash.theirs === null ? null : JSON.stringify(clash.theirs),
    choices: JSON.stringify(clash.choices)
  }
  if (same)
    await transaction
      .updateTable('portal_conflict')
      .set({ ...sides, seq })
      .where('id', '=', same.id)
      .execute()
  else
    await transaction
      .insertInto('portal_conflict')
      .values({
        ...sides,
        seq,
        type,
        local_id: localId,
        remote_id: remoteId,
        kind: clash.kind,
        found_at: at,
        decided_at: null,
        decided_by: null,
        choice: null
      })
      .execute()
}

/** Whether somebody was asked about this appointment of the desk's and that one of the portal's in one place. */
export async function wasAskedAboutPlace(
  reader: Reader,
  { localId, remoteId }: { localId: number; remoteId: string }
): Promise<boolean> {
  const row = await reader
    .selectFrom('portal_conflict')
    .select('id')
    .where('type', '=', 'Appointment')
    .where('local_id', '=', localId)
    .where('remote_id', '=', remoteId)
    .where('kind', '=', 'slot-taken')
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function listConflicts(
  reader: Reader,
  { after, limit }: { after: number; limit: number }
): Promise<ConflictRow[]> {
  return await reader
    .selectFrom('portal_conflict')
    .selectAll()
    .where('decided_at', 'is', null)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
}

export async function countConflicts(reader: Reader): Promise<number> {
  const { count } = await reader
    .selectFrom('portal_conflict')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('decided_at', 'is', null)
    .executeTakeFirstOrThrow()
  return count
}

export async function countDead(reader: Reader): Promise<number> {
  const { count } = await reader
    .selectFrom('portal_operation')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('state', '=', literal('dead'))
    .executeTakeFirstOrThrow()
  return count
}

export async function findConflict(reader: Reader, id: number): Promise<ConflictRow | undefined> {
  return await reader.selectFrom('portal_conflict').selectAll().where('id', '=', id).executeTakeFirst()
}

/** @returns false when somebody else has decided meanwhile */
export async function decideConflict(
  transaction: Transaction,
  id: number,
  { choice, at, by }: { choice: string; at: string; by: UserId | null }
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('portal_conflict')
    .set({ choice, decided_at: at, decided_by: by })
    .where('id', '=', id)
    .where('decided_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** These only have to be read, by somebody who did not know; nothing that is sent takes that away. */
const TO_BE_READ: readonly PortalConflictKind[] = ['cancelled-by-patient', 'not-allowed']

/** What a later step has settled by itself, such as a move to another time. */
export async function settleConflicts(
  transaction: Transaction,
  { type, localId, at }: { type: PortalType; localId: number; at: string }
): Promise<void> {
  await transaction
    .updateTable('portal_conflict')
    .set({ choice: 'settled', decided_at: at })
    .where('type', '=', type)
    .where('local_id', '=', localId)
    .where('kind', 'not in', TO_BE_READ)
    .where('decided_at', 'is', null)
    .execute()
}
