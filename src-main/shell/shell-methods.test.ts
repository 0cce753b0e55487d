import { expect, it } from 'vitest'
import { createShellMethods, type ShellServices } from './shell-methods'

const settings = { keepsInTray: true }

function services(changes: Partial<ShellServices<string>> = {}): ShellServices<string> {
  return {
    info: () => ({
      version: '1.0.0',
      isPackaged: true,
      isDevelopmentPackage: false,
      platform: 'linux',
      corePid: null,
      window: 1
    }),
    saveFile: () => Promise.resolve(true),
    chooseFile: () => Promise.resolve(null),
    print: () => Promise.resolve(false),
    savePdf: () => Promise.resolve(true),
    openWindow: () => undefined,
    openWall: () => undefined,
    openCheckIn: () => undefined,
    setFullScreen: () => undefined,
    settings: () => settings,
    changeSettings: () => undefined,
    preferences: () => ({ theme: 'dark' }),
    setPreference: () => undefined,
    restartCore: () => undefined,
    quit: () => undefined,
    ...changes
  }
}

const call = (method: string, input: unknown, changes?: Partial<ShellServices<string>>) =>
  createShellMethods(services(changes))({ kind: 'call', id: 1, method, input }, 'page')

it('answers with what its service says', async () => {
  const file = { name: 'rows.csv', content: 'a;b' }
  expect(await call('shell.saveFile', file)).toEqual({
    kind: 'reply',
    id: 1,
    ok: true,
    output: { isSaved: true }
  })
  expect(await call('shell.print', {})).toMatchObject({ ok: true, output: { isPrinted: false } })
  expect(await call('shell.savePdf', { name: 'log.pdf' })).toMatchObject({
    ok: true,
    output: { isSaved: true }
  })
  expect(await call('shell.settings', {})).toMatchObject({ ok: true, output: settings })
})

it.each([
  ['shell.saveFile', { name: 'a', content: 1 }],
  ['shell.saveFile', { name: 'a', content: '', path: '/etc/passwd' }],
  ['shell.savePdf', { name: '' }],
  ['shell.chooseFile', { name: 'a', path: '/etc/passwd' }],
  ['shell.openWindow', { route: 'https://evil.test/' }],
  ['shell.setFullScreen', { isFullScreen: 'yes' }],
  ['shell.changeSettings', {}],
  ['shell.setPreference', { name: '../theme', value: 'dark' }],
  ['shell.setPreference', { name: 'theme', value: 'x'.repeat(20_000) }]
])('refuses a wrong input of %s', async (method, input) => {
  expect(await call(method, input)).toMatchObject({ ok: false, error: { code: 'invalid-input' } })
})

it('refuses a method it does not know', async () => {
  expect(await call('shell.run', {})).toMatchObject({ ok: false, error: { code: 'unknown-method' } })
})

it('turns a failure into its own code', async () => {
  const full = () => Promise.reject(new Error('ENOSPC'))
  expect(await call('shell.saveFile', { name: 'a', content: '' }, { saveFile: full })).toMatchObject({
    ok: false,
    error: { code: 'file-not-saved' }
  })
})

it.each(['shell.beginFile', 'shell.writeFile', 'shell.endFile'])(
  'writes no file for a page piece by piece: %s is gone, the core writes what is large',
  async (method) => {
    expect(await call(method, {})).toMatchObject({ ok: false, error: { code: 'unknown-method' } })
  }
)
