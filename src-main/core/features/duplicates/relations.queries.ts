import type { MergeId, PatientId } from '@contract/ids'
import { sql } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'
import { literal } from '../../database/literal'
import { changeCell } from './moves.queries'

const COLUMNS = ['id', 'child_id', 'guardian_id', 'carries_messages', 'period_end'] as const
const MOST_RELATIONS = 500

async function relationsOf(reader: Reader, id: PatientId) {
  return await reader
    .selectFrom('guardian')
    .select(COLUMNS)
    .where(({ eb, or }) => or([eb('child_id', '=', id), eb('guardian_id', '=', id)]))
    .orderBy('id')
    .limit(MOST_RELATIONS)
    .execute()
}

/** Whether one is or was the other's guardian: then they are two people, whatever else is alike. */
export async function areRelated(reader: Reader, one: PatientId, other: PatientId): Promise<boolean> {
  const relations = await relationsOf(reader, one)
  return relations.some(({ child_id, guardian_id }) => child_id === other || guardian_id === other)
}

/** Whether one of them is to be deleted: that is decided first. */
export async function isErasureOpen(reader: Reader, ids: readonly PatientId[]): Promise<boolean> {
  const { rows } = await sql`select id from erasure
    where patient_id in ${listed(ids)} and state in ('asked', 'queued') limit 1`.execute(reader)
  return rows.length > 0
}

/**
 * Two records of one person may both have the same guardian or child, and each a guardian whose mobile gets the
 * messages. The survivor's stand; the other's end, or carry nothing more.
 */
export async function settleRelations(
  transaction: Transaction,
  mergeId: MergeId,
  { survivor, loser, today }: { survivor: PatientId; loser: PatientId; today: string }
): Promise<void> {
  const standing = (await relationsOf(transaction, survivor)).filter(({ period_end }) => period_end === null)
  const others = (await relationsOf(transaction, loser)).filter(({ period_end }) => period_end === null)
  const hasCarrier = standing.some((row) => row.child_id === survivor && row.carries_messages === 1)
  for (const row of others) {
    const isChild = row.child_id === loser
    const isTwice = standing.some((each) =>
      isChild
        ? each.child_id === survivor && each.guardian_id === row.guardian_id
        : each.guardian_id === survivor && each.child_id === row.child_id
    )
    const change = { table: 'guardian', id: row.id } as const
    if (isTwice)
      await changeCell(transaction, mergeId, { ...change, column: 'period_end', before: null, after: today })
    if (isChild && hasCarrier && row.carries_messages === 1)
      await changeCell(transaction, mergeId, { ...change, column: 'carries_messages', before: 1, after: 0 })
  }
}

/** One person has one code at a time: a newer one ends an older one. */
export async function settleCodes(
  transaction: Transaction,
  [one, other]: readonly [PatientId, PatientId],
  at: string
): Promise<void> {
  const active = await transaction
    .selectFrom('one_time_code')
    .select('id')
    .where('patient_id', 'in', [one, other])
    .where('state', '=', literal('active'))
    .orderBy('id', 'desc')
    .limit(2)
    .execute()
  const [, older] = active
  if (!older) return
  await transaction
    .updateTable('one_time_code')
    .set({ state: 'replaced', ended_at: at })
    .where('id', '=', older.id)
    .execute()
}
