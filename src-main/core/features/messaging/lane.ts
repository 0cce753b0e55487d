import { setTimeout } from 'node:timers/promises'
import type { ModemPort, ModemState, SendOutcome } from '../../modem'
import { describeError } from '../../platform/log'
import { claimNext } from './claim'
import { readMoment, type MessagingContext } from './context'
import { letterInstead } from './letter-instead'
import type { MessageRow } from './outbox.queries'
import { recordOutcome } from './record'
import type { ReportIntake } from './report-intake'
import type { Submission } from './submission'

/** How long a modem rests after a refusal that a person must mend, before one message is tried again. */
const PERSON_PAUSE_MINUTES = 5
const STATE_PAUSE_SECONDS = 5
const STORAGE_PAUSE_SECONDS = 10
const STOP_GRACE_MS = 3_000

/** The modem was pulled out, or the SIM was. */
const TOUCHED: ReadonlySet<ModemState> = new Set([
  'absent',
  'searching',
  'pin-required',
  'puk-required',
  'no-sim',
  'sim-failure'
])

export interface LaneListener {
  /** After the change is on disk. */
  onChanged(messages: readonly MessageRow[]): void
  isHeld(): boolean
  /** The lane rests; see `pausedUntilMs`. */
  onPause(): void
}

interface Ended {
  readonly submission: Submission
  readonly outcome: SendOutcome
}

interface Step {
  readonly submission: Submission | null
  readonly touched: readonly MessageRow[]
  readonly hasMore: boolean
  readonly asksRegister: boolean
}

/**
 * One modem's share of the queue: one message on the air at a time. The outcome of one message and the claim of the
 * next are one transaction, so that each message costs one write to disk.
 */
export class Lane {
  #running: Promise<void> | null = null
  #pausedUntilMs = 0
  /** Why a person is needed; null while all is well. */
  #trouble: string | null = null
  #accepted = 0
  /** How many messages had been accepted when a person was called for because of this one. */
  readonly #blamed = new Map<number, number>()
  /** An outcome that could not be written: disk full. It is written before anything else is sent. */
  #unwritten: Ended | null = null
  #isStopped = false
  #hasCall = false

  constructor(
    private readonly context: MessagingContext,
    readonly port: ModemPort,
    private readonly reports: ReportIntake,
    private readonly listener: LaneListener
  ) {}

  get isSending(): boolean {
    return this.#running !== null
  }

  get trouble(): string | null {
    return this.#trouble
  }

  /** When it may go on, in milliseconds since 1970; null while it is not paused. */
  get pausedUntilMs(): number | null {
    return this.#now() < this.#pausedUntilMs ? this.#pausedUntilMs : null
  }

  /** Sends what is due, until nothing is. */
  async run(): Promise<void> {
    this.#hasCall = true
    this.#running ??= this.#answerCalls()
    await this.#running
  }

  /** A person mended something: what was paused goes on. */
  resume(): void {
    this.#pausedUntilMs = 0
    this.#trouble = null
  }

  /**
   * The modem's state changed. What paused for its sake goes on; what a person must mend does only when somebody has
   * been at the modem, for it is set up anew by itself after such a refusal.
   */
  takeState(state: ModemState): void {
    if (this.#trouble === null ? state === 'ready' : TOUCHED.has(state)) this.resume()
  }

  /**
   * Sends nothing more. The message on the air has some seconds to end; then the modem is let go of, and its outcome
   * is written as unknown rather than awaited for minutes.
   */
  async stop(): Promise<void> {
    this.#isStopped = true
    if (this.#running) await endOrPause(this.#running, STOP_GRACE_MS)
    await this.port.close()
    await this.#running
  }

  /** A call that comes while the last look at the queue is under way leads to another look. */
  async #answerCalls(): Promise<void> {
    try {
      while (this.#hasCall) {
        this.#hasCall = false
        await this.#sendAll()
      }
    } finally {
      this.#running = null
    }
  }

  async #sendAll(): Promise<void> {
    let finished = this.#unwritten
    while (this.#mayGoOn(finished)) {
      const step = await this.#step(finished)
      if (!step) return
      finished = null
      if (step.submission) finished = await this.#send(step.submission)
      else if (step.asksRegister) await this.context.register.ask()
      else if (!step.hasMore) return
    }
  }

