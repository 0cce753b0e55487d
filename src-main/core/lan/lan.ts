import type { CoreFrame } from '@contract/frames'
import type { LanOverview, LanScreen, LanSettings, LanState } from '@contract/lan'
import type { Core } from '../core'
import type { Transaction } from '../database/database'
import { createAttemptThrottle } from '../features/users'
import { AppError } from '../platform/app-error'
import type { Log } from '../platform/log'
import { toCodedError } from '../rpc/dispatcher'
import type { Session, SignIn } from '../rpc/session'
import { addressOf } from './addresses.rules'
import { certificateOnHand, readyCertificate, type Certificate } from './certificate'
import { openDoor, type Door } from './door'
import { makeToken, readLan, screensOf, writeLan, type StoredLan } from './lan-settings'
import { namesOf, type ListInterfaces } from './network'
import { People } from './people'
import { personGate } from './person-gate'
import { CLOSED } from './socket'
import { Visitors, type CoreConnection } from './visitors'

/** How often the network is looked at: a cable that was pulled, an address that changed, a port that became free. */
const LOOK_EVERY_MS = 5_000
const BEAT_EVERY_MS = 10_000
/** Many that come or go together are told about once. */
const TELL_AFTER_MS = 100

export interface LanOptions {
  readonly core: Core
  /** The database key. */
  readonly key: Buffer
  readonly log: Log
  /** Null: this program serves no pages. */
  readonly pagesFolder: string | null
  readonly interfaces: ListInterfaces
  readonly connect: (push: (frame: CoreFrame) => void, session: Session) => CoreConnection
  /** How the door is has changed. */
  readonly onChange: () => void
}

const OFF: LanState = { state: 'off', error: null, address: null }

/** The other PCs: the door they come in by, and whoever is inside. */
export class Lan {
  readonly #options: LanOptions
  readonly #people: People
  readonly #visitors: Visitors
  #settings: StoredLan | null = null
  #door: Door | null = null
  #certificate: Certificate | null = null
  #state: LanState = OFF
  #timers: NodeJS.Timeout[] = []
  #tellTimer: NodeJS.Timeout | null = null
  #queue: Promise<void> = Promise.resolve()
  #stopListening: (() => void) | null = null
  #hasStopped = false

