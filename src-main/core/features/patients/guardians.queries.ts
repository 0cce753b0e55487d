import type { GuardianId, PatientId } from '@contract/ids'
import type { GuardianPurpose } from '@contract/patients'
import type { RawBuilder, Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { preparedListed } from '../../database/prepared-listed'
import type { GuardianTable } from '../../database/tables/patients'

/** A relation with the kinds of messages this guardian was chosen for. */
export type GuardianRow = Selectable<GuardianTable> & { readonly chosenFor: ReadonlySet<GuardianPurpose> }

const relationsOf = (of: 'child_id' | 'guardian_id') =>
  preparedListed((reader, ids: RawBuilder<PatientId>) =>
    reader
      .selectFrom('guardian')
      .leftJoin('guardian_purpose', 'guardian_purpose.relation_id', 'guardian.id')
      .select([
        'guardian.id',
        'guardian.child_id',
        'guardian.guardian_id',
        'guardian.kind',
        'guardian.carries_messages',
        'guardian.period_start',
        'guardian.planned_end',
        'guardian.period_end',
        'guardian.ended_by',
        'guardian_purpose.purpose'
      ])
      .where(`guardian.${of}`, 'in', ids)
      .where('guardian.period_end', 'is', null)
      .orderBy('guardian.carries_messages', 'desc')
      .orderBy('guardian.id')
      .limit(10_000)
  )

const RELATIONS = { child_id: relationsOf('child_id'), guardian_id: relationsOf('guardian_id') } as const

/** Relations that have not been ended, those that carry messages first. `of` says from whose side. */
export async function findGuardianRows(
  reader: Reader,
  of: 'child_id' | 'guardian_id',
  ids: readonly PatientId[]
): Promise<GuardianRow[]> {
  const rows = await RELATIONS[of](reader, ids, {})
  const purposesOf = Map.groupBy(rows, ({ id }) => id)
  return [...purposesOf.values()].flatMap((same) => {
    const [first] = same
    if (!first) return []
    const { purpose: _purpose, ...relation } = first
    const chosenFor = same.flatMap(({ purpose }) => (purpose === null ? [] : [purpose]))
    return [{ ...relation, chosenFor: new Set(chosenFor) }]
  })
}

/** When each relation of a child began and ended, ended ones too; the oldest first. */
export async function guardianHistory(reader: Reader, childId: PatientId) {
  return await reader
    .selectFrom('guardian')
    .select(['kind', 'period_start', 'planned_end', 'period_end'])
    .where('child_id', '=', childId)
    .orderBy('id')
    .limit(1_000)
    .execute()
}

/** Whether the desk has ended what the one was to the other: a list that says it still is lags behind. */
export async function wasEndedByDesk(
  reader: Reader,
  { childId, guardianId }: { childId: PatientId; guardianId: PatientId }
): Promise<boolean> {
  const row = await reader
    .selectFrom('guardian')
    .select('id')
    .where('child_id', '=', childId)
    .where('guardian_id', '=', guardianId)
    .where('period_end', 'is not', null)
    // Those of before this was kept have none; the desk ended them.
    .where(({ eb, or }) => or([eb('ended_by', 'is', null), eb('ended_by', '=', 'desk')]))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export interface GuardianWrite {
  readonly childId: PatientId
  readonly guardianId: PatientId
  readonly kind: GuardianRow['kind']
  readonly carriesMessages: boolean
  /** The day on which it is to end; null: as the child's age says. */
  readonly until?: string | null
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
  const { childId, guardianId, kind, carriesMessages, until = null } = relation
  await takeMessagesOver(transaction, relation)
  await transaction
    .insertInto('guardian')
    .values({
      child_id: childId,
      guardian_id: guardianId,
      kind,
      carries_messages: carriesMessages ? 1 : 0,
      period_start: from,
      planned_end: until,
      period_end: null,
      ended_by: null
    })
    .execute()
}

/** What a guardian is to the child, for how long, and whose mobile gets the messages, as it is from now on. */
export async function changeGuardian(
  transaction: Transaction,
  id: GuardianId,
  relation: GuardianWrite & { readonly from: string }
): Promise<void> {
  await takeMessagesOver(transaction, relation)
  await transaction
    .updateTable('guardian')
    .set({
      kind: relation.kind,
      carries_messages: relation.carriesMessages ? 1 : 0,
      period_start: relation.from,
      planned_end: relation.until ?? null
    })
    .where('id', '=', id)
    .where('period_end', 'is', null)
    .execute()
}

/** @returns false when it was ended already or is not a relation of this patient. */
export async function endGuardian(
  transaction: Transaction,
  {
    guardianId,
    patientId,
    on,
    by
  }: { guardianId: GuardianId; patientId: PatientId; on: string; by: 'desk' | 'majority' }
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('guardian')
    .set({ period_end: on, ended_by: by })
    .where('id', '=', guardianId)
    .where('period_end', 'is', null)
    .where(({ eb, or }) => or([eb('child_id', '=', patientId), eb('guardian_id', '=', patientId)]))
    .executeTakeFirst()
  await transaction.deleteFrom('guardian_purpose').where('relation_id', '=', guardianId).execute()
  return numUpdatedRows === 1n
}

/** One of a child's guardians gets one kind of message from now on; null: whoever carries all the rest. */
export async function chooseCarrier(
  transaction: Transaction,
  { childId, purpose, relationId }: ChosenCarrier
): Promise<void> {
  await transaction
    .deleteFrom('guardian_purpose')
    .where('purpose', '=', purpose)
    .where('relation_id', 'in', ({ selectFrom }) =>
      selectFrom('guardian').select('id').where('child_id', '=', childId)
    )
    .execute()
  if (relationId === null) return
  await transaction.insertInto('guardian_purpose').values({ relation_id: relationId, purpose }).execute()
}

interface ChosenCarrier {
  readonly childId: PatientId
  readonly purpose: GuardianPurpose
  readonly relationId: GuardianId | null
}
