import { beforeEach, expect, it } from 'vitest'
import {
  FOLLOWING_APPOINTMENT,
  MOVED,
  NOT_MOVED
} from '../../src-main/core/features/duplicates/patient-references.rules'
import { FIELD_COLUMNS, NO_FIELD } from '../../src-main/core/features/duplicates/person-state.rules'
import { openTestClinic, type TestClinic } from './fixtures/clinic'

let driver: TestClinic['core']['database']['driver']

beforeEach(async () => {
  driver = (await openTestClinic()).core.database.driver
})

function tables(): string[] {
  return driver
    .prepare<[], { name: string }>(
      `select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name`
    )
    .all()
    .map(({ name }) => name)
}

const named = new Set([
  ...MOVED.map(({ table, column }) => `${table}.${column}`),
  ...FOLLOWING_APPOINTMENT.map((table) => `${table}.patient_id`),
  ...Object.keys(NOT_MOVED)
])

/** Columns that refer to a patient, or are called as if they did. */
function patientColumns(table: string): string[] {
  const references = driver
    .prepare<[string], { from: string }>(
      `select "from" from pragma_foreign_key_list(?) where "table" = 'patient'`
    )
    .all(table)
    .map(({ from }) => from)
  const columns = driver
    .prepare<[string], { name: string }>('select name from pragma_table_info(?)')
    .all(table)
    .map(({ name }) => name)
  const called = columns.filter((name) => /(?:^|_)(?:patient|child|guardian)_id$/.test(name))
  return [...new Set([...references, ...called])].map((column) => `${table}.${column}`)
}

it('names every column of the schema that names a patient', () => {
  const unnamed = tables()
    .flatMap(patientColumns)
    .filter((column) => !named.has(column))
  expect(unnamed).toEqual([])
})

it('finds what it moves by an index', () => {
  const scans = [...MOVED, ...FOLLOWING_APPOINTMENT.map((table) => ({ table, column: 'patient_id' }))].filter(
    ({ table, column }) =>
      driver
        .prepare<[], { detail: string }>(`explain query plan select 1 from "${table}" where "${column}" = 1`)
        .all()
        .some(({ detail }) => detail.startsWith('SCAN'))
  )
  expect(scans).toEqual([])
})

it('knows of every column of a patient what a merge does with it', () => {
  const columns = driver
    .prepare<[], { name: string }>("select name from pragma_table_info('patient')")
    .all()
    .map(({ name }) => name)
  const fields = new Set<string>(Object.values(FIELD_COLUMNS).flat())
  expect(columns.filter((name) => !fields.has(name) && !NO_FIELD.has(name))).toEqual([])
})
