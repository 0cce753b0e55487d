import type { UserId } from '@contract/ids'
import type { Selectable, Updateable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import type { PortalDifferenceTable, PortalRunTable } from '../../database/tables/portal'

export type Run = Selectable<PortalRunTable>
export type Difference = Selectable<PortalDifferenceTable>

export async function findOpenRun(reader: Reader): Promise<Run | undefined> {
  return await reader.selectFrom('portal_run').selectAll().where('ended_at', 'is', null).executeTakeFirst()
}

export async function findLastRun(reader: Reader): Promise<Run | undefined> {
  return await reader.selectFrom('portal_run').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst()
}

export async function addRun(
  transaction: Transaction,
  run: { kind: Run['kind']; type: string; at: string; by: UserId | null }
): Promise<void> {
  await transaction
    .insertInto('portal_run')
    .values({ kind: run.kind, phase: 'listing', type: run.type, started_at: run.at, started_by: run.by })
    .execute()
}

export async function changeRun(
  transaction: Transaction,
  id: number,
  changes: Updateable<PortalRunTable>
): Promise<void> {
  await transaction.updateTable('portal_run').set(changes).where('id', '=', id).execute()
}

/** Whatever runs is given up for another one. */
export async function stopRuns(transaction: Transaction, at: string): Promise<void> {
  await transaction
    .updateTable('portal_run')
    .set({ phase: 'stopped', ended_at: at })
    .where('ended_at', 'is', null)
    .execute()
}

export async function addDifference(transaction: Transaction, difference: Difference): Promise<void> {
  await transaction
    .insertInto('portal_difference')
    .values(difference)
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

export async function listDifferences(reader: Reader, runId: number, limit: number): Promise<Difference[]> {
  return await reader
    .selectFrom('portal_difference')
    .selectAll()
    .where('run_id', '=', runId)
    .orderBy('type')
    .orderBy('local_id')
    .orderBy('remote_id')
    .limit(limit)
    .execute()
}
