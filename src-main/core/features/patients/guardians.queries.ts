import type { GuardianId, PatientId } from '@contract/ids'
import type { RawBuilder, Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { preparedListed } from '../../database/prepared-listed'
import type { GuardianTable } from '../../database/tables/patients'

export type GuardianRow = Selectable<GuardianTable>

const relationsOf = (of: 'child_id' | 'guardian_id') =>
  preparedListed((reader, ids: RawBuilder<PatientId>) =>
    reader
      .selectFrom('guardian')
      .select(['id', 'child_id', 'guardian_id', 'kind', 'carries_messages', 'period_start', 'period_end'])
      .where(of, 'in', ids)
      .where('period_end', 'is', null)
      .orderBy('carries_messages', 'desc')
      .orderBy('id')
      .limit(10_000)
  )

const RELATIONS = { child_id: relationsOf('child_id'), guardian_id: relationsOf('guardian_id') } as const

/** Relations that have not been ended, those that carry messages first. `of` says from whose side. */
export async function findGuardianRows(
  reader: Reader,
  of: 'child_id' | 'guardian_id',
  ids: readonly PatientId[]
): Promise<GuardianRow[]> {
  return await RELATIONS[of](reader, ids, {})
}

export interface GuardianWrite {
  readonly childId: PatientId
  readonly guardianId: PatientId
  readonly kind: GuardianRow['kind']
  readonly carriesMessages: boolean
}

/** One guardian carries a child's messages: a new one takes them over. */
async function takeMessagesOver(
  transaction: Transaction,
  { childId, carriesMessages }: GuardianWrite
): Promise<void> {
  if (!carriesMessages) return
  await transaction
    .updateTable('guardian')
    .set({ carries_messages: 0 })
    .where('child_id', '=', childId)
    .where('period_end', 'is', null)
    .execute()
}

export async function insertGuardian(
  transaction: Transaction,
  relation: GuardianWrite,
  from: string
): Promise<void> {
  const { childId, guardianId, kind, carriesMessages } = relation
  await takeMessagesOver(transaction, relation)
  await transaction
    .insertInto('guardian')
    .values({
      child_id: childId,
      guardian_id: guardianId,
      kind,
      carries_messages: carriesMessages ? 1 : 0,
      period_start: from,
      period_end: null
    })
    .execute()
}

/** What a guardian is to the child, and whose mobile gets the messages, as it is from now on. */
export async function changeGuardian(
  transaction: Transaction,
  id: GuardianId,
  relation: GuardianWrite
): Promise<void> {
  await takeMessagesOver(transaction, relation)
  await transaction
    .updateTable('guardian')
    .set({ kind: relation.kind, carries_messages: relation.carriesMessages ? 1 : 0 })
    .where('id', '=', id)
    .where('period_end', 'is', null)
    .execute()
}

/** @returns false when it was ended already or is not a relation of this patient. */
export async function endGuardian(
  transaction: Transaction,
  { guardianId, patientId, on }: { guardianId: GuardianId; patientId: PatientId; on: string }
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('guardian')
    .set({ period_end: on })
    .where('id', '=', guardianId)
    .where('period_end', 'is', null)
    .where(({ eb, or }) => or([eb('child_id', '=', patientId), eb('guardian_id', '=', patientId)]))
    .executeTakeFirst()
  return numUpdatedRows === 1n
}
