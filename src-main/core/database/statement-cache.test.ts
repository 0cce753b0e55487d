import Driver from 'better-sqlite3'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { cacheStatements } from './statement-cache'

function openCached() {
  const driver = new Driver(':memory:')
  onTestFinished(() => void driver.close())
  driver.exec('create table thing (id integer primary key, name text)')
  const prepare = vi.spyOn(driver, 'prepare')
  return { driver, prepare, database: cacheStatements(driver) }
}

describe('prepared statements', () => {
  it('are prepared once for each text, with any parameters', () => {
    const { database, prepare } = openCached()
    database.prepare('insert into thing (name) values (?)').run(['a'])
    database.prepare('insert into thing (name) values (?)').run(['b'])
    expect(database.prepare('select name from thing order by id').all([])).toEqual([
      { name: 'a' },
      { name: 'b' }
    ])
    expect(prepare).toHaveBeenCalledTimes(2)
  })

  it('serve again after the table has changed', () => {
    const { database, driver } = openCached()
    const select = 'select * from thing'
    database.prepare('insert into thing (name) values (?)').run(['a'])
    expect(database.prepare(select).all([])).toEqual([{ id: 1, name: 'a' }])
    driver.exec(`alter table thing add column colour text default 'teal'`)
    expect(database.prepare(select).all([])).toEqual([{ id: 1, name: 'a', colour: 'teal' }])
  })

  it('serve again after one that failed', () => {
    const { database } = openCached()
    const insert = 'insert into thing (id) values (?)'
    database.prepare(insert).run([1])
    expect(() => database.prepare(insert).run([1])).toThrow('UNIQUE')
    expect(database.prepare(insert).run([2]).changes).toBe(1)
  })

  it('are bounded: what was used longest ago gives way, what is in use stays', () => {
    const { database, prepare } = openCached()
    const hot = 'select 0'
    for (let number = 1; number <= 1_000; number += 1) {
      database.prepare(`select ${number}`).all([])
      database.prepare(hot).all([])
    }
    expect(prepare.mock.calls.filter(([text]) => text === hot)).toHaveLength(1)
    prepare.mockClear()
    database.prepare('select 1').all([])
    expect(prepare).toHaveBeenCalledTimes(1)
  })
})
