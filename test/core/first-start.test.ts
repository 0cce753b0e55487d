import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import type { MethodInput, MethodName, MethodOutput } from '../../src-preload/contract'
import { Host, type Connection } from '../../src-main/core/host/host'
import { noKeychain, type Keychain } from '../../src-main/core/host/keychain'
import { noModems } from '../../src-main/core/modem-factory'
import { systemClock } from '../../src-main/core/platform/clock'
import { silentLog } from '../../src-main/core/platform/log'
import { temporaryFolder } from './fixtures/folder'

/** Keeps keys as an OS keychain does: what it wraps, only it can unwrap. */
function fakeKeychain(): Keychain & { isReset: boolean } {
  const kept = new Map<string, Buffer>()
  return {
    isReset: false,
    wrap(key) {
      const wrapped = `kept-${kept.size}`
      kept.set(wrapped, key)
      return Promise.resolve({ wrapped, backend: 'fake' })
    },
    unwrap(wrapped) {
      return Promise.resolve(this.isReset ? null : (kept.get(wrapped) ?? null))
    }
  }
}

async function start(dataFolder: string, keychain: Keychain): Promise<Host> {
  const options = {
    clock: systemClock,
    log: silentLog,
    appVersion: '0',
    hasKeychain: true,
    modems: noModems,
    runsJobs: false,
    checksOutputs: true
  }
  const host = new Host({ ...options, dataFolder, program: 'desk', keychain })
  await host.start()
  onTestFinished(() => host.stop())
  return host
}

async function call<M extends MethodName>(
  host: Host,
  { session }: Connection,
  method: M,
  input: MethodInput<M>
): Promise<MethodOutput<M>> {
  // The host under test holds every answer against its schema.
  return (await host.dispatcher.call(method, input, session)) as MethodOutput<M>
}

const CLINIC = {
  language: 'nb',
  country: 'NO',
  clinicName: 'Eksempel legesenter',
  clinicTelephone: '00 00 00 00',
  timeZone: 'Europe/Oslo',
  administrator: { name: 'Marit Bakke', password: 'en lang setning' },
  modem: { kind: 'none' },
  isTraining: false
} as const

async function createClinic(host: Host): Promise<string> {
  const connection = host.connect(() => undefined)
  const { groups, groupToConfirm } = await call(host, connection, 'setup.prepareKey', {})
  const characters = groups[groupToConfirm - 1] ?? ''
  await call(host, connection, 'setup.createClinic', {
    ...CLINIC,
    confirmation: { group: groupToConfirm, characters: ` ${characters.toLowerCase()}` }
  })
  return groups.join('-')
}

it('opens by the keychain without a question, and writes the key nowhere in plain', async () => {
  const folder = temporaryFolder()
  const keychain = fakeKeychain()
  const host = await start(folder, keychain)
  expect(host.state().phase).toBe('empty')
  await createClinic(host)
  const key = host.phase.name === 'open' ? host.phase.key : Buffer.alloc(0)
  await host.stop()
  for (const name of readdirSync(folder)) {
    const text = readFileSync(join(folder, name)).toString('latin1')
    expect(
      text.includes(key.toString('hex')) ||
        text.includes(key.toString('base64')) ||
        text.includes(key.toString('latin1'))
    ).toBe(false)
  }
  expect((await start(folder, keychain)).state()).toMatchObject({
    phase: 'open',
    clinicName: 'Eksempel legesenter',
    isTraining: false
  })
})

it('gives a new clinic the usual appointment types in its language', async () => {
  const host = await start(temporaryFolder(), fakeKeychain())
  await createClinic(host)
  const connection = host.connect(() => undefined)
  const [administrator] = await call(host, connection, 'session.users', {})
  if (!administrator) throw new Error('The clinic has no administrator.')
  const { password } = CLINIC.administrator
  await call(host, connection, 'session.signIn', { userId: administrator.id, password })
  const types = await call(host, connection, 'appointmentTypes.list', {})
  expect(types.map(({ name }) => name)).toContain('Konsultasjon')
})

it('looks for modems for nobody who has not signed in, once there is a clinic', async () => {
  const host = await start(temporaryFolder(), fakeKeychain())
  await createClinic(host)
  const stranger = host.connect(() => undefined)
  await expect(call(host, stranger, 'setup.findModem', {})).rejects.toMatchObject({ code: 'not-allowed' })
})