  #mayGoOn(finished: Ended | null): boolean {
    if (finished) return true
    if (this.#isStopped || this.listener.isHeld()) return false
    return this.port.status.state === 'ready' && this.pausedUntilMs === null
  }

  #now(): number {
    return this.context.clock.now().epochMilliseconds
  }

  /** Null when the disk would not take it; it is tried again later, and nothing is sent meanwhile. */
  async #step(finished: Ended | null): Promise<Step | null> {
    try {
      const step = await this.#write(finished)
      this.#unwritten = null
      const changed = [...(finished ? [finished.submission.message] : []), ...step.touched]
      if (step.submission) changed.push(step.submission.message)
      if (changed.length > 0) this.listener.onChanged(changed)
      return step
    } catch (error) {
      this.#unwritten = finished
      this.context.log.error('outbox-not-written', describeError(error))
      this.#pause(STORAGE_PAUSE_SECONDS)
      return null
    }
  }

  async #write(finished: Ended | null): Promise<Step> {
    const { context } = this
    const moment = await readMoment(context)
    const { imei } = this.port.status
    return await this.reports.write(moment, async (transaction, writeReports) => {
      const isOwnFault = finished !== null && this.#isOwnFault(finished)
      const next = finished
        ? await recordOutcome(transaction, { ...finished, moment, imei, isOwnFault })
        : null
      if (finished?.outcome.kind === 'refused')
        await letterInstead(context, transaction, { id: finished.submission.message.id, moment })
      const touched = await writeReports()
      if (next) return { submission: next, touched, hasMore: true, asksRegister: false }
      if (!this.#mayGoOn(null)) return { submission: null, touched, hasMore: false, asksRegister: false }
      const claim = await claimNext(context, transaction, { moment, imei })
      return { ...claim, touched: [...touched, ...claim.touched] }
    })
  }

  async #send(submission: Submission): Promise<Ended> {
    const outcome = await this.#handOver(submission)
    const ended = { submission, outcome }
    this.#judge(ended)
    return ended
  }

  async #handOver({ outgoing, message }: Submission): Promise<SendOutcome> {
    try {
      return await this.port.sendPart(outgoing)
    } catch (error) {
      if (error instanceof RangeError)
        return { kind: 'refused', code: 'text-not-sendable', class: 'permanent' }
      this.context.log.error('modem-failed', { message: message.id, ...describeError(error) })
      return { kind: 'unknown', reason: 'no-answer' }
    }
  }

  #judge({ outcome }: Ended): void {
    if (outcome.kind === 'accepted') {
      this.#accepted++
      this.#trouble = null
    }
    if (outcome.kind === 'not-sent') this.#pause(STATE_PAUSE_SECONDS)
    if (outcome.kind !== 'refused') return
    if (outcome.class === 'wait-for-state') this.#pause(STATE_PAUSE_SECONDS)
    if (outcome.class === 'person') {
      this.#trouble = outcome.code
      this.#pause(PERSON_PAUSE_MINUTES * 60)
    }
  }

  /** A barred number must not stop the others: when they leave and this one is refused again, it is to blame. */
  #isOwnFault({ submission: { message }, outcome }: Ended): boolean {
    if (outcome.kind !== 'refused' || outcome.class !== 'person') {
      this.#blamed.delete(message.id)
      return false
    }
    const before = this.#blamed.get(message.id)
    this.#blamed.set(message.id, this.#accepted)
    return before !== undefined && this.#accepted > before
  }

  #pause(seconds: number): void {
    this.#pausedUntilMs = this.#now() + seconds * 1_000
    this.listener.onPause()
  }
}

async function endOrPause(work: Promise<void>, mostMs: number): Promise<void> {
  const pause = new AbortController()
  await Promise.race([work, setTimeout(mostMs, undefined, { signal: pause.signal }).catch(() => undefined)])
  pause.abort()
}
