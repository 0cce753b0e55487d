import type { AtSession } from '../at/at-session'
import { AtTimeoutError } from '../at/exchange'
import type { LineFrame } from '../at/framer'
import type { ModemClock } from '../clock'
import { errorName, type ModemLog } from '../log'
import type { ModemState, ModemStatus, OutgoingPart, PinOutcome, SendOutcome } from '../modem-port'
import type { Inbox } from './inbox'
import { areReportsStored } from './capabilities'
import { readNetwork } from './network'
import { readNotice } from './notices'
import { runPatiently } from './patience'
import type { PinKeeper } from './pin-keeper'
import type { ResetKeeper } from './reset-keeper'
import { Sender } from './sender'
import { commandGapMs, introduce, readIndications, setUpMessages } from './set-up'
import type { MessageSettings, ModemIdentity } from './set-up'
import { Signal } from './signal'
import { SimOpener } from './sim-opener'
import type { SupervisorTimings } from './timings'

export interface ConnectionOptions {
  readonly session: AtSession
  readonly clock: ModemClock
  readonly log: ModemLog
  readonly inbox: Inbox
  readonly pins: PinKeeper
  readonly resets: ResetKeeper
  readonly timings: SupervisorTimings
  /** Whether the modem met is one to use: the one asked for, and nobody else's. */
  readonly mayUse: (imei: string | null) => boolean
  readonly show: (change: Partial<Omit<ModemStatus, 'since'>>) => void
}

/** The modem on this port is another one than asked for, or in use by another of its ports. */
export class WrongModemError extends Error {
  override readonly name = 'WrongModemError'
}

const silencesUntilLost = 2
const leaveMs = 1_000
const noSettings: MessageSettings = {
  memory: null,
  indications: null,
  hasServiceCentre: true,
  needsAcknowledgement: false
}

/** One opened port that speaks AT, until it is lost: set-up, watching, storage, sending. */
export class Connection {
  private readonly options: ConnectionOptions
  private readonly sender: Sender
  private readonly sim: SimOpener
  private readonly signal = new Signal()
  private readonly needs = { setUp: true, collect: true, reset: false }
  private readonly announced: { memory: string; index: number }[] = []
  private state: ModemState = 'starting'
  private identity: ModemIdentity = { manufacturer: null, model: null, imei: null }
  private settings: MessageSettings = noSettings
  private operator: string | null = null
  private silences = 0
  private lastCollectedMs = 0
  private isLost = false

  constructor(options: ConnectionOptions) {
    this.options = options
    this.sender = new Sender(options.session, options.clock)
    this.sim = new SimOpener(options)
    options.session.onUnasked((line) => this.takeUnasked(line))
    options.session.onUnexpectedEcho(() => this.noteRestart())
    options.session.onClose(() => {
      this.isLost = true
      this.signal.set()
    })
  }

  /** Resolves when the port is lost. Rejects when the modem cannot be used. */
  async live(): Promise<void> {
    while (!this.isLost) {
      try {
        await this.round()
        this.silences = 0
      } catch (error) {
        if (!(error instanceof AtTimeoutError)) throw error
        this.countSilence()
        continue
      }
      await this.signal.wait(this.pauseMs())
    }
  }

  async send(message: OutgoingPart): Promise<SendOutcome> {
    if (this.state !== 'ready') return { kind: 'not-sent', reason: 'not-ready' }
    const outcome = await this.sender.send(message, this.identity.imei, () => this.state === 'ready')
    this.learnFrom(outcome)
    return outcome
  }

  async enterPin(pin: string): Promise<PinOutcome> {
    if (this.state !== 'pin-required') return 'not-asked'
    try {
      return await this.sim.tryPin(pin)
    } catch (error) {
      this.options.log.warn('modem.pin-unanswered', { error: errorName(error) })
      return 'failed'
    } finally {
      this.needs.setUp = true
      this.signal.set()
    }
  }

  /** Looks at the storage at the next opportunity: somebody has begun to listen. */
  collectSoon(): void {
    this.needs.collect = true
    this.signal.set()
  }

  /** The last words to a modem that is let go of. One that is busy with a message is not kept waiting for. */
  async leave(): Promise<void> {
    if (this.isLost || this.options.session.isSubmitting) return
    try {
      await Promise.race([this.sender.leave(), new Signal().wait(leaveMs)])
    } catch (error) {
      // It lets go of the link by itself after some seconds.
      this.options.log.info('modem.leave-unanswered', { error: errorName(error) })
    }
  }

  async reset(): Promise<void> {
    try {
      await this.options.session.run('AT+CFUN=1,1')
    } catch (error) {
      // A modem may be gone before it has answered, which is what was asked of it.
      this.options.log.info('modem.reset-unanswered', { error: errorName(error) })
    }
    await this.options.session.close()
  }

  private async round(): Promise<void> {
    if (this.needs.reset) return this.restart('modem.set-up-did-not-help')
    if (this.needs.setUp && !(await this.setUp())) return
    await this.watch()
    while (this.announced.length > 0) {
      const [next] = this.announced.splice(0, 1)
      if (next !== undefined)
        await this.options.inbox.collectFrom(this.options.session, next.memory, next.index)
    }
    if (this.needs.collect || this.isCollectDue()) await this.collect()
  }