it('is no open clinic to anybody while the demo clinic is being filled', async () => {
  const host = await start(temporaryFolder(), fakeKeychain())
  const phases = new Set<string>()
  host.events.subscribe((event) => {
    if (event === 'setup.progress') phases.add(host.state().phase)
  })
  await call(
    host,
    host.connect(() => undefined),
    'setup.openDemo',
    { language: 'nb' }
  )
  expect({ phases: [...phases], now: host.state().phase }).toEqual({ phases: ['empty'], now: 'open' })
})

it('asks for the recovery key when the keychain has lost its own, and remembers it again', async () => {
  const folder = temporaryFolder()
  const keychain = fakeKeychain()
  const first = await start(folder, keychain)
  const recoveryKey = await createClinic(first)
  await first.stop()
  keychain.isReset = true
  const second = await start(folder, keychain)
  const connection = second.connect(() => undefined)
  expect(second.state().phase).toBe('locked')
  await expect(call(second, connection, 'session.users', {})).rejects.toMatchObject({ code: 'no-clinic' })
  await expect(call(second, connection, 'setup.unlock', { recoveryKey: 'ABC' })).rejects.toMatchObject({
    code: 'recovery-key-length'
  })
  keychain.isReset = false
  expect(await call(second, connection, 'setup.unlock', { recoveryKey })).toMatchObject({ phase: 'open' })
  await second.stop()
  expect((await start(folder, keychain)).state().phase).toBe('open')
})

it('makes no clinic before one group of the recovery key is typed back', async () => {
  const folder = temporaryFolder()
  const host = await start(folder, noKeychain)
  const connection = host.connect(() => undefined)
  const { groupToConfirm } = await call(host, connection, 'setup.prepareKey', {})
  await expect(
    call(host, connection, 'setup.createClinic', {
      ...CLINIC,
      confirmation: { group: groupToConfirm, characters: 'WRONG' }
    })
  ).rejects.toMatchObject({
    code: 'confirmation-wrong'
  })
  await expect(
    call(host, connection, 'setup.createClinic', { ...CLINIC, confirmation: null })
  ).rejects.toMatchObject({ code: 'confirmation-wrong' })
  expect(host.state().phase).toBe('empty')
  expect(readdirSync(folder).filter((name) => name.startsWith('clinic'))).toEqual([])
})

it('takes a half-made clinic away again when its making fails', async () => {
  const folder = temporaryFolder()
  const host = await start(folder, noKeychain)
  const connection = host.connect(() => undefined)
  await expect(
    call(host, connection, 'setup.createClinic', {
      ...CLINIC,
      timeZone: 'Europe/Atlantis',
      isTraining: true,
      confirmation: null
    })
  ).rejects.toMatchObject({ code: 'time-zone-unknown' })
  expect(readdirSync(folder).filter((name) => !name.startsWith('core.'))).toEqual([])
  expect(host.state().phase).toBe('empty')
})

it('signs the administrator in who has just made the clinic', async () => {
  const host = await start(temporaryFolder(), fakeKeychain())
  const connection = host.connect(() => undefined)
  const { groups, groupToConfirm } = await call(host, connection, 'setup.prepareKey', {})
  const confirmation = { group: groupToConfirm, characters: groups[groupToConfirm - 1] ?? '' }
  expect(await call(host, connection, 'setup.createClinic', { ...CLINIC, confirmation })).toMatchObject({
    user: { name: 'Marit Bakke', role: 'manager' }
  })
  expect(await call(host, connection, 'users.list', {})).toHaveLength(1)
  await expect(call(host, connection, 'setup.prepareKey', {})).rejects.toMatchObject({
    code: 'clinic-exists'
  })
})

it('tells every window that there is a clinic now, the one that made it once its manager sits there', async () => {
  const host = await start(temporaryFolder(), fakeKeychain())
  const other: string[] = []
  host.connect((frame) => void (frame.kind === 'event' && other.push(frame.event)))
  let isSignedIn: boolean | null = null
  const maker = host.connect((frame) => {
    if (frame.kind === 'event' && frame.event === 'system.stateChanged')
      isSignedIn = maker.session.signIn !== null
  })
  await call(host, maker, 'setup.createClinic', { ...CLINIC, isTraining: true, confirmation: null })
  expect(other).toContain('system.stateChanged')
  expect(isSignedIn).toBe(true)
})

it('tells a second program who has the folder', async () => {
  const folder = temporaryFolder()
  await start(folder, noKeychain)
  const second = await start(folder, noKeychain)
  expect(second.state()).toMatchObject({
    phase: 'failed',
    error: { code: 'data-folder-held', parameters: { program: 'desk', pid: process.pid } }
  })
})
