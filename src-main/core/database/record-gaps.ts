import type { RecordGap } from '@contract/registration'
import { sql, type RawBuilder, type SqlBool } from 'kysely'

/** Neither dead, nor merged into another, nor erased. */
const STANDING = sql.raw('deceased_on is null and merged_into is null and erased_at is null')

/**
 * The condition of each gap, word for word as the partial index `patient_without_…` has it: SQLite takes the index only
 * where its condition is among the query's.
 */
export const RECORD_GAP_CONDITIONS: Readonly<Record<RecordGap, RawBuilder<SqlBool>>> = {
  number: sql<SqlBool>`${STANDING} and has_number = 0`,
  name: sql<SqlBool>`${STANDING} and provisional_name is not null`,
  birthDate: sql<SqlBool>`${STANDING} and birth_date is null`,
  mobile: sql<SqlBool>`${STANDING} and mobile_confirmed_at is null and is_reserved = 0 and has_guardian = 0`,
  gp: sql<SqlBool>`${STANDING} and gp_clinician_id is null and gp_external_name is null`,
  // Children when they were registered; who is none any more is left out by the birth date.
  guardian: sql<SqlBool>`${STANDING} and has_guardian = 0 and birth_date > date(created_at, '-16 years')`
}

/** A place in the order of registration: two moments may be the same, for a list is imported in one. */
export function registeredBefore({ at, id }: { at: string; id: number }): RawBuilder<SqlBool> {
  return sql<SqlBool>`(created_at, id) < (${at}, ${id})`
}
