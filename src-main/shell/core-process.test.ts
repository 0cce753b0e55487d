import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EventFrame, ShellToCore } from '@contract/frames'
import { CoreProcess } from './core-process'
import type { CoreListeners } from './core-transport'

/** A core that does what the test says, and a page that keeps what it is sent. */
function arrange() {
  const cores: { listeners: CoreListeners; sent: ShellToCore[]; isKilled: boolean }[] = []
  const replies: { connection: string; frame: unknown }[] = []
  const events: EventFrame[] = []
  const log: unknown[] = []
  const process = new CoreProcess({
    start: (listeners) => {
      const core = { listeners, sent: [] as ShellToCore[], isKilled: false }
      cores.push(core)
      return {
        pid: cores.length,
        send: (message) => core.sent.push(message),
        kill: () => (core.isKilled = true)
      }
    },
    startFrame: () => ({ kind: 'start', dataFolder: '/clinic', hasKeychain: false, appVersion: '1.0.0' }),
    answerKeychain: ({ id }) => ({ kind: 'keychain-answer', id, ok: false }),
    toPage: (connection, frame) => replies.push({ connection, frame }),
    toAllPages: (frame) => events.push(frame),
    log: (message, facts) => log.push({ message, ...facts })
  })
  const core = () => cores[cores.length - 1]!
  const ready = () => core().listeners.message({ kind: 'ready' })
  const call = (id: number) => process.call({ connection: 'a', id, frame: { kind: 'call', id } })
  return { process, cores, core, ready, call, replies, events, log }
}

const refusal = (id: number, code: string) => ({
  connection: 'a',
  frame: { kind: 'reply', id, ok: false, error: { code, parameters: {} } }
})
const frames = (sent: readonly ShellToCore[]) => sent.filter(({ kind }) => kind === 'frame')

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('core process', () => {
  it('sends the start frame first and holds calls until the core is ready', () => {
    const { process, core, ready, call } = arrange()
    process.start()
    process.open('a')
    call(1)
    expect(core().sent.map(({ kind }) => kind)).toEqual(['start'])
    ready()
    expect(core().sent.map(({ kind }) => kind)).toEqual(['start', 'open', 'frame'])
  })

  it('refuses calls that were under way when the core died, and repeats none of them', () => {
    const { process, cores, core, ready, call, replies } = arrange()
    process.start()
    process.open('a')
    ready()
    call(1)
    call(2)
    core().listeners.message({
      kind: 'frame',
      connection: 'a',
      frame: { kind: 'reply', id: 1, ok: true, output: 1 }
    })
    core().listeners.exit(9)
    vi.advanceTimersByTime(0)
    ready()
    expect(replies.slice(1)).toEqual([refusal(2, 'core-restarted')])
    expect(cores).toHaveLength(2)
    expect(frames(core().sent)).toEqual([])
  })

  it('tells every page that the core was lost, and that it is back', () => {
    const { process, core, ready, events } = arrange()
    process.start()
    ready()
    core().listeners.exit(9)
    vi.advanceTimersByTime(0)
    ready()
    expect(events).toEqual([
      { kind: 'event', event: 'core.lost', payload: { retryInMs: 0 } },
      { kind: 'event', event: 'core.restarted', payload: {} }
    ])
  })

  it('hands over to the new core a call that came while none was ready', () => {
    const { process, core, ready, call } = arrange()
    process.start()
    process.open('a')
    ready()
    core().listeners.exit(9)
    vi.advanceTimersByTime(0)
    call(3)
    ready()
    expect(frames(core().sent)).toHaveLength(1)
  })

  it('waits longer after each crash, and refuses calls meanwhile', () => {
    const { process, cores, core, call, replies, events } = arrange()
    process.start()
    for (const delayMs of [0, 250, 1_000, 3_000]) {
      core().listeners.exit(1)
      if (delayMs < 3_000) vi.advanceTimersByTime(delayMs)
    }
    expect(cores).toHaveLength(4)
    call(5)
    expect(replies).toEqual([refusal(5, 'core-unavailable')])
    expect(events.map(({ payload }) => payload)).toEqual(
      [0, 250, 1_000, 3_000].map((retryInMs) => ({ retryInMs }))
    )
  })

  it('lets a call wait when the core will be back within a second', () => {
    const { process, core, ready, call, replies } = arrange()
    process.start()
    process.open('a')
    core().listeners.exit(1)
    vi.advanceTimersByTime(0)
    core().listeners.exit(1)
    call(6)
    vi.advanceTimersByTime(250)
    ready()
    expect(replies).toEqual([])
    expect(frames(core().sent)).toHaveLength(1)
  })

  it('counts from the beginning again after the core ran steadily', () => {
    const { process, core, ready, events } = arrange()
    process.start()
    core().listeners.exit(1)
    vi.advanceTimersByTime(0)
    ready()
    vi.advanceTimersByTime(60_000)
    core().listeners.exit(1)
    expect(events.at(-1)?.payload).toEqual({ retryInMs: 0 })
  })

  it('does not start again a core that said why it cannot work', () => {
    const { process, cores, core, call, replies, events } = arrange()
    const error = { code: 'napi-too-old', parameters: { napi: 8 } }
    process.start()
    process.open('a')
    call(1)
    core().listeners.message({ kind: 'fatal', error })
    core().listeners.exit(3)
    call(2)
    vi.advanceTimersByTime(120_000)
    expect(cores).toHaveLength(1)
    expect(replies.map(({ frame }) => frame)).toEqual(
      [1, 2].map((id) => ({ kind: 'reply', id, ok: false, error }))
    )
    expect(events).toEqual([{ kind: 'event', event: 'core.lost', payload: { retryInMs: null } }])
  })

  it('starts it again when asked to', () => {
    const { process, cores, core, ready, call, replies } = arrange()
    process.start()
    core().listeners.message({ kind: 'fatal', error: { code: 'data-folder-held', parameters: {} } })
    core().listeners.exit(3)
    process.start()
    process.open('a')
    ready()
    call(1)
    expect(cores).toHaveLength(2)
    expect(replies).toEqual([])
    expect(frames(core().sent)).toHaveLength(1)
  })

  it('waits until the core has stopped, and ends one that does not answer', async () => {
    const { process, core, ready } = arrange()
    process.start()
    ready()
    const stopped = process.stop()
    expect(core().sent.at(-1)).toEqual({ kind: 'stop' })
    vi.advanceTimersByTime(8_000)
    expect(core().isKilled).toBe(true)
    core().listeners.exit(null)
    await expect(stopped).resolves.toBeUndefined()
  })

  it('answers the keychain and ignores what no core would say', () => {
    const { process, core, ready, log } = arrange()
    process.start()
    ready()
    core().listeners.message({ kind: 'keychain', id: 4, action: 'wrap', data: 'AA==' })
    core().listeners.message({ kind: 'surprise' })
    expect(core().sent.at(-1)).toEqual({ kind: 'keychain-answer', id: 4, ok: false })
    expect(log).toEqual([{ message: 'core sent an unknown message' }])
  })

  it('logs the places of a crash and none of its words', () => {
    const { process, core, log } = arrange()
    process.start()
    core().listeners.output('Error: Kari Nordmann 41234567\n    at save (patients.ts:10:3)\n')
    expect(JSON.stringify(log)).toContain('at save (patients.ts:10:3)')
    expect(JSON.stringify(log)).not.toContain('Kari')
  })
})
