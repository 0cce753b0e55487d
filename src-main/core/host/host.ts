import { existsSync } from 'node:fs'
import type { CodedError, CoreFrame } from '@contract/frames'
import { events as eventSpecs, type EventName, type MethodName } from '@contract/index'
import type { SystemState } from '@contract/system'
import { createCore, type Core } from '../core'
import {
  dataFolderPaths,
  holdDataFolder,
  readEnvelope,
  writeEnvelope,
  type FolderHold
} from '../database/data-folder'
import { Database } from '../database/database'
import { Lan, lanHandlers, systemInterfaces, type ListInterfaces } from '../lan'
import type { ModemFactory } from '../modem-factory'
import { AppError } from '../platform/app-error'
import { switchableClock, toStoredInstant, type Clock } from '../platform/clock'
import { createEventBus, type EventBus } from '../platform/event-bus'
import { FileTargets } from '../platform/file-targets'
import { describeError, type Log } from '../platform/log'
import { createDispatcher, toCodedError, type Dispatcher } from '../rpc/dispatcher'
import type { Handlers } from '../rpc/handlers'
import { Session } from '../rpc/session'
import { createBackups, type Backups } from './backups'
import { clinicIdentity, type ClinicIdentity } from './clinic-identity'
import { demoClock, rememberDemoTime } from './demo/demo-clock'
import { signInFirstUser } from './first-sign-in'
import type { Keychain } from './keychain'
import { findKey } from './key-finding'
import { setupHandlers } from './setup.handlers'
import { systemHandlers, systemStatus } from './system.handlers'

const STATUS_PUSH_MS = 150

export interface HostOptions {
  readonly dataFolder: string
  /** What holds the folder, for the sentence a second start shows: `desk`, `serve`, or a command's name. */
  readonly program: string
  readonly clock: Clock
  /** The clock was named where the program was started: a demo clinic follows it too. */
  readonly hasNamedClock?: boolean
  readonly log: Log
  readonly appVersion: string
  readonly keychain: Keychain
  readonly hasKeychain: boolean
  readonly modems: ModemFactory
  readonly keyFile?: string | null
  readonly recoveryKey?: string | null
  /** Also holds every answer against its schema. */
  readonly checksOutputs?: boolean
  /** Runs the scheduler: reminders, backups, the other PCs. A short command does not. */
  readonly runsJobs: boolean
  /** The built pages, for the other PCs. */
  readonly pagesFolder?: string | null
  /** For tests: which networks there are. */
  readonly interfaces?: ListInterfaces
}

/** One window, browser or command that speaks to the core. */
export interface Connection {
  readonly session: Session
  receive(frame: unknown): Promise<void>
  close(): void
}

interface Opened {
  readonly key: Buffer
  readonly core: Core
  readonly backups: Backups
  readonly lan: Lan
  readonly identity: ClinicIdentity
}

type Phase =
  | { readonly name: 'empty' | 'locked' }
  | { readonly name: 'failed'; readonly error: CodedError }
  | ({ readonly name: 'open' } & Opened)

/** The core process's one object: it holds the data folder, opens the clinic in it and serves the connections. */
export class Host {
  #phase: Phase = { name: 'empty' }
  /** A clinic that is being made: nobody works on it until it is whole. */
  #filling: Opened | null = null
  #hold: FolderHold | null = null
  #statusTimer: NodeJS.Timeout | null = null
  readonly events: EventBus = createEventBus()
  /** Files people have named in the shell's dialog. */
  readonly targets = new FileTargets()
  readonly clock: ReturnType<typeof switchableClock>
  readonly dispatcher: Dispatcher
  readonly #connections = new Map<Connection, (frame: CoreFrame) => void>()
  readonly #hostHandlers: Partial<Handlers<MethodName>>

