import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { Database } from '../../src-main/core/database/database'
import { collectMigrations } from '../../src-main/core/database/migrations'
import { temporaryFolder } from '../core/fixtures/folder'
import { ROWS } from './rows'

type Rows = Record<string, unknown>[]

const migrations = collectMigrations()
const newest = migrations.at(-1)?.number ?? 0

/** A file that is brought to one schema after the other. */
function openFile() {
  const file = join(temporaryFolder(), 'clinic.db')
  const key = randomBytes(32)
  return async (schema: number) => {
    const known = migrations.filter(({ number }) => number <= schema)
    const database = await Database.open({ file, key, mayCreate: true, migrations: known })
    onTestFinished(() => database.close())
    return database
  }
}

function fill({ driver }: Database, migration: number): void {
  for (const { table, row } of ROWS[migration] ?? []) {
    const fields = Object.keys(row).map((field) => `"${field}"`)
    const places = fields.map(() => '?').join(', ')
    driver
      .prepare(`insert into "${table}" (${fields.join(', ')}) values (${places})`)
      .run(...Object.values(row))
  }
}

/** Every row of every table; of the search index, whose text is kept nowhere, what it finds. */
function everyRow({ driver }: Database): Map<string, Rows> {
  const names = driver
    .prepare<[], { name: string }>(
      `select name from sqlite_schema
      where type = 'table' and name not like 'sqlite_%' and name not like 'patient_search%' order by name`
    )
    .all()
  const rows = names.map(({ name }): [string, Rows] => [
    name,
    driver.prepare<[], Record<string, unknown>>(`select * from "${name}" order by 1`).all()
  ])
  return new Map(rows)
}

function findsBySearch({ driver }: Database): unknown {
  return driver.prepare(`select rowid from patient_search where name match 'sor*'`).all()
}

it('numbers the migrations without a gap', () => {
  expect(migrations.map(({ number }) => number)).toEqual(migrations.map((_, index) => index + 1))
})

it.each(migrations.map(({ number, name }) => ({ number, name })))(
  'brings a clinic with rows in every table to $name and keeps them all',
  async ({ number }) => {
    const open = openFile()
    const old = await open(number - 1)
    for (let migration = 1; migration < number; migration += 1) fill(old, migration)
    const before = everyRow(old)
    expect([...before].filter(([, rows]) => rows.length === 0)).toEqual([])
    old.close()

    const database = await open(number)
    const after = everyRow(database)
    for (const [table, rows] of before)
      // A list of names, such as what a message may be for, may grow.
      expect(after.get(table)).toEqual(
        expect.arrayContaining(rows.map((row) => expect.objectContaining(row)))
      )
    if (number > 3) expect(findsBySearch(database)).toEqual([{ rowid: 1 }])
    expect(database.driver.pragma('user_version', { simple: true })).toBe(number)
    expect(database.checkIntegrity()).toBe('ok')
    expect(database.countBrokenReferences()).toBe(0)
    // Rows of the newest schema fit it too.
    fill(database, number)
    expect([...everyRow(database)].filter(([, rows]) => rows.length === 0)).toEqual([])
  }
)

it('refuses a database of a newer program and leaves its rows alone', async () => {
  const open = openFile()
  const written = await open(newest)
  for (const { number } of migrations) fill(written, number)
  const before = everyRow(written)
  written.close()
  await expect(open(newest - 1)).rejects.toMatchObject({
    code: 'database-newer',
    parameters: { found: newest, known: newest - 1 }
  })
  expect(everyRow(await open(newest))).toEqual(before)
})