  private pauseMs(): number {
    const { simMs, registeringMs, watchMs } = this.options.timings
    if (this.needs.setUp) return simMs
    return this.state === 'ready' ? watchMs : registeringMs
  }

  /** True when the modem is set up and may be used. */
  private async setUp(): Promise<boolean> {
    const run = this.options.session.run.bind(this.options.session)
    if (this.state === 'ready') this.show('starting', null)
    this.identity = await introduce(run)
    this.options.session.gapMs = commandGapMs(this.identity)
    this.options.inbox.imei = this.identity.imei
    if (!this.options.mayUse(this.identity.imei)) throw new WrongModemError()
    this.options.show(this.identity)
    const closed = await this.sim.open()
    if (closed !== null) {
      this.show(closed.state, closed.detail)
      return false
    }
    this.options.pins.noteOpen()
    const { timings } = this.options
    const isEnough = ({ ok }: { ok: boolean }): boolean => ok
    this.settings = await setUpMessages(
      run,
      (command, mostTries) => runPatiently({ run, command, timings, isEnough, mostTries }),
      this.identity
    )
    this.options.inbox.memory = this.settings.memory
    this.options.session.expectSilence()
    this.needs.setUp = false
    this.needs.collect = true
    return true
  }

  private async watch(): Promise<void> {
    const { state, ...reading } = await readNetwork(
      (command) => this.options.session.run(command),
      this.state === 'ready' ? this.operator : null
    )
    if (this.needs.setUp) return
    this.operator = reading.operator
    this.options.show(reading)
    this.show(state, this.settings.hasServiceCentre ? null : 'smsc-unknown')
    if (this.options.resets.isTimeAfter(state)) await this.restart('modem.stuck')
  }

  private async restart(cause: string): Promise<void> {
    this.options.log.warn(cause)
    this.show('starting', null)
    await this.reset()
  }

  private isCollectDue(): boolean {
    return performance.now() - this.lastCollectedMs >= this.options.timings.collectMs
  }

  /** Empties the storage, and sees whether the modem still has our settings: a brown-out takes them silently. */
  private async collect(): Promise<void> {
    this.needs.collect = false
    this.lastCollectedMs = performance.now()
    const indications = await readIndications((command) => this.options.session.run(command))
    if (indications !== this.settings.indications) {
      this.options.log.warn('modem.settings-lost')
      this.needs.setUp = true
      this.signal.set()
      return
    }
    await this.options.inbox.collect(this.options.session)
    if (areReportsStored(this.settings.indications))
      await this.options.inbox.collectReports(this.options.session)
  }

  private takeUnasked(line: LineFrame): void {
    const notice = readNotice(line)
    if (notice === null) return
    if (notice.kind === 'report') return this.takeReport(notice.pdu)
    if (notice.kind === 'restarted') return this.noteRestart()
    if (notice.kind === 'stored') this.takeStored(notice.memory, notice.index)
    if (notice.kind === 'full') this.needs.collect = true
    this.signal.set()
  }

  /** Settings are gone, so nothing may be sent until they are back. */
  private noteRestart(): void {
    if (this.state === 'ready') this.show('starting', null)
    this.needs.setUp = true
    this.signal.set()
  }

  private takeStored(memory: string, index: number): void {
    const isElsewhere = memory !== '' && memory !== this.settings.memory && index >= 0
    if (isElsewhere) this.announced.push({ memory, index })
    else this.needs.collect = true
  }

  private takeReport(pdu: string): void {
    const shown = this.options.inbox.readShown(pdu)
    if (shown === null) return
    if (shown.decoded.type === 'status-report') this.sender.compare(shown.decoded)
    void this.options.inbox.takeShown(this.options.session, shown, this.settings.needsAcknowledgement)
  }

  private learnFrom(outcome: SendOutcome): void {
    if (outcome.kind === 'accepted') {
      this.silences = 0
      this.options.resets.noteSuccess()
    }
    if (outcome.kind === 'refused') this.learnFromRefusal(outcome.code, outcome.class)
    const reason = outcome.kind === 'unknown' || outcome.kind === 'not-sent' ? outcome.reason : null
    if (reason === 'no-answer' || reason === 'no-prompt') this.countSilence()
  }

  private learnFromRefusal(code: string, refusal: string): void {
    const isFull = code === 'cms-320' || code === 'cms-322'
    if (isFull) this.needs.collect = true
    else if (refusal === 'wait-for-state') return this.waitForNetwork(code)
    else if (refusal === 'reinit' || refusal === 'person') this.needs.setUp = true
    else return
    if (refusal === 'reinit') this.needs.reset = this.options.resets.noteFailure()
    this.signal.set()
  }

  /** The modem itself may still claim to be registered, so the queue is held for a while before that counts again. */
  private waitForNetwork(code: string): void {
    this.show('registering', code)
    setTimeout(() => this.signal.set(), this.options.timings.registeringMs).unref()
  }

  private countSilence(): void {
    this.silences += 1
    if (this.silences < silencesUntilLost || this.isLost) return
    this.options.log.warn('modem.silent')
    void this.options.session.close()
  }

  private show(state: ModemState, detail: string | null): void {
    this.state = state
    this.options.show({ state, detail })
  }
}
