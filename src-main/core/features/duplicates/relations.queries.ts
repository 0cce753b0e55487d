import type { GuardianId, MergeId, PatientId } from '@contract/ids'
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

/** A relation that both records have: the one that ends, and the survivor's, which goes on. */
export interface RelationTwice {
  readonly ending: GuardianId
  readonly standing: GuardianId
}

/**
 * Two records of one person may both have the same guardian or child, and each a guardian whose mobile gets the
 * messages. The survivor's stand; the other's end, or carry nothing more. What only one that ends carried, the
 * survivor's with the same person carries on.
 * @returns the relations that both had
 */
export async function settleRelations(
  transaction: Transaction,
  mergeId: MergeId,
  { survivor, loser, today }: { survivor: PatientId; loser: PatientId; today: string }
): Promise<RelationTwice[]> {
  const standing = (await relationsOf(transaction, survivor)).filter(({ period_end }) => period_end === null)
  const others = (await relationsOf(transaction, loser)).filter(({ period_end }) => period_end === null)
  const hasCarrier = standing.some((row) => row.child_id === survivor && row.carries_messages === 1)
  const twice: RelationTwice[] = []
  for (const row of others) {
    const isChild = row.child_id === loser
    const same = standing.find((each) =>
      isChild
        ? each.child_id === survivor && each.guardian_id === row.guardian_id
        : each.guardian_id === survivor && each.child_id === row.child_id
    )
    const end = { table: 'guardian', column: 'period_end', before: null, after: today } as const
    if (same) {
      await changeCell(transaction, mergeId, { ...end, id: row.id })
      twice.push({ ending: row.id, standing: same.id })
    }
    if (row.carries_messages === 0) continue
    const carrying = { table: 'guardian', column: 'carries_messages' } as const
    const isTaken = isChild && hasCarrier
    if (same || isTaken)
      await changeCell(transaction, mergeId, { ...carrying, id: row.id, before: 1, after: 0 })
    if (same && !isTaken)
      await changeCell(transaction, mergeId, { ...carrying, id: same.id, before: 0, after: 1 })
  }
  return twice
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
