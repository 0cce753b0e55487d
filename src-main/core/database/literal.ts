import { sql } from 'kysely'

/**
 * A value that stands in the text, not beside it: SQLite can then prove that a partial index serves. It tries to with
 * a bound value too, where an index is partial by the same column, and for that compiles the statement anew at every
 * run. Only for what the program itself names, such as states.
 */
export function literal<T extends string | number>(value: T) {
  return sql.lit(value)
}
