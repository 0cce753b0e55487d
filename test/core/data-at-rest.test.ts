import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, it, onTestFinished } from 'vitest'
import { Database } from '../../src-main/core/database/database'
import { collectMigrations } from '../../src-main/core/database/migrations'

const KEY = randomBytes(32)

function newFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'skranke-rest-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'clinic.db')
}

async function makeDatabase(file: string): Promise<void> {
  const database = await Database.open({ file, key: KEY, mayCreate: true })
  await database.write(async (transaction) => {
    for (let index = 0; index < 50; index += 1) {
      await transaction
        .insertInto('setting')
        .values({ name: `planted-${index}`, value: JSON.stringify('Planta Synlig '.repeat(200)) })
        .execute()
    }
  })
  database.close()
}

async function refusalOf(file: string, key = KEY): Promise<unknown> {
  const before = readFileSync(file)
  try {
    const database = await Database.open({ file, key })
    database.close()
    return 'opened'
  } catch (error) {
    expect(readFileSync(file).equals(before)).toBe(true)
    return error instanceof Error && 'code' in error ? error.code : error
  }
}

it('leaves no planted text in any file of the folder', async () => {
  const file = newFile()
  const database = await Database.open({ file, key: KEY, mayCreate: true })
  await database.write((transaction) =>
    transaction.insertInto('setting').values({ name: 'planted', value: '"Planta Synlig"' }).execute()
  )
  for (const part of [file, `${file}-wal`]) expect(readFileSync(part).includes('Planta')).toBe(false)
  database.close()
})

it('keeps the pragmas that lose and spill nothing', async () => {
  const file = newFile()
  const { driver } = await Database.open({ file, key: KEY, mayCreate: true })
  onTestFinished(() => void driver.close())
  const read = (name: string): unknown => driver.pragma(name, { simple: true })
  expect([
    read('journal_mode'),
    read('synchronous'),
    read('foreign_keys'),
    read('temp_store'),
    read('secure_delete'),
    read('locking_mode')
  ]).toEqual(['wal', 2, 1, 2, 1, 'exclusive'])
})

it('refuses a truncated file, cut anywhere, and leaves it untouched', async () => {
  const file = newFile()
  await makeDatabase(file)
  const { size } = statSync(file)
  truncateSync(file, size - 4096)
  expect(await refusalOf(file)).toBe('database-damaged')
  truncateSync(file, size - 5000)
  expect(await refusalOf(file)).toBe('database-damaged')
  truncateSync(file, 0)
  expect(await refusalOf(file)).toBe('database-damaged')
})

it('refuses a file that is no database', async () => {
  const file = newFile()
  writeFileSync(file, 'Kjære pasient, dette er et brev. '.repeat(400))
  expect(await refusalOf(file)).toBe('database-not-a-database')
  writeFileSync(file, Buffer.concat([Buffer.from('SQLite format 3\0'), randomBytes(8176)]))
  expect(await refusalOf(file)).toBe('database-not-a-database')
})

it('detects a flipped bit', async () => {
  const file = newFile()
  await makeDatabase(file)
  const bytes = readFileSync(file)
  bytes[bytes.length - 2000] = (bytes.at(-2000) ?? 0) ^ 1
  writeFileSync(file, bytes)
  const database = await Database.open({ file, key: KEY }).catch((error: unknown) => error)
  if (!(database instanceof Database)) return expect(database).toMatchObject({ code: 'database-damaged' })
  onTestFinished(() => database.close())
  expect(database.checkIntegrity()).not.toBe('ok')
})

it('refuses the data of a newer program and changes nothing', async () => {
  const file = newFile()
  const newer = { number: 9000, name: '9000-later', changesData: false, up: () => Promise.resolve() }
  const database = await Database.open({
    file,
    key: KEY,
    mayCreate: true,
    migrations: [...collectMigrations(), newer]
  })
  database.close()
  expect(await refusalOf(file)).toBe('database-newer')
})

it('keeps a copy before a migration that changes data, and leaves no half of one that fails', async () => {
  const file = newFile()
  await makeDatabase(file)
  const failing = {
    number: 9000,
    name: '9000-failing',
    changesData: true,
    up: async (db: Parameters<ReturnType<typeof collectMigrations>[number]['up']>[0]) => {
      await sql`create table half (id integer primary key) strict`.execute(db)
      await sql`delete from setting`.execute(db)
      throw new Error('stopped half-way')
    }
  }
  await expect(
    Database.open({ file, key: KEY, migrations: [...collectMigrations(), failing] })
  ).rejects.toThrow('stopped half-way')
  const copy = await Database.open({ file: `${file}.before-9000-failing`, key: KEY })
  onTestFinished(() => copy.close())
  const database = await Database.open({ file, key: KEY })
  onTestFinished(() => database.close())
  for (const each of [copy, database]) {
    const { count } = await each.reader
      .selectFrom('setting')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    expect(count).toBe(50)
  }
})
