import type { PatientId } from '@contract/ids'
import type { Selectable } from 'kysely'
import type { Reader, Transaction } from '../../database/database'
import type { DuplicateSearchTable } from '../../database/tables/duplicates'

export type SearchState = Selectable<DuplicateSearchTable>

/** Where a search has come to in the order of the patients' last change. */
export interface SearchPlace {
  readonly updatedAt: string
  readonly id: number
}

export async function readSearch(reader: Reader): Promise<SearchState | null> {
  const row = await reader
    .selectFrom('duplicate_search')
    .select(['id', 'rules', 'after_updated_at', 'after_id', 'started_at', 'finished_at'])
    .where('id', '=', 1)
    .executeTakeFirst()
  return row ?? null
}

export async function writeSearch(transaction: Transaction, state: Omit<SearchState, 'id'>): Promise<void> {
  await transaction
    .insertInto('duplicate_search')
    .values({ id: 1, ...state })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(state))
    .execute()
}

/**
 * The next patients after that place, in the order of their last change. Two questions, each of them one seek in the
 * index: an import gives a million patients one and the same moment.
 */
export async function changedAfter(
  reader: Reader,
  { updatedAt, id }: SearchPlace,
  limit: number
): Promise<{ id: PatientId; updatedAt: string }[]> {
  const columns = reader.selectFrom('patient').select(['id', 'updated_at'])
  const sameMoment = await columns
    .where('updated_at', '=', updatedAt)
    .where(({ eb, ref }) => eb(ref('id').$castTo<number>(), '>', id))
    .orderBy('id')
    .limit(limit)
    .execute()
  const rest = limit - sameMoment.length
  const later =
    rest === 0
      ? []
      : await columns
          .where('updated_at', '>', updatedAt)
          .orderBy('updated_at')
          .orderBy('id')
          .limit(rest)
          .execute()
  return [...sameMoment, ...later].map((row) => ({ id: row.id, updatedAt: row.updated_at }))
}

/** For the progress shown: how many there are, and the highest of the ids looked through. */
export async function highestPatientId(reader: Reader): Promise<number> {
  const { highest } = await reader
    .selectFrom('patient')
    .select(({ fn }) => fn.max('id').as('highest'))
    .executeTakeFirstOrThrow()
  return highest ?? 0
}
