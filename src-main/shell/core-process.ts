import { z } from 'zod'
import {
  CoreToShell,
  type CodedError,
  type EventFrame,
  type ReplyFrame,
  type ShellToCore
} from '@contract/frames'
import type { RunningCore, StartCore } from './core-transport'
import { stackPlaces, type Log } from './log-file'
import type { Origin } from './page-relay'
import { restartDelayMs } from './restart-delay'

/** A core that ran this long had started well: its next crash counts as the first. */
const STEADY_MS = 60_000
const STOP_PATIENCE_MS = 8_000
const MOST_HELD_CALLS = 500
/** Calls wait for a core that comes back within this time, and are refused at once otherwise. */
const SHORT_WAIT_MS = 1_000

const RESTARTED: CodedError = { code: 'core-restarted', parameters: {} }
const UNAVAILABLE: CodedError = { code: 'core-unavailable', parameters: {} }
const AnyReply = z.looseObject({ kind: z.literal('reply'), id: z.number() })

type Phase = 'stopped' | 'starting' | 'running' | 'waiting' | 'failed' | 'stopping'
type Start = Extract<ShellToCore, { kind: 'start' }>
type Keychain = Extract<CoreToShell, { kind: 'keychain' }>
interface Call {
  readonly connection: string
  readonly id: number
  readonly frame: unknown
}

export interface CoreProcessOptions {
  readonly start: StartCore
  readonly startFrame: () => Start
  readonly answerKeychain: (request: Keychain) => ShellToCore
  readonly toPage: (connection: string, frame: unknown) => void
  readonly toAllPages: (frame: EventFrame) => void
  readonly log: Log
}

/**
 * The life of the core: started, kept running, stopped. A call that was with a core that died is refused with
 * `core-restarted` and never repeated, because nobody knows how far it came; one that had not been handed over waits.
 */
export class CoreProcess {
  readonly #options: CoreProcessOptions
  /** Each with whose session it has. */
  readonly #connections = new Map<string, Origin>()
  readonly #underWay = new Map<string, Set<number>>()
  #held: Call[] = []
  #isBackSoon = false
  #core: RunningCore | null = null
  #phase: Phase = 'stopped'
  #failure: CodedError = UNAVAILABLE
  #crashes = 0
  #hasRunBefore = false
  #readyAt = 0
  #restartTimer: NodeJS.Timeout | undefined
  #whenStopped: (() => void) | null = null

  constructor(options: CoreProcessOptions) {
    this.#options = options
  }

  get pid(): number | undefined {
    return this.#core?.pid
  }

