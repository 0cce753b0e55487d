import { AtSession } from '../at/at-session'
import { AtTimeoutError, PortLostError } from '../at/exchange'
import { PortError, type PortOpener, type SerialLine } from '../at/line'
import type { AtTimings } from '../at/timings'
import type { ModemClock } from '../clock'
import { errorName, type ModemLog } from '../log'
import type {
  DeliveryReport,
  IncomingSms,
  ModemPort,
  ModemState,
  ModemStatus,
  OutgoingPart,
  PinOutcome,
  SendOutcome
} from '../modem-port'
import { Connection, WrongModemError } from './connection'
import type { PortInfo } from './find-ports'
import { Inbox } from './inbox'
import { Listeners } from './listeners'
import { PinKeeper } from './pin-keeper'
import { PortFinder, type FoundPort } from './port-finder'
import { PortShares } from './port-shares'
import { PortTrials } from './port-trials'
import { ResetKeeper } from './reset-keeper'
import { SetUpError } from './set-up'
import { Signal } from './signal'
import { defaultSupervisorTimings, type SupervisorTimings } from './timings'

export interface ModemSupervisorOptions {
  /** Ports to use, globs allowed; empty or absent finds the modem by its USB id and by asking. */
  readonly paths?: readonly string[]
  /** Only the modem with this IMEI; another one is left alone. */
  readonly wantedImei?: string
  /** The program found the paths by itself: they may be other devices', and are left alone where something uses them. */
  readonly arePathsGuesses?: boolean
  readonly list: () => Promise<readonly PortInfo[]>
  readonly open: PortOpener
  /** Whether another program has the port open, be it without a lock. Asked before a port is used that nobody named. */
  readonly isOpenElsewhere?: (path: string) => Promise<boolean>
  readonly clock: ModemClock
  readonly log: ModemLog
  /** The stored PIN of the SIM in this modem, tried once. */
  readonly pin?: (imei: string | null) => string | null
  /** The stored PIN was wrong: forget it, or the next start of the program tries it again. */
  readonly onPinRejected?: (imei: string | null) => void
  /** What other supervisors use of the same ports. */
  readonly shares?: PortShares
  readonly timings?: Partial<SupervisorTimings>
  readonly atTimings?: Partial<AtTimings>
}

const nobody = { imei: null, manufacturer: null, model: null, operator: null, signal: null, signalDbm: null }

/** Keeps one modem in use: finds its port, sets it up, watches it, and starts over when it is lost. Several may run side by side. */
export class ModemSupervisor implements ModemPort {
  private readonly options: ModemSupervisorOptions
  private readonly timings: SupervisorTimings
  private readonly statusListeners = new Listeners<ModemStatus, void>()
  private readonly incoming = new Listeners<IncomingSms, Promise<void>>()
  private readonly reports = new Listeners<DeliveryReport, Promise<void>>()
  private readonly inbox: Inbox
  private readonly pins: PinKeeper
  private readonly finder: PortFinder
  private readonly resets: ResetKeeper
  private readonly trials: PortTrials
  private readonly shares: PortShares
  private readonly closing = new Signal()
  private isClosing = false
  private session: AtSession | null = null
  private connection: Connection | null = null
  private current: ModemStatus
  private readonly ended: Promise<void>

  constructor(options: ModemSupervisorOptions) {
    this.options = options
    this.timings = { ...defaultSupervisorTimings, ...options.timings }
    const { clock, log } = options
    this.inbox = new Inbox({ clock, log, incoming: this.incoming, reports: this.reports })
    this.shares = options.shares ?? new PortShares()
    this.pins = new PinKeeper(
      () => options.pin?.(this.current.imei) ?? null,
      () => options.onPinRejected?.(this.current.imei)
    )
    this.finder = new PortFinder({
      patterns: options.paths ?? [],
      arePatternsGuesses: options.arePathsGuesses ?? false,
      list: options.list,
      listMs: this.timings.listMs,
      listWaitMs: this.timings.searchMs,
      wantedImei: options.wantedImei ?? null
    })
    this.resets = new ResetKeeper(this.timings)
    this.trials = new PortTrials(this.timings)
    this.current = { state: 'searching', path: null, ...nobody, detail: null, since: clock.now() }
    this.ended = this.live()
  }

  get status(): ModemStatus {
    return this.current
  }

  onStatus(listener: (status: ModemStatus) => void): () => void {
    return this.statusListeners.add(listener)
  }

  onIncoming(listener: (message: IncomingSms) => Promise<void>): () => void {
    const remove = this.incoming.add(listener)
    this.connection?.collectSoon()
    return remove
  }

  onReport(listener: (report: DeliveryReport) => Promise<void>): () => void {
    return this.reports.add(listener)
  }

