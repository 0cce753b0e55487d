import type Driver from 'better-sqlite3'
import type { Insertable } from 'kysely'
import type { Database } from './database'
import type { Tables } from './tables'

/**
 * Writes many rows of one table with one prepared statement, ten times faster than a statement built for each. All
 * rows have the same columns. Runs within the open transaction of `Database.write`, which rolls it back with the rest.
 */
export function insertRows<Table extends keyof Tables>(
  { driver }: Database,
  table: Table,
  rows: readonly Insertable<Tables[Table]>[]
): void {
  const [first] = rows
  if (first === undefined) return
  if (!driver.inTransaction) throw new Error(`Rows of ${table} are written within a transaction only.`)
  const columns = Object.keys(first)
  const marks = columns.map(() => '?').join(', ')
  const statement = statementFor(driver, `insert into "${table}" (${columns.join(', ')}) values (${marks})`)
  for (const row of rows) statement.run(Object.values(row))
}

/** Few different ones: each slice of an import asks for the same. */
const prepared = new WeakMap<Driver.Database, Map<string, Driver.Statement>>()

function statementFor(driver: Driver.Database, sql: string): Driver.Statement {
  const known = prepared.get(driver) ?? new Map<string, Driver.Statement>()
  prepared.set(driver, known)
  const statement = known.get(sql) ?? driver.prepare(sql)
  known.set(sql, statement)
  return statement
}
