import { describe, expect, it } from 'vitest'
import { MAX_FRAME_CHARACTERS } from '@contract/frames'
import { PageRelay } from './page-relay'

function arrange() {
  const core: unknown[] = []
  const relay = new PageRelay<ReturnType<typeof page>>({
    core: () => ({
      open: (connection, origin) =>
        core.push(['open', connection, ...(Object.keys(origin ?? {}).length > 0 ? [origin] : [])]),
      close: (connection) => core.push(['close', connection]),
      call: (call) => core.push(['call', call.connection, call.id])
    }),
    answerShell: ({ id, method }) => Promise.resolve({ kind: 'reply', id, ok: true, output: method })
  })
  const connectionOf = (position: number) => (core[position] as [string, string])[1]
  return { relay, core, connectionOf }
}

function page(id = 1) {
  const received: unknown[] = []
  return {
    id,
    received,
    send: (_channel: string, frame: unknown) => void received.push(frame),
    isDestroyed: () => false
  }
}

const callFrame = (id: number, method = 'patients.search', input: unknown = {}) => ({
  kind: 'call',
  id,
  method,
  input
})

describe('page relay', () => {
  it('carries a call to the core and its reply to the page that asked', () => {
    const { relay, core, connectionOf } = arrange()
    const [one, other] = [page(1), page(2)]
    relay.open(one)
    relay.open(other)
    relay.receive(one, callFrame(7))
    relay.toPage(connectionOf(0), { kind: 'reply', id: 7 })
    expect(core[2]).toEqual(['call', connectionOf(0), 7])
    expect([one.received, other.received]).toEqual([[{ kind: 'reply', id: 7 }], []])
  })

  it('opens a window in front of patients with nobody’s session, whoever opened it', () => {
    const { relay, core } = arrange()
    relay.open(page(1))
    relay.openedFrom(2, 1)
    relay.openedAs(2, 'check-in')
    relay.open(page(2))
    expect(core[1]).toEqual(['open', expect.any(String), { screen: 'check-in' }])
  })

  it('answers the methods of the shell without the core', async () => {
    const { relay, core } = arrange()
    const one = page()
    relay.open(one)
    relay.receive(one, callFrame(1, 'shell.info'))
    await expect.poll(() => one.received).toEqual([{ kind: 'reply', id: 1, ok: true, output: 'shell.info' }])
    expect(core).toHaveLength(1)
  })

  it('gives a reloaded page a new connection, so that answers to the old one go nowhere', () => {
    const { relay, core, connectionOf } = arrange()
    const one = page()
    relay.open(one)
    relay.open(one)
    relay.toPage(connectionOf(0), { kind: 'reply', id: 1 })
    expect(core.map((entry) => (entry as string[])[0])).toEqual(['open', 'close', 'open'])
    expect(one.received).toEqual([])
  })

  it.each([
    ['too long', callFrame(1, 'x', 'y'.repeat(MAX_FRAME_CHARACTERS)), 'frame-too-large'],
    ['no call', { kind: 'reply', id: 1 }, 'invalid-input'],
    ['with more than a call has', { ...callFrame(1), extra: true }, 'invalid-input']
  ])('refuses a frame that is %s', (_what, frame, code) => {
    const { relay, core } = arrange()
    const one = page()
    relay.open(one)
    relay.receive(one, frame)
    expect(one.received).toEqual([{ kind: 'reply', id: 1, ok: false, error: { code, parameters: {} } }])
    expect(core).toHaveLength(1)
  })

  it.each([null, 'text', 12, [], { id: 'x' }])('ignores %j', (frame) => {
    const { relay, core } = arrange()
    const one = page()
    relay.open(one)
    relay.receive(one, frame)
    expect([one.received, core.length]).toEqual([[], 1])
  })

  it('refuses a frame that is no JSON', () => {
    const { relay } = arrange()
    const one = page()
    relay.open(one)
    relay.receive(one, callFrame(1, 'x', 10n))
    expect(one.received).toHaveLength(1)
  })
})