  constructor(options: LanOptions) {
    this.#options = options
    const { core, log, connect } = options
    const { database, clock, audit, settings } = core
    const onChange = (): void => this.#tellSoon()
    this.#people = new People({ database, clock, audit, log, onChange })
    this.#visitors = new Visitors({
      people: this.#people,
      throttle: createAttemptThrottle(core),
      clock,
      log,
      connect,
      onChange,
      tokenOf: (kind) => this.#settings?.tokens[kind] ?? null,
      isAddressedTo: (request) => this.#door?.isAddressedTo(request) ?? false,
      personGate: (address) =>
        personGate({
          address,
          reader: database.reader,
          clock,
          timeZone: async () => (await settings.read()).timeZone,
          opensDesk: () => this.#settings?.opensDesk ?? false
        })
    })
  }

  get state(): LanState {
    return this.#state
  }

  /** Opens the door if the clinic wants it open, and keeps it so until `stop`. */
  async start(): Promise<void> {
    const { core } = this.#options
    if (core.database.isReadOnly) return
    await this.#people.begin()
    if (this.#hasStopped) return
    this.#stopListening = core.events.subscribe((event) => {
      if (event === 'users.changed' || event === 'clinicians.changed')
        this.#later(() => this.#people.refresh())
    })
    this.#timers = [
      setInterval(() => this.#later(async () => await this.#look()), LOOK_EVERY_MS),
      setInterval(() => this.#visitors.beat(), BEAT_EVERY_MS)
    ]
    await this.#inTurn(async () => await this.#look())
  }

  async stop(): Promise<void> {
    this.#hasStopped = true
    for (const timer of this.#timers.splice(0)) clearInterval(timer)
    this.#stopListening?.()
    if (this.#tellTimer) clearTimeout(this.#tellTimer)
    this.#tellTimer = null
    await this.#inTurn(async () => await this.#close())
    await this.#people.settled()
  }

  async overview(): Promise<LanOverview> {
    const { database, lan } = this.#options.core
    const settings = await lan.read(database.reader)
    const { tokens: _tokens, ...shown } = settings
    const certificate = await certificateOnHand(database)
    return {
      settings: shown,
      state: this.#state,
      interfaces: [...this.#options.interfaces()],
      fingerprint: certificate?.fingerprint ?? null,
      validUntil: certificate?.validUntil ?? null,
      clients: [
        ...(await this.#people.list()).map(({ id, ...one }) => {
          const { signedInAt: since, ...known } = one
          return { id: `person-${id}`, kind: 'person' as const, since, ...known }
        }),
        ...this.#visitors.screens
      ],
      screens: screensOf(settings).map(({ kind, token }) => ({
        kind,
        isOn: token !== null,
        address: this.#door && token ? `${addressOf(this.#door)}/${kind}/${token}` : null
      }))
    }
  }

  /** Saves, and opens, closes or moves the door as the settings now say. */
  async save(write: Write, settings: LanSettings): Promise<void> {
    await this.#change(write, (stored) => ({ ...stored, ...settings }))
    if (!settings.isOn) await this.#people.signOutAll()
    await this.#people.refresh()
  }

  async setScreen(write: Write, kind: LanScreen, isOn: boolean): Promise<void> {
    await this.#change(write, (stored) => {
      const token = isOn ? (stored.tokens[kind] ?? makeToken()) : null
      return { ...stored, tokens: { ...stored.tokens, [kind]: token } }
    })
    if (!isOn) this.#visitors.closeScreens(kind)
  }

  /** @throws AppError `not-found` for a screen that is off */
  async renewAddress(write: Write, kind: LanScreen): Promise<void> {
    await this.#change(write, (stored) => {
      if (stored.tokens[kind] === null) throw new AppError('not-found')
      return { ...stored, tokens: { ...stored.tokens, [kind]: makeToken() } }
    })
    this.#visitors.closeScreens(kind)
  }

  /** Ends somebody's sign-in on another PC. */
  async signOut(id: string): Promise<void> {
    await this.#people.signOut(Number(/^person-(\d+)$/.exec(id)?.[1] ?? -1))
  }

  async resume(session: Session, ticket: string): Promise<SignIn | null> {
    return await this.#people.resume(session, ticket)
  }

  async #change(write: Write, change: (stored: StoredLan) => StoredLan): Promise<void> {
    await this.#inTurn(async () => {
      const { core } = this.#options
      const settings = await core.database.write(async (transaction) => {
        const changed = change(await readLan(transaction))
        await writeLan(transaction, changed)
        await write(transaction)
        return changed
      })
      this.#settings = settings
      core.lan.take(settings)
      await this.#look()
      this.#tellSoon()
    })
  }

  /** Brings the door to where the settings and the network have it now. */
  async #look(): Promise<void> {
    if (this.#hasStopped) return
    const before = JSON.stringify(this.#state)
    try {
      await this.#arrange()
    } catch (error) {
      await this.#close()
      const coded = toCodedError(error, 'lan', this.#options.log)
      this.#state = {
        state: 'failed',
        error: coded.code === 'internal' ? { code: 'lan-failed', parameters: {} } : coded,
        address: null
      }
    }
    await this.#people.sweep()
    if (JSON.stringify(this.#state) !== before) this.#tellSoon()
  }

  async #arrange(): Promise<void> {
    const { core, pagesFolder, interfaces, log } = this.#options
    this.#settings ??= await core.lan.read(core.database.reader)
    const { isOn, interfaceName, port } = this.#settings
    if (!isOn) {
      await this.#close()
      this.#state = OFF
      return
    }
    if (pagesFolder === null) throw new AppError('lan-pages-missing')
    if (interfaceName === null) throw new AppError('lan-interface-missing')
    const address = interfaces().find(({ name }) => name === interfaceName)?.address
    if (address === undefined) throw new AppError('lan-address-gone')
    const names = namesOf(address)
    const certificate = await this.#readyCertificate(names)
    const isThere = this.#door?.address === address && this.#door.port === port
    if (!isThere) {
      await this.#close()
      this.#door = await openDoor({
        address,
        port,
        names,
        certificate,
        pagesFolder,
        log,
        onUpgrade: (request, socket, head) => this.#visitors.upgrade(request, socket, head)
      })
      log.info('lan-open', { port })
    } else if (certificate !== this.#certificate) this.#door?.renew(certificate)
    this.#certificate = certificate
    this.#state = { state: 'listening', error: null, address: addressOf({ address, port }) }
  }

  async #readyCertificate(names: readonly string[]): Promise<Certificate> {
    const { core, key } = this.#options
    const fresh = await readyCertificate({ database: core.database, key, names, now: new Date() })
    return fresh.certificate === this.#certificate?.certificate ? this.#certificate : fresh
  }

  async #close(): Promise<void> {
    const door = this.#door
    this.#door = null
    if (!door) return
    this.#visitors.closeAll(CLOSED.moving)
    await door.close()
  }

  #tellSoon(): void {
    this.#tellTimer ??= setTimeout(() => {
      this.#tellTimer = null
      this.#options.core.events.publish('lan.changed', {})
      this.#options.onChange()
    }, TELL_AFTER_MS)
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work)
    this.#queue = done.catch(() => undefined)
    await done
  }

  #later(work: () => Promise<void>): void {
    this.#inTurn(work).catch((error: unknown) => void toCodedError(error, 'lan', this.#options.log))
  }
}

/** What is written in the same transaction: the access log. */
type Write = (transaction: Transaction) => Promise<void>
