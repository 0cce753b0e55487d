import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Driver from 'better-sqlite3'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { WriteBack } from './write-back'

function openLogged() {
  const folder = mkdtempSync(join(tmpdir(), 'skranke-write-back-'))
  const file = join(folder, 'a.db')
  const driver = new Driver(file)
  onTestFinished(() => {
    driver.close()
    rmSync(folder, { recursive: true })
  })
  driver.pragma('journal_mode = WAL')
  driver.pragma('wal_autocheckpoint = 0')
  driver.exec('create table note (text text) strict')
  driver.pragma('wal_checkpoint(TRUNCATE)')
  return { driver, size: () => statSync(file).size, insert: driver.prepare('insert into note values (?)') }
}

describe('writing the log back', () => {
  it('happens by itself once nothing is written', async () => {
    const { driver, size, insert } = openLogged()
    const before = size()
    const writeBack = new WriteBack(driver, () => undefined)
    insert.run('x'.repeat(100_000))
    expect(size()).toBe(before)
    writeBack.note()
    await vi.waitFor(() => expect(size()).toBeGreaterThan(before))
  })

  it('waits for the end of a transaction', async () => {
    const { driver, size, insert } = openLogged()
    const before = size()
    const failures: unknown[] = []
    const writeBack = new WriteBack(driver, (error) => failures.push(error))
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    insert.run('x'.repeat(100_000))
    driver.exec('begin')
    writeBack.note()
    vi.advanceTimersByTime(1_000)
    expect(size()).toBe(before)
    driver.exec('commit')
    vi.advanceTimersByTime(1_000)
    expect(size()).toBeGreaterThan(before)
    expect(failures).toEqual([])
  })

  it('says what went wrong, and does not when it was stopped', () => {
    const { driver } = openLogged()
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const failures: unknown[] = []
    const disk = new Error('the disk is full')
    vi.spyOn(driver, 'pragma').mockImplementation(() => {
      throw disk
    })
    const writeBack = new WriteBack(driver, (error) => failures.push(error))
    writeBack.note()
    writeBack.stop()
    vi.advanceTimersByTime(1_000)
    expect(failures).toEqual([])
    writeBack.note()
    vi.advanceTimersByTime(1_000)
    expect(failures).toEqual([disk])
  })
})
