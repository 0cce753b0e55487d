import { chmodSync, chownSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { expect, it, onTestFinished } from 'vitest'
import { Host } from '../../src-main/core/host/host'
import { noKeychain } from '../../src-main/core/host/keychain'
import { noModems } from '../../src-main/core/modem-factory'
import { systemClock } from '../../src-main/core/platform/clock'
import { silentLog } from '../../src-main/core/platform/log'
import { Session } from '../../src-main/core/rpc/session'
import { openTestClinic } from './fixtures/clinic'
import { command, temporaryFolder } from './fixtures/folder'

const NOBODY = 65_534

/** Root ignores permission bits, so the test becomes nobody for its duration. */
function becomeOrdinaryUser(folder: string): void {
  const isRoot = process.geteuid?.() === 0
  if (isRoot) {
    for (const name of ['', 'clinic.db', 'clinic.keys.json', 'training.key', 'core.lock'])
      chownSync(join(folder, name), NOBODY, NOBODY)
    process.seteuid?.(NOBODY)
  }
  chmodSync(folder, 0o555)
  chmodSync(join(folder, 'clinic.db'), 0o444)
  onTestFinished(() => {
    if (isRoot) process.seteuid?.(0)
    chmodSync(folder, 0o755)
  })
}

it('goes on reading from a data folder that cannot be written to, and says so for every change', async () => {
  const outer = temporaryFolder()
  chmodSync(outer, 0o755)
  const folder = join(outer, 'data')
  await command('init', '--training', '--data', folder, '--name', 'Prøven legesenter')
  becomeOrdinaryUser(folder)
  const host = new Host({
    dataFolder: folder,
    program: 'desk',
    clock: systemClock,
    log: silentLog,
    appVersion: '0',
    keychain: noKeychain,
    hasKeychain: false,
    modems: noModems,
    runsJobs: true
  })
  await host.start()
  onTestFinished(() => host.stop())
  const session = new Session(true)
  expect(host.state()).toMatchObject({ error: null, phase: 'open', clinicName: 'Prøven legesenter' })
  expect(await host.dispatcher.call('settings.get', {}, session)).toMatchObject({
    clinicName: 'Prøven legesenter'
  })
  expect(await host.dispatcher.call('system.status', {}, session)).toMatchObject({
    storage: { code: 'data-folder-read-only' }
  })
  const frame = {
    kind: 'call',
    id: 1,
    method: 'rooms.save',
    input: { id: null, name: 'Rom 9', isActive: true }
  }
  expect(await host.dispatcher.answer(frame, session)).toMatchObject({
    ok: false,
    error: { code: 'data-folder-read-only' }
  })
})

it('takes back a change that did not fit on the disk, goes on reading, and goes on writing when there is room', async () => {
  const { core, as } = await openTestClinic()
  const manager = await as('manager')
  const { driver } = core.database
  const pages = Number(driver.pragma('page_count', { simple: true }))
  driver.pragma(`max_page_count = ${pages}`)
  const longName = (index: number): string => `${'Rom '.repeat(8)}${index}`
  const fill = async (): Promise<unknown> => {
    for (let index = 0; index < 500; index += 1)
      await manager.call('rooms.save', { id: null, name: longName(index), isActive: true })
    return null
  }
  await expect(fill()).rejects.toMatchObject({ code: 'SQLITE_FULL' })
  expect(core.database.storageFailure).toEqual({ code: 'disk-full', parameters: {} })
  const saved = await manager.call('rooms.list', {})
  expect(saved.length).toBeGreaterThan(3)
  driver.pragma(`max_page_count = ${pages + 1000}`)
  await manager.call('rooms.save', { id: null, name: 'Rom til slutt', isActive: true })
  expect(await manager.call('rooms.list', {})).toHaveLength(saved.length + 1)
  expect(core.database.storageFailure).toBeNull()
  expect(core.database.checkIntegrity()).toBe('ok')
})
