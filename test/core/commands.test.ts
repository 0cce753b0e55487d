import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { startControlSocket } from '../../src-main/core/host/control-socket'
import { dataFolderPaths } from '../../src-main/core/database/data-folder'
import { Host } from '../../src-main/core/host/host'
import { noKeychain } from '../../src-main/core/host/keychain'
import { noModems } from '../../src-main/core/modem-factory'
import { systemClock } from '../../src-main/core/platform/clock'
import { silentLog } from '../../src-main/core/platform/log'
import { command, temporaryFolder } from './fixtures/folder'

async function holdOpen(dataFolder: string): Promise<Host> {
  const host = new Host({
    dataFolder,
    program: 'desk',
    clock: systemClock,
    log: silentLog,
    appVersion: '0',
    keychain: noKeychain,
    hasKeychain: false,
    modems: noModems,
    runsJobs: false
  })
  await host.start()
  onTestFinished(() => host.stop())
  return host
}

it('makes a training clinic, calls it, and finds it whole', async () => {
  const data = join(temporaryFolder(), 'data')
  const made = await command('init', '--training', '--data', data, '--name', 'Prøven legesenter')
  expect(made).toMatchObject({ code: 0, json: { isTraining: true } })
  expect(await command('call', 'system.state', '{}', '--data', data)).toMatchObject({
    code: 0,
    json: { phase: 'open', clinicName: 'Prøven legesenter', isTraining: true, isDemo: false }
  })
  expect(await command('verify', '--data', data)).toMatchObject({ code: 0, json: { isWhole: true } })
})

it('keeps the key of a clinic with real patients apart from the data, for its owner only', async () => {
  const folder = temporaryFolder()
  const data = join(folder, 'data')
  const keyFile = join(folder, 'clinic.key')
  expect(await command('init', '--data', data)).toMatchObject({
    code: 1,
    json: { error: { code: 'key-file-needed' } }
  })
  expect(await command('init', '--data', data, '--key-file', keyFile)).toMatchObject({ code: 0 })
  expect(statSync(keyFile).mode & 0o777).toBe(0o600)
  expect(existsSync(join(data, 'training.key'))).toBe(false)
  expect(await command('call', 'system.state', '{}', '--data', data)).toMatchObject({
    code: 1,
    json: { error: { code: 'key-missing' } }
  })
  expect(await command('call', 'system.state', '{}', '--data', data, '--key-file', keyFile)).toMatchObject({
    code: 0
  })
})

it('tells a wrong key from damaged data, and makes no second clinic over the first', async () => {
  const folder = temporaryFolder()
  const data = join(folder, 'data')
  await command('init', '--training', '--data', data)
  const wrong = join(folder, 'wrong.key')
  writeFileSync(wrong, 'ab'.repeat(32))
  const before = readFileSync(join(data, 'clinic.db'))
  expect(await command('verify', '--data', data, '--key-file', wrong)).toMatchObject({
    code: 1,
    json: { error: { code: 'database-key-wrong' } }
  })
  expect(await command('init', '--training', '--data', data)).toMatchObject({
    code: 1,
    json: { error: { code: 'clinic-exists' } }
  })
  expect(readFileSync(join(data, 'clinic.db')).equals(before)).toBe(true)
})

it('speaks to the core that holds the folder, and says who that is to one that would hold it too', async () => {
  const data = join(temporaryFolder(), 'data')
  await command('init', '--training', '--data', data)
  const host = await holdOpen(data)
  const control = await startControlSocket(host, silentLog)
  onTestFinished(() => control?.close())
  expect(await command('call', 'system.state', '{}', '--data', data)).toMatchObject({
    code: 0,
    json: { phase: 'open' }
  })
  expect(await command('verify', '--data', data)).toMatchObject({ code: 0, json: { isWhole: true } })
  expect(await command('call', 'users.list', '{"extra":1}', '--data', data)).toMatchObject({
    code: 1,
    json: { error: { code: 'invalid-input' } }
  })
  expect(await command('restore', join(data, 'none.backup'), '--data', data)).toMatchObject({
    code: 1,
    json: { error: { code: 'data-folder-held', parameters: { program: 'desk', pid: process.pid } } }
  })
})

it('shows the door to who speaks on the control socket without the key', async () => {
  const data = join(temporaryFolder(), 'data')
  await command('init', '--training', '--data', data)
  const control = await startControlSocket(await holdOpen(data), silentLog)
  onTestFinished(() => control?.close())
  for (const said of ['not the proof\n', 'x'.repeat(10_000)]) {
    const socket = connect(dataFolderPaths(data).socket)
    let heard = ''
    socket.on('data', (bytes) => (heard += bytes.toString()))
    socket.write(said)
    await once(socket, 'close')
    expect(Object.keys(JSON.parse(heard))).toEqual(['challenge'])
  }
})

it('restores a backup on a new PC with nothing but the file and the recovery key, and keeps what was there', async () => {
  const folder = temporaryFolder()
  const data = join(folder, 'data')
  const made = await command('init', '--training', '--data', data)
  const backup = join(folder, 'of-monday.backup')
  expect(await command('backup', backup, '--data', data)).toMatchObject({ code: 0 })
  await command(
    'call',
    'rooms.save',
    JSON.stringify({ id: null, name: 'Later', isActive: true }),
    '--data',
    data
  )
  const { recoveryKey } = made.json as { recoveryKey: string }
  const recovery = join(folder, 'recovery.txt')
  writeFileSync(recovery, recoveryKey.toLowerCase())
  const other = join(folder, 'new-pc')
  const elsewhere = ['--data', other, '--recovery-key-file', recovery]
  expect(await command('restore', backup, ...elsewhere)).toMatchObject({ code: 0, json: { kept: null } })
  expect(await command('restore', backup, '--data', data)).toMatchObject({
    code: 0,
    json: { kept: expect.stringContaining('before-restore') }
  })
  expect(await command('call', 'rooms.list', '{}', '--data', data)).toMatchObject({ code: 0, json: [] })
})

it('refuses a backup that is none and changes nothing', async () => {
  const folder = temporaryFolder()
  const data = join(folder, 'data')
  await command('init', '--training', '--data', data)
  const file = join(folder, 'photo.jpg')
  writeFileSync(file, Buffer.alloc(20_000, 7))
  const before = readFileSync(join(data, 'clinic.db'))
  expect(await command('restore', file, '--data', data)).toMatchObject({
    code: 1,
    json: { error: { code: 'backup-not-a-backup' } }
  })
  expect(readFileSync(join(data, 'clinic.db')).equals(before)).toBe(true)
})

it('explains each command and refuses what it does not know', async () => {
  expect(await command('frobnicate')).toMatchObject({ code: 2, stdout: '' })
  expect(await command('verify', '--wrong')).toMatchObject({ code: 2, json: { error: { code: 'usage' } } })
})
