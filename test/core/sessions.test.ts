import { expect, it } from 'vitest'
import { openTestClinic } from './fixtures/clinic'
import { createDispatcher } from '../../src-main/core/rpc/dispatcher'
import { Session } from '../../src-main/core/rpc/session'
import { silentLog } from '../../src-main/core/platform/log'
import { MAX_FRAME_CHARACTERS } from '../../src-preload/contract/frames'

it('answers what it does not know, cannot read or finds too large with a code', async () => {
  const { core } = await openTestClinic()
  const dispatcher = createDispatcher({ handlers: () => core.handlers, log: silentLog, checksOutputs: true })
  const session = new Session()
  const codeOf = async (frame: unknown): Promise<unknown> => {
    const reply = await dispatcher.answer(frame, session)
    return reply.ok ? 'ok' : reply.error.code
  }
  expect(await codeOf({ kind: 'call', id: 1, method: 'patients.erase', input: {} })).toBe('unknown-method')
  expect(await codeOf({ kind: 'call', id: 1, method: '__proto__', input: {} })).toBe('unknown-method')
  expect(await codeOf({ kind: 'call', id: 'one', method: 'session.users', input: {} })).toBe('invalid-input')
  expect(await codeOf('garbage')).toBe('invalid-input')
  expect(await codeOf(null)).toBe('invalid-input')
  expect(await codeOf({ kind: 'call', id: 1, method: 'session.users', input: { extra: 1 } })).toBe(
    'invalid-input'
  )
  expect(
    await codeOf({ kind: 'call', id: 1, method: 'session.users', input: 'x'.repeat(MAX_FRAME_CHARACTERS) })
  ).toBe('frame-too-large')
  expect(await codeOf({ kind: 'call', id: 1, method: 'settings.get', input: {} })).toBe('not-signed-in')
  expect(await codeOf({ kind: 'call', id: 1, method: 'session.users', input: {} })).toBe('ok')
})

it('lets a receptionist do the desk and not the management', async () => {
  const { as } = await openTestClinic()
  const receptionist = await as('receptionist')
  await expect(receptionist.call('users.list', {})).rejects.toMatchObject({ code: 'not-allowed' })
  await expect(receptionist.call('settings.save', { idleLockMinutes: 3 })).rejects.toMatchObject({
    code: 'not-allowed'
  })
  await expect(receptionist.call('settings.get', {})).resolves.toMatchObject({ idleLockMinutes: 10 })
})

it('answers nothing but unlocking while a window is locked', async () => {
  const { as } = await openTestClinic()
  const receptionist = await as('receptionist')
  await receptionist.call('session.lock', {})
  await expect(receptionist.call('settings.get', {})).rejects.toMatchObject({ code: 'locked' })
  await expect(receptionist.call('session.unlock', { password: 'wrong' })).rejects.toMatchObject({
    code: 'sign-in-wrong'
  })
  await receptionist.call('session.unlock', { password: 'correct horse' })
  await expect(receptionist.call('settings.get', {})).resolves.toBeDefined()
})

it('makes who types wrong passwords wait, longer each time', async () => {
  const { as, clock } = await openTestClinic()
  const manager = await as('manager')
  const [user] = await manager.call('session.users', {})
  if (!user) throw new Error('no user')
  const attempt = async (password: string): Promise<unknown> =>
    await manager.call('session.signIn', { userId: user.id, password }).then(
      () => 'in',
      ({ code, parameters }: { code: string; parameters: unknown }) => [code, parameters]
    )
  for (let count = 0; count < 4; count += 1) expect(await attempt('wrong')).toEqual(['sign-in-wrong', {}])
  expect(await attempt('wrong')).toEqual(['sign-in-throttled', { seconds: 30 }])
  expect(await attempt('correct horse')).toEqual(['sign-in-throttled', { seconds: 30 }])
  clock.set(clock.now().add({ seconds: 31 }))
  expect(await attempt('wrong')).toEqual(['sign-in-throttled', { seconds: 60 }])
  clock.set(clock.now().add({ seconds: 61 }))
  expect(await attempt('correct horse')).toBe('in')
})

it('keeps at least one manager', async () => {
  const { as } = await openTestClinic()
  const manager = await as('manager')
  const me = (await manager.call('users.list', {})).find(({ role }) => role === 'manager')
  if (!me) throw new Error('no manager')
  const demoted = {
    id: me.id,
    name: me.name,
    role: 'receptionist',
    language: null,
    isActive: true,
    clinicianId: null,
    password: null
  } as const
  await expect(manager.call('users.save', demoted)).rejects.toMatchObject({ code: 'last-manager' })
  expect((await manager.call('users.list', {})).find(({ id }) => id === me.id)?.role).toBe('manager')
})
