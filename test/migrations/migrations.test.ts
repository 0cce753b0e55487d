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
const oneBefore = migrations.at(-2)?.number ?? 0

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

/** Tables whose rows another one has taken over, by the migration that did it. */
const TAKEN_AWAY: Readonly<Record<string, number>> = { working_hours: 10 }

/** Lists of names, such as what a message may be for, which a later migration may add to. */
const NAMES: ReadonlySet<string> = new Set(['message_purpose', 'task_kind'])

function fill({ driver }: Database, migration: number): void {
  const schema = Number(driver.pragma('user_version', { simple: true }))
  for (const { table, row } of ROWS[migration] ?? []) {
    if (schema >= (TAKEN_AWAY[table] ?? Infinity)) continue
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
  return driver.prepare(`select rowid from patient_search where name match 'ing*'`).all()
}

it('numbers the migrations upwards, none twice', () => {
  const numbers = migrations.map(({ number }) => number)
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
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
      if (TAKEN_AWAY[table] === number) expect(after.has(table)).toBe(false)
      else {
        const kept = rows.map((row) => expect.objectContaining(row))
        expect(after.get(table)).toEqual(NAMES.has(table) ? expect.arrayContaining(kept) : kept)
      }
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
  await expect(open(oneBefore)).rejects.toMatchObject({
    code: 'database-newer',
    parameters: { found: newest, known: oneBefore }
  })
  expect(everyRow(await open(newest))).toEqual(before)
})

it('makes the hours of each clinician a week that has always held, those that lay over one another joined', async () => {
  const open = openFile()
  const old = await open(9)
  fill(old, 1)
  for (const [id, weekday, from, until] of [
    [2, 1, 480, 700],
    [3, 1, 690, 930],
    [4, 1, 930, 960]
  ])
    old.driver
      .prepare(
        'insert into working_hours (id, clinician_id, weekday, start_minute, end_minute) values (?, 1, ?, ?, ?)'
      )
      .run(id, weekday, from, until)
  old.close()
  const { driver } = await open(10)
  expect(driver.prepare('select * from schedule_template').all()).toEqual([
    {
      id: 1,
      clinician_id: 1,
      name: '',
      valid_from: '2000-01-01',
      valid_until: null,
      cycle_weeks: 1,
      anchor_date: '2000-01-03'
    }
  ])
  const sessions = 'select template_id, week, weekday, start_minute, end_minute, kind from schedule_session'
  const session = { template_id: 1, week: 1, kind: 'ordinary' }
  expect(driver.prepare(sessions).all()).toEqual([
    { ...session, weekday: 1, start_minute: 480, end_minute: 930 },
    { ...session, weekday: 1, start_minute: 930, end_minute: 960 },
    { ...session, weekday: 4, start_minute: 480, end_minute: 930 }
  ])
})

it('lets each type into the sessions of its kind, and into the ordinary ones there were', async () => {
  const open = openFile()
  const old = await open(9)
  const insert = old.driver.prepare(
    `insert into appointment_type (id, name, duration_minutes, colour, kind, is_active, sort_order)
    values (?, ?, 20, 'teal', ?, 1, 1)`
  )
  insert.run(1, 'Konsultasjon', 'ordinary')
  insert.run(2, 'Telefon', 'telephone')
  old.close()
  const { driver } = await open(10)
  const types =
    'select allowed_sessions, buffer_minutes, sends_confirmation, quick_code from appointment_type'
  const rest = { buffer_minutes: 0, sends_confirmation: 1, quick_code: null }
  expect(driver.prepare(types).all()).toEqual([
    { allowed_sessions: '["ordinary"]', ...rest },
    { allowed_sessions: '["telephone","ordinary"]', ...rest }
  ])
})

it('gives no identifier the id of one that is gone, and keeps how the table is looked up and watched', async () => {
  const open = openFile()
  const old = await open(38)
  for (let migration = 1; migration <= 38; migration += 1) fill(old, migration)
  const watched = (database: Database) =>
    database.driver
      .prepare<[], { sql: string }>(
        `select sql from sqlite_schema where tbl_name = 'patient_identifier' and type <> 'table'
        and sql is not null order by name`
      )
      .all()
  const before = watched(old)
  old.driver.prepare(`update identifier_change set new_identifier_id = 900`).run()
  old.close()

  const database = await open(39)
  expect(watched(database)).toEqual(before)
  const added = database.driver.prepare<[string], { id: number }>(
    `insert into patient_identifier (patient_id, type, value, status)
    values (1, 'duf-number', ?, 'ceased') returning id`
  )
  expect(added.get('200012345678')).toEqual({ id: 901 })
  database.driver.prepare('delete from patient_identifier where id = 901').run()
  expect(added.get('200012345678')).toEqual({ id: 902 })
})

it('finds by a first letter and by a name without its apostrophe, and counts confirmed mobiles by day', async () => {
  const open = openFile()
  const old = await open(46)
  for (let migration = 1; migration <= 46; migration += 1) fill(old, migration)
  const insert = old.driver.prepare(
    `insert into patient (id, family_name, given_name, name_key, first_key, sex, mobile_confirmed_at, merged_into,
      created_at, updated_at)
    values (?, ?, 'Sean', ?, 'sean', 'male', ?, ?, '2026-12-03T08:00:00Z', '2026-12-03T08:00:00Z')`
  )
  insert.run(10, "O'Brien", 'o brien sean', '2026-11-01T08:00:00Z', null)
  insert.run(11, 'Berg', 'berg sean', '2026-11-01T23:59:59.999Z', null)
  insert.run(12, 'Berg', '\u{10FFFF}', '2026-11-01T08:00:00Z', 11)
  insert.run(13, '', '', null, null)
  old.close()

  const { driver } = await open(47)
  const found = (words: string) =>
    driver.prepare('select rowid from patient_search where name match ?').pluck().all(words)
  expect([found('"b"*'), found('"obrien"*'), found('"o"* "sean"*')]).toEqual([[10, 11], [10], [10]])
  const days = driver.prepare(`select patients from patient_confirmed_day where day = ?`).pluck()
  expect(days.get('2026-11-01')).toBe(2)
  driver.prepare(`update patient set mobile_confirmed_at = '2026-11-02T08:00:00Z' where id = 10`).run()
  driver.prepare(`update patient set mobile_confirmed_at = null where id = 11`).run()
  expect([days.get('2026-11-01'), days.get('2026-11-02')]).toEqual([0, 1])
  driver.prepare(`update patient set name_key = '' where id = 10`).run()
  expect(days.get('2026-11-02')).toBe(0)
})
