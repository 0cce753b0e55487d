import Driver from 'better-sqlite3'
import { Kysely, type RawBuilder } from 'kysely'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Reader, Transaction } from './database'
import { dialectOf } from './dialect'
import { prepared, type Slots } from './prepared'
import { preparedListed } from './prepared-listed'
import type { Tables } from './tables'

function openSettings() {
  const driver = new Driver(':memory:')
  onTestFinished(() => void driver.close())
  driver.exec('create table setting (name text primary key, value text) strict')
  driver.exec(`insert into setting values ('a', '1'), ('b', '2'), ('c', '3')`)
  return new Kysely<Tables>({ dialect: dialectOf(driver) })
}

const select = (reader: Reader, { name }: Slots<{ name: string }>) =>
  reader.selectFrom('setting').select('value').where('name', '=', name)

describe('a limit', () => {
  it('stands in the text, for SQLite compiles a statement with a bound limit anew at every run', () => {
    const db = openSettings()
    const { sql, parameters } = db.selectFrom('setting').select('name').limit(5).offset(2).compile()
    expect(sql).toBe('select "name" from "setting" limit 5 offset ?')
    expect(parameters).toEqual([2])
  })
})

describe('a prepared query', () => {
  it('is written once and answers for the parameters of each call', async () => {
    const db = openSettings()
    const build = vi.fn(select)
    const valueOf = prepared(build)
    expect(await valueOf.first(db, { name: 'a' })).toEqual({ value: '1' })
    expect(await valueOf.all(db, { name: 'b' })).toEqual([{ value: '2' }])
    expect(await valueOf.first(db, { name: 'none' })).toBeNull()
    expect(build).toHaveBeenCalledTimes(1)
  })

  it('serves a transaction and another database', async () => {
    const [db, other] = [openSettings(), openSettings()]
    const valueOf = prepared(select)
    await valueOf.first(db, { name: 'a' })
    const inTransaction = await db.transaction().execute(async (transaction) => {
      await transaction.updateTable('setting').set({ value: '9' }).where('name', '=', 'a').execute()
      return await valueOf.first(transaction, { name: 'a' })
    })
    expect(inTransaction).toEqual({ value: '9' })
    expect(await valueOf.first(other, { name: 'a' })).toEqual({ value: '1' })
  })

  it('leaves out what is not given, and says how many rows it changed', async () => {
    const db = openSettings()
    const change = prepared(
      (transaction: Transaction, { of, ...fields }: Slots<{ of: string; name?: string; value?: string }>) =>
        transaction.updateTable('setting').set(fields).where('name', '=', of)
    )
    const changed = await db
      .transaction()
      .execute(async (transaction) => [
        await change.run(transaction, { of: 'a', value: 'first' }),
        await change.run(transaction, { of: 'b', name: 'bb' }),
        await change.run(transaction, { of: 'none', value: 'x' })
      ])
    expect(changed).toEqual([1, 1, 0])
    expect(await db.selectFrom('setting').selectAll().orderBy('name').execute()).toEqual([
      { name: 'a', value: 'first' },
      { name: 'bb', value: '2' },
      { name: 'c', value: '3' }
    ])
  })
})

describe('a prepared query about ids', () => {
  it('answers for none, one and any number of them', async () => {
    const db = openSettings()
    const valuesOf = preparedListed((reader, names: RawBuilder<string>) =>
      reader.selectFrom('setting').select('value').where('name', 'in', names).orderBy('name')
    )
    expect(await valuesOf(db, [], {})).toEqual([])
    expect(await valuesOf(db, ['b'], {})).toEqual([{ value: '2' }])
    expect(await valuesOf(db, ['c', 'a', 'none'], {})).toEqual([{ value: '1' }, { value: '3' }])
  })
})