  async sendPart(part: OutgoingPart): Promise<SendOutcome> {
    if (this.isClosing) return { kind: 'not-sent', reason: 'closed' }
    return this.connection?.send(part) ?? { kind: 'not-sent', reason: 'not-ready' }
  }

  async enterPin(pin: string): Promise<PinOutcome> {
    if (!/^\d{4,8}$/.test(pin)) return 'failed'
    return this.connection?.enterPin(pin) ?? 'not-asked'
  }

  async reset(): Promise<void> {
    await this.connection?.reset()
  }

  async close(): Promise<void> {
    this.isClosing = true
    this.closing.set()
    await this.connection?.leave()
    await this.session?.close()
    await this.ended
  }

  private async live(): Promise<void> {
    while (!this.isClosing) {
      const port = this.trials.next(await this.candidates())
      if (port !== null) await this.use(port)
      if (!this.isClosing) await this.closing.wait(this.timings.searchMs)
    }
    this.show({ state: 'absent', path: null, ...nobody, detail: null })
  }

  private async candidates(): Promise<FoundPort[]> {
    try {
      const present = await this.finder.find()
      const paths = present.map(({ path }) => path)
      const free = this.shares.free(paths, this)
      if (free.length === 0) this.show({ state: 'absent', path: null, ...nobody, detail: null })
      return present.filter(({ path }) => free.includes(path))
    } catch (error) {
      this.options.log.warn('modem.list-failed', { error: errorName(error) })
      return []
    }
  }

  private async use(port: FoundPort): Promise<void> {
    const { path } = port
    if (!this.shares.takePort(path, this)) return
    try {
      const line = await this.open(port)
      // Closed while the port was being opened: nobody would close it later.
      if (this.isClosing) return await line.close()
      this.session = new AtSession(line, this.options.atTimings)
      await this.session.synchronise()
      this.show({ state: 'starting', path, detail: null })
      this.options.log.info('modem.opened', { path })
      await this.serve(this.session, port)
      this.options.log.warn('modem.lost', { path })
    } catch (error) {
      this.trials.fail(port)
      this.options.log.warn('modem.failed', { path, error: errorName(error) })
      this.show({ path, ...nobody, ...failure(error) })
    } finally {
      this.connection = null
      await this.session?.close()
      this.session = null
      this.shares.release(this)
    }
  }

  private async open({ path, isGuess }: FoundPort): Promise<SerialLine> {
    const isForeign = isGuess && (await this.options.isOpenElsewhere?.(path)) === true
    if (isForeign) throw new PortError('busy')
    return this.options.open(path)
  }

  private async serve(session: AtSession, port: FoundPort): Promise<void> {
    const connection = new Connection({
      session,
      clock: this.options.clock,
      log: this.options.log,
      inbox: this.inbox,
      pins: this.pins,
      resets: this.resets,
      timings: this.timings,
      mayUse: (imei) => this.mayUse(imei, port),
      show: (change) => this.show(change)
    })
    this.connection = connection
    try {
      await connection.live()
    } catch (error) {
      if (error instanceof SetUpError && this.resets.noteFailure()) await connection.reset()
      if (!(error instanceof PortLostError)) throw error
    }
    this.show({ state: 'searching', path: null, ...nobody, detail: null })
  }

  private mayUse(imei: string | null, port: FoundPort): boolean {
    const wantedImei = this.finder.imeiFor(port) ?? imei
    const may = imei === wantedImei && (imei === null || this.shares.takeModem(imei, port.path, this))
    if (!may) return false
    this.trials.succeed(port.path)
    void this.finder.remember(port.path, imei)
    return true
  }

  private show(change: Partial<Omit<ModemStatus, 'since'>>): void {
    const before = this.current
    const isNewState = change.state !== undefined && change.state !== before.state
    const after = { ...before, ...change, since: isNewState ? this.options.clock.now() : before.since }
    if (JSON.stringify(after) === JSON.stringify(before)) return
    this.current = after
    this.statusListeners.notify(after)
  }
}

/** What the desk is told of a port that could not be used. A defect of our own is not hidden as one of the modem's. */
function failure(error: unknown): { state: ModemState; detail: string | null } {
  if (error instanceof PortError && error.reason === 'busy') return { state: 'busy-elsewhere', detail: null }
  if (error instanceof AtTimeoutError) return { state: 'not-a-modem', detail: null }
  if (error instanceof WrongModemError) return { state: 'searching', detail: 'wrong-imei' }
  if (error instanceof SetUpError) return { state: 'searching', detail: `set-up: ${error.step}` }
  const isPortGone = error instanceof PortError || error instanceof PortLostError
  return { state: 'searching', detail: isPortGone ? null : 'internal' }
}