  constructor(readonly options: HostOptions) {
    this.clock = switchableClock(options.clock)
    this.#hostHandlers = { ...systemHandlers(this), ...setupHandlers(this) }
    this.dispatcher = createDispatcher({
      handlers: () => ({
        ...(this.#phase.name === 'open' ? this.#phase.core.handlers : {}),
        ...(this.#phase.name === 'open' ? lanHandlers(this.#phase.lan, this.#phase.core) : {}),
        ...this.#hostHandlers
      }),
      log: options.log,
      checksOutputs: options.checksOutputs ?? false
    })
    this.events.subscribe((event, payload) => {
      this.#push(event, payload)
      if (event === 'messages.changed') this.#statusChanged()
      if (event === 'settings.changed') void this.refreshIdentity()
    })
  }

  get phase(): Phase {
    return this.#phase
  }

  /** @throws AppError `no-clinic`, or what keeps the clinic from being open. */
  get core(): Core {
    if (this.#phase.name === 'open') return this.#phase.core
    if (this.#phase.name === 'failed')
      throw new AppError(this.#phase.error.code, this.#phase.error.parameters)
    throw new AppError(this.#phase.name === 'locked' ? 'key-missing' : 'no-clinic')
  }

  get backups(): Backups {
    if (this.#phase.name !== 'open') throw new AppError('no-clinic')
    return this.#phase.backups
  }

  get lan(): Lan {
    if (this.#phase.name !== 'open') throw new AppError('no-clinic')
    return this.#phase.lan
  }

  /** Takes the folder and opens what is in it. What goes wrong becomes the phase `failed`, not an exception. */
  async start(): Promise<void> {
    await this.#attempt(async () => {
      this.#hold ??= holdDataFolder(this.options.dataFolder, {
        program: this.options.program,
        pid: process.pid,
        since: toStoredInstant(this.options.clock.now())
      })
      await this.#open(this.options.recoveryKey ?? null)
    })
  }

  /** Opens with the recovery key a person typed, and hands the key to the keychain of this machine. */
  async unlock(recoveryKey: string): Promise<void> {
    await this.#open(recoveryKey)
    await this.#rememberKey(recoveryKey)
    this.events.publish('system.stateChanged', {})
  }

  /** Opens the clinic just made with `key`; one that is still being filled does nothing by itself yet. */
  async openWith(key: Buffer, isFilling = false): Promise<Core> {
    const { database: file } = dataFolderPaths(this.options.dataFolder)
    const database = await Database.open({ file, key, mayCreate: true })
    try {
      const opened = await this.#openCore(database, key, this.options.runsJobs && !isFilling)
      if (isFilling) this.#filling = opened
      else this.#phase = { name: 'open', ...opened }
      return opened.core
    } catch (error) {
      // Left open, it would keep the next try from opening it.
      database.close()
      throw error
    }
  }

  async #openCore(database: Database, key: Buffer, runsJobs: boolean): Promise<Opened> {
    const { log, dataFolder, modems } = this.options
    const { clock } = this
    await this.followDemoTime(database)
    const { events, targets } = this
    const core = createCore({ database, clock, log, events, key, modems, runsJobs, targets })
    const backups = createBackups({
      core,
      clock,
      log,
      dataFolder,
      runsJobs,
      onChange: () => this.#statusChanged()
    })
    core.onStatusChange(() => this.#statusChanged())
    const lan = this.#openLan(core, key, runsJobs)
    return { key, core, backups, lan, identity: await clinicIdentity(core) }
  }

  /** It opens by itself beside the rest: a network that is not there keeps nobody at the desk waiting. */
  #openLan(core: Core, key: Buffer, runsJobs: boolean): Lan {
    const { log, pagesFolder = null, interfaces = systemInterfaces } = this.options
    const lan = new Lan({
      core,
      key,
      log,
      pagesFolder,
      interfaces,
      connect: (push, session) => this.connect(push, session),
      onChange: () => this.#statusChanged()
    })
    if (runsJobs) lan.start().catch((error: unknown) => log.error('lan-not-started', describeError(error)))
    return lan
  }

  /** The demo clinic has its own time, unless a clock was named where the program was started. */
  async followDemoTime(database: Database): Promise<void> {
    const own = this.options.hasNamedClock ? null : await demoClock(database)
    this.clock.follow(own ?? this.options.clock)
  }

  /** After the clinic has been made or its name has changed. */
  async refreshIdentity(): Promise<void> {
    if (this.#phase.name !== 'open') return
    this.#phase = { ...this.#phase, identity: await clinicIdentity(this.#phase.core) }
    this.events.publish('system.stateChanged', {})
  }

  /** A window may share the session of another. */
  connect(push: (frame: CoreFrame) => void, session = new Session()): Connection {
    const stopListening = session.onChange(() => this.#pushSession(connection))
    const connection: Connection = {
      session,
      receive: async (frame) => {
        push(await this.dispatcher.answer(frame, session))
      },
      close: () => {
        stopListening()
        this.#connections.delete(connection)
      }
    }
    this.#connections.set(connection, push)
    return connection
  }

  /** A demo clinic has only synthetic people: its windows open signed in. */
  async welcome(connection: Connection): Promise<void> {
    const isAwaited = connection.session.signIn === null
    if (isAwaited && this.#phase.name === 'open' && this.#phase.identity.isDemo)
      await signInFirstUser(this.#phase.core, connection.session)
  }

  state(): SystemState {
    const { appVersion, hasKeychain } = this.options
    const phase = this.#phase
    const identity = phase.name === 'open' ? phase.identity : null
    return {
      phase: phase.name,
      error: phase.name === 'failed' ? phase.error : null,
      clinicName: identity?.clinicName ?? null,
      language: identity?.language ?? 'nb',
      country: identity?.country ?? 'NO',
      timeZone: identity?.timeZone ?? 'Europe/Oslo',
      isTraining: identity?.isTraining ?? false,
      isDemo: identity?.isDemo ?? false,
      hasKeychain,
      appVersion,
      now: toStoredInstant(this.clock.now())
    }
  }

  /** Lets go of the clinic but not of the folder: a set-up that failed half-way starts over. */
  async closeClinic(): Promise<void> {
    const opened = this.#filling ?? (this.#phase.name === 'open' ? this.#phase : null)
    if (!opened) return
    const { core, backups, lan } = opened
    this.#filling = null
    this.#phase = { name: 'empty' }
    if (this.#statusTimer) clearTimeout(this.#statusTimer)
    this.#statusTimer = null
    await lan.stop()
    await backups.stop()
    if (!core.database.isReadOnly) await rememberDemoTime(core.database, this.clock)
    await core.close()
  }

  async stop(): Promise<void> {
    await this.closeClinic()
    this.#hold?.release()
    this.#hold = null
  }

  async #open(recoveryKey: string | null): Promise<void> {
    const { dataFolder, keychain, keyFile = null } = this.options
    if (!existsSync(dataFolderPaths(dataFolder).database)) {
      this.#phase = { name: 'empty' }
      return
    }
    const key = await findKey({ dataFolder, keychain, keyFile, recoveryKey })
    if (key) await this.openWith(key)
    else this.#phase = { name: 'locked' }
  }

  async #attempt(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#phase = { name: 'failed', error: toCodedError(error, 'start', this.options.log) }
    }
  }

  async #rememberKey(recoveryKey: string): Promise<void> {
    const { dataFolder, keychain } = this.options
    const envelope = readEnvelope(dataFolder)
    const key = await findKey({ dataFolder, keychain, keyFile: null, recoveryKey })
    const wrapped = key ? await keychain.wrap(key) : null
    if (envelope && wrapped) writeEnvelope(dataFolder, { ...envelope, keychain: wrapped })
  }

  /** Many small changes in a row, such as a queue being sent, become one push. */
  #statusChanged(): void {
    this.#statusTimer ??= setTimeout(() => {
      this.#statusTimer = null
      if (this.#phase.name !== 'open') return
      systemStatus(this)
        .then((status) => this.events.publish('system.statusChanged', status))
        .catch((error: unknown) => this.options.log.error('status-failed', describeError(error)))
    }, STATUS_PUSH_MS)
  }

  #push(event: EventName, payload: unknown): void {
    const frame: CoreFrame = { kind: 'event', event, payload }
    const isOpenToAll = eventSpecs[event].access === 'anyone'
    for (const [{ session }, push] of this.#connections) {
      const { signIn, gate } = session
      const isOpen = isOpenToAll || session.isMaintenance || (signIn !== null && !signIn.isLocked)
      if (isOpen && (gate?.mayHear(event, signIn?.user ?? null) ?? true)) push(frame)
    }
  }

  #pushSession(connection: Connection): void {
    void this.dispatcher
      .call('session.current', {}, connection.session)
      .then((payload) =>
        this.#connections.get(connection)?.({ kind: 'event', event: 'session.changed', payload })
      )
      .catch((error: unknown) => this.options.log.error('session-push-failed', describeError(error)))
  }
}
