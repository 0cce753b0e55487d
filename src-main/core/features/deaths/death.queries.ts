import type { DeathId, PatientId } from '@contract/ids'
import type { Insertable, Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import { listed } from '../../database/listed'
import type { DeathPartTable, DeathTable } from '../../database/tables/deaths'
import type { Actor } from '../../rpc/handlers'

export type DeathRow = Selectable<DeathTable>
export type DeathPartRow = Selectable<DeathPartTable>
/** A row that is ended, before it is known by which recording. */
export type EndedPart = Pick<DeathPartRow, 'part' | 'ref'> & Partial<Pick<DeathPartRow, 'change_id' | 'was'>>

/** Shown of one patient; nobody has more. */
const MOST_DEATHS = 50
const MOST_PARTS = 10_000

type Recorded = Pick<Insertable<DeathTable>, 'patient_id' | 'deceased_on' | 'source' | 'recorded_at'>

/** One that stands. */
export async function insertDeath(
  transaction: Transaction,
  recorded: Recorded,
  actor: Actor
): Promise<DeathId> {
  const { id } = await transaction
    .insertInto('death')
    .values({
      ...recorded,
      user_id: actor.userId,
      user_name: actor.name,
      taken_back_at: null,
      taken_back_by: null,
      taken_back_name: null,
      corrected_by: null
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function insertParts(
  transaction: Transaction,
  deathId: DeathId,
  parts: readonly EndedPart[]
): Promise<void> {
  for (const { part, ref, change_id = null, was = null } of parts)
    await transaction
      .insertInto('death_part')
      .values({ death_id: deathId, part, ref, change_id, was, outcome: null })
      .execute()
}

/** Every recording of a patient's death, newest first. */
export async function findDeaths(reader: Reader, patientId: PatientId): Promise<DeathRow[]> {
  return await reader
    .selectFrom('death')
    .select([
      'id',
      'patient_id',
      'deceased_on',
      'source',
      'recorded_at',
      'user_id',
      'user_name',
      'taken_back_at',
      'taken_back_by',
      'taken_back_name',
      'corrected_by'
    ])
    .where('patient_id', '=', patientId)
    .orderBy('id', 'desc')
    .limit(MOST_DEATHS)
    .execute()
}

/** What these recordings ended, in the order in which it was ended. */
export async function findParts(reader: Reader, ids: readonly DeathId[]): Promise<DeathPartRow[]> {
  if (ids.length === 0) return []
  return await reader
    .selectFrom('death_part')
    .select(['death_id', 'part', 'ref', 'change_id', 'was', 'outcome'])
    .where('death_id', 'in', listed(ids))
    .orderBy('death_id')
    .orderBy('part')
    .orderBy('ref')
    .limit(MOST_PARTS)
    .execute()
}

export async function setOutcome(
  transaction: Transaction,
  { death_id, part, ref }: DeathPartRow,
  outcome: NonNullable<DeathPartRow['outcome']>
): Promise<void> {
  await transaction
    .updateTable('death_part')
    .set({ outcome })
    .where('death_id', '=', death_id)
    .where('part', '=', part)
    .where('ref', '=', ref)
    .execute()
}

export async function markTakenBack(
  transaction: Transaction,
  ids: readonly DeathId[],
  { at, actor, correctedBy }: { at: string; actor: Actor; correctedBy: DeathId | null }
): Promise<void> {
  await transaction
    .updateTable('death')
    .set({
      taken_back_at: at,
      taken_back_by: actor.userId,
      taken_back_name: actor.name,
      corrected_by: correctedBy
    })
    .where('id', 'in', ids)
    .where('taken_back_at', 'is', null)
    .execute()
}

/** What was ended hangs on the recording that stands in the place of the others. */
export async function moveParts(
  transaction: Transaction,
  from: readonly DeathId[],
  to: DeathId
): Promise<void> {
  await transaction.updateTable('death_part').set({ death_id: to }).where('death_id', 'in', from).execute()
}