  start(): void {
    if (this.#phase !== 'stopped' && this.#phase !== 'waiting' && this.#phase !== 'failed') return
    clearTimeout(this.#restartTimer)
    this.#core?.kill()
    this.#phase = 'starting'
    this.#isBackSoon = true
    const core = this.#options.start({
      message: (message) => this.#core === core && this.#receive(message),
      output: (text) => this.#logOutput(text),
      exit: (code) => this.#core === core && this.#ended(code)
    })
    this.#core = core
    core.send(this.#options.startFrame())
  }

  open(connection: string, origin: Origin = {}): void {
    this.#connections.set(connection, origin)
    if (this.#phase === 'running') this.#sendOpen(connection, origin)
  }

  close(connection: string): void {
    this.#connections.delete(connection)
    this.#underWay.delete(connection)
    this.#held = this.#held.filter((call) => call.connection !== connection)
    if (this.#phase === 'running') this.#core?.send({ kind: 'close', connection })
  }

  call(call: Call): void {
    if (this.#phase === 'running') this.#handOver(call)
    else if (this.#isBackSoon && this.#held.length < MOST_HELD_CALLS) this.#held.push(call)
    else this.#refuse(call.connection, call.id, this.#phase === 'failed' ? this.#failure : UNAVAILABLE)
  }

  /** A person has named this file for the core to write. */
  offerFile(token: string, path: string): void {
    if (this.#phase === 'running') this.#core?.send({ kind: 'target', token, path })
  }

  resumed(): void {
    if (this.#phase === 'running') this.#core?.send({ kind: 'resumed' })
  }

  /** Asks the core to finish what it does and waits until it has; one that does not answer is ended. */
  async stop(): Promise<void> {
    clearTimeout(this.#restartTimer)
    const core = this.#core
    // One that cannot work has nothing to finish.
    const patienceMs = this.#phase === 'failed' ? 0 : STOP_PATIENCE_MS
    this.#phase = core ? 'stopping' : 'stopped'
    this.#isBackSoon = false
    this.#refuseHeld(UNAVAILABLE)
    if (!core) return
    const patience = setTimeout(() => core.kill(), patienceMs)
    await new Promise<void>((resolve) => {
      this.#whenStopped = resolve
      core.send({ kind: 'stop' })
    })
    clearTimeout(patience)
  }

  #receive(message: unknown): void {
    const known = CoreToShell.safeParse(message)
    if (!known.success) return this.#options.log('core sent an unknown message')
    const received = known.data
    if (received.kind === 'ready') this.#becomeReady()
    else if (received.kind === 'frame') this.#relay(received.connection, received.frame)
    else if (received.kind === 'keychain') this.#core?.send(this.#options.answerKeychain(received))
    else if (received.kind === 'fatal') this.#fail(received.error)
  }

  #becomeReady(): void {
    if (this.#phase !== 'starting') return
    this.#phase = 'running'
    this.#readyAt = Date.now()
    for (const [connection, origin] of this.#connections) this.#sendOpen(connection, origin)
    if (this.#hasRunBefore) this.#options.toAllPages({ kind: 'event', event: 'core.restarted', payload: {} })
    this.#hasRunBefore = true
    for (const call of this.#held.splice(0)) this.#handOver(call)
  }

  #sendOpen(connection: string, origin: Origin): void {
    this.#core?.send({ kind: 'open', connection, ...origin })
  }

  #handOver(call: Call): void {
    const ids = this.#underWay.get(call.connection) ?? new Set()
    this.#underWay.set(call.connection, ids.add(call.id))
    this.#core?.send({ kind: 'frame', connection: call.connection, frame: call.frame })
  }

  #relay(connection: string, frame: unknown): void {
    const reply = AnyReply.safeParse(frame)
    if (reply.success) this.#underWay.get(connection)?.delete(reply.data.id)
    this.#options.toPage(connection, frame)
  }

  /** The core said why it cannot work: starting it again would end the same way. */
  #fail(error: CodedError): void {
    if (this.#phase === 'stopping') return
    this.#options.log('core cannot work', { code: error.code })
    this.#phase = 'failed'
    this.#isBackSoon = false
    this.#failure = error
    this.#refuseAll(error)
    this.#tellLost(null)
  }

  #ended(code: number | null): void {
    this.#options.log('core ended', { code, phase: this.#phase })
    this.#core = null
    if (this.#phase === 'stopping') {
      this.#phase = 'stopped'
      return this.#whenStopped?.()
    }
    if (this.#phase !== 'failed') this.#recover()
  }

  #recover(): void {
    const wasSteady = this.#phase === 'running' && Date.now() - this.#readyAt >= STEADY_MS
    this.#crashes = wasSteady ? 1 : this.#crashes + 1
    const delayMs = restartDelayMs(this.#crashes)
    this.#refuseUnderWay(RESTARTED)
    this.#isBackSoon = delayMs <= SHORT_WAIT_MS
    if (!this.#isBackSoon) this.#refuseHeld(UNAVAILABLE)
    this.#tellLost(delayMs)
    this.#phase = 'waiting'
    this.#restartTimer = setTimeout(() => this.start(), delayMs)
  }

  #tellLost(retryInMs: number | null): void {
    this.#options.toAllPages({ kind: 'event', event: 'core.lost', payload: { retryInMs } })
  }

  #refuseAll(error: CodedError): void {
    this.#refuseUnderWay(error)
    this.#refuseHeld(error)
  }

  #refuseUnderWay(error: CodedError): void {
    for (const [connection, ids] of this.#underWay) for (const id of ids) this.#refuse(connection, id, error)
    this.#underWay.clear()
  }

  #refuseHeld(error: CodedError): void {
    for (const call of this.#held.splice(0)) this.#refuse(call.connection, call.id, error)
  }

  #refuse(connection: string, id: number, error: CodedError): void {
    this.#options.toPage(connection, { kind: 'reply', id, ok: false, error } satisfies ReplyFrame)
  }

  #logOutput(text: string): void {
    const places = stackPlaces(text)
    if (places) this.#options.log('core error', { places })
  }
}
