import type { CodedError } from '@contract/frames'
import { Temporal } from 'temporal-polyfill'
import type { Database } from '../../database/database'
import { toStoredInstant, type Clock } from '../../platform/clock'
import { describeError, type Log } from '../../platform/log'
import { listen, PortalFault, type Pause, type PortalEvent } from '../../portal'
import { changeConnection, readConnection, type PortalConnection } from './connection.queries'
import type { SyncContext } from './context'
import { LOADING_ORDER, type PortalType } from './kind'
import { nextDueAt } from './operations.queries'
import { openRemote, type Remoteness } from './remote'
import { goRound, isSamePortal } from './round'
import { stamp } from './sender'
import { codedTrouble, ofItsOwn } from './trouble.rules'

/** With the event stream open, what it has not told of is found this late at most; without it, sooner. */
const POLL_LISTENING_MS = 60_000
const POLL_DEAF_MS = 15_000
/** Before anything is sent, whether it is still the same portal was looked at this recently. */
const EPOCH_MS = 30_000
const NOTE_MS = 30_000
const LEAST_WAIT_MS = 200

export interface LinkDependencies extends Remoteness {
  readonly database: Database
  readonly clock: Clock
  readonly log: Log
  readonly pause: Pause
  readonly random: () => number
  /** Works out the places of the days that were touched. */
  readonly refreshPlaces: (signal: AbortSignal) => Promise<void>
  /** What the stream tells beside changes: codes, registrations, accounts. */
  readonly onEvent: (event: PortalEvent, context: SyncContext) => Promise<void>
  /** Goes on beside everything else until the context's signal ends it: what the portal is told at once. */
  readonly beside: (context: SyncContext) => Promise<void>
  readonly onChanged: () => void
}

/** The clinic's line to its portal, for as long as it is on. */
export class PortalLink {
  #ending: AbortController | null = null
  #work: Promise<void> = Promise.resolve()
  #turn: Promise<unknown> = Promise.resolve()
  #isClosed = false
  #isListening = false
  #trouble: CodedError | null = null
  /** The trouble was with one type: it is over when all of them could be read again. */
  #isPartly = false
  #hasPolledAll = false
  #wanted = new Set<PortalType>()
  #wake: () => void = () => undefined
  /** Something came while a round was going on: there is another one at once. */
  #isWoken = false
  #pollAtMs = 0
  #epochSeenMs = -Infinity
  #notedMs = -Infinity
  #heardId: string | null = null
  #noting: Promise<void> | null = null

  constructor(private readonly dependencies: LinkDependencies) {}

  get isListening(): boolean {
    return this.#isListening
  }

  get trouble(): CodedError | null {
    return this.#trouble
  }

  /** Begins where the clinic has turned the portal on; begins anew where the settings are others now. */
  async start(): Promise<void> {
    await this.whileStopped(async () => undefined)
  }

  /** Nothing is under way while what the line stands on changes; afterwards it begins anew. */
  async whileStopped<Result>(work: () => Promise<Result>): Promise<Result> {
    return await this.#inTurn(async () => {
      await this.#end()
      try {
        return await work()
      } finally {
        await this.#begin()
      }
    })
  }

  /** For good: ends every request at once; what was under way is looked for at the next start of the program. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#inTurn(async () => await this.#end())
  }

  /** One after the other: whoever began beside somebody else would make two lines. */
  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(work)
    this.#turn = turn.catch(() => undefined)
    return await turn
  }

  async #begin(): Promise<void> {
    if (this.#isClosed) return
    const connection = await readConnection(this.dependencies.database.reader)
    if (connection.state !== 'on' && connection.state !== 'loading') return
    const ending = new AbortController()
    this.#ending = ending
    const live = async () => await this.#live(connection, ending.signal)
    this.#work = this.#keepUp('portal-link-failed', ending.signal, live)
  }

  async #end(): Promise<void> {
    this.#ending?.abort()
    this.#ending = null
    this.#wake()
    await this.#work
    this.#isListening = false
  }

  /** Something was changed here, or is to be looked at there. */
  wake(types: readonly PortalType[] = []): void {
    for (const type of types) this.#wanted.add(type)
    this.#isWoken = true
    this.#wake()
  }

  async #live(connection: PortalConnection, signal: AbortSignal): Promise<void> {
    const { pause } = this.dependencies
    const { context, session, close } = await openRemote(this.dependencies, connection, signal)
    this.#epochSeenMs = -Infinity
    this.#pollAtMs = 0
    const stream = {
      ...{ session, pause, random: this.dependencies.random },
      lastEventId: async () => (await readConnection(context.database.reader)).last_event_id,
      onEvent: async (event: PortalEvent) => await this.#take(event, context),
      onState: (state: 'open' | 'closed') => this.#heard(state === 'open')
    }
    const listening = this.#keepUp('portal-stream-failed', signal, () => listen(stream, signal))
    const beside = this.#keepUp('portal-notices-failed', signal, () => this.dependencies.beside(context))
    try {
      await this.#keepUp('portal-rounds-failed', signal, async () => {
        while (!signal.aborted && (await this.#beat(context))) await this.#rest(context)
      })
    } finally {
      this.#ending?.abort()
      await Promise.all([listening, beside])
      await this.#noting?.catch(() => undefined)
      close()
      this.#isListening = false
    }
  }

  /** What breaks, by a bug or by the disk, begins anew: patients wait for their codes. */
  async #keepUp(event: string, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
    const { log, pause } = this.dependencies
    while (!signal.aborted)
      try {
        return await work()
      } catch (error) {
        if (signal.aborted) return
        log.error(event, describeError(error))
        await pause(POLL_DEAF_MS, signal).catch(ignoreStop)
      }
  }

  /** @returns whether to go on: not where the portal is another one than before */
  async #beat(context: SyncContext): Promise<boolean> {
    this.#isWoken = false
    try {
      // Also while the line is down: a person sees then how long something has waited.
      await stamp(context)
      if (!(await this.#isSamePortal(context))) return false
      await goRound(context, {
        refreshPlaces: this.dependencies.refreshPlaces,
        due: () => this.#due(),
        // Before it is asked: what the portal tells of while it answers is asked for again.
        onPull: (type) => this.#wanted.delete(type),
        onBroken: (type) => this.#wanted.add(type)
      })
      if (this.#hasPolledAll || !this.#isPartly) await this.#noteExchange(context)
    } catch (error) {
      if (context.signal.aborted) return false
      this.#isPartly = ofItsOwn(error) !== null
      const coded = codedTrouble(error)
      if (coded === null) context.log.error('portal-beat-failed', describeError(error))
      await this.#noteTrouble(context, coded ?? { code: 'internal', parameters: {} })
    }
    return true
  }

  #due(): readonly PortalType[] {
    const now = this.#nowMs()
    this.#hasPolledAll = now >= this.#pollAtMs
    if (!this.#hasPolledAll) return LOADING_ORDER.filter((type) => this.#wanted.has(type))
    this.#pollAtMs = now + (this.#isListening ? POLL_LISTENING_MS : POLL_DEAF_MS)
    return LOADING_ORDER
  }

  async #rest(context: SyncContext): Promise<void> {
    const due = await nextDueAt(context.database.reader)
    if (this.#isWoken) return
    const now = this.#nowMs()
    const dueMs = due === null ? Infinity : Temporal.Instant.from(due).epochMilliseconds
    const waitMs = Math.max(LEAST_WAIT_MS, Math.min(this.#pollAtMs, dueMs) - now)
    const woken = new AbortController()
    const wake = new Promise<void>((resolve) => {
      this.#wake = resolve
    })
    const over = AbortSignal.any([context.signal, woken.signal])
    await Promise.race([wake, context.pause(waitMs, over).catch(ignoreStop)])
    woken.abort()
  }

  async #isSamePortal(context: SyncContext): Promise<boolean> {
    if (this.#nowMs() - this.#epochSeenMs < EPOCH_MS) return true
    const isSame = await isSamePortal(context)
    this.#epochSeenMs = this.#nowMs()
    if (!isSame) this.dependencies.onChanged()
    return isSame
  }

  async #take(event: PortalEvent, context: SyncContext): Promise<void> {
    if (event.event === 'changed') this.wake(event.data.types)
    else await this.dependencies.onEvent(event, context)
    this.#heardId = event.id
    this.#noting ??= this.#noteHeard(context)
    if (event.event !== 'changed') return await this.#noting
    // A nudge that comes again does no harm: the next event need not wait until this one is written down.
    this.#noting.catch((error: unknown) => context.log.error('portal-event-not-noted', describeError(error)))
  }

  /** Until the last that was heard is on disk. */
  async #noteHeard({ database }: SyncContext): Promise<void> {
    try {
      for (;;) {
        const id = this.#heardId
        await database.write((transaction) => changeConnection(transaction, { last_event_id: id }))
        if (id === this.#heardId) return
      }
    } finally {
      this.#noting = null
    }
  }

  #heard(isListening: boolean): void {
    // What was said while nobody listened is pulled; and it may be another portal now.
    if (isListening !== this.#isListening) {
      this.#epochSeenMs = -Infinity
      this.#pollAtMs = 0
      this.#isListening = isListening
      this.#isWoken = true
      this.dependencies.onChanged()
    }
    this.#wake()
  }

  async #noteExchange({ database }: SyncContext): Promise<void> {
    const now = this.#nowMs()
    if (this.#trouble === null && now - this.#notedMs < NOTE_MS) return
    const wasDown = this.#trouble !== null || this.#notedMs === -Infinity
    const at = toStoredInstant(this.dependencies.clock.now())
    await database.write((transaction) =>
      changeConnection(transaction, {
        last_exchange_at: at,
        ...(wasDown
          ? { connected_since: at, trouble: null, trouble_parameters: '{}', trouble_since: null }
          : {})
      })
    )
    this.#trouble = null
    this.#isPartly = false
    this.#notedMs = now
    if (wasDown) this.dependencies.onChanged()
  }

  async #noteTrouble({ database }: SyncContext, trouble: CodedError): Promise<void> {
    this.#epochSeenMs = -Infinity
    this.#pollAtMs = this.#nowMs() + POLL_DEAF_MS
    const isNew = this.#trouble?.code !== trouble.code
    if (isNew) await this.#writeTrouble(database, trouble)
    this.#trouble = trouble
    if (isNew) this.dependencies.onChanged()
  }

  async #writeTrouble(database: SyncContext['database'], trouble: CodedError): Promise<void> {
    const before = await readConnection(database.reader)
    // It may have begun before the program was started.
    const since = before.trouble === trouble.code ? before.trouble_since : null
    await database.write((transaction) =>
      changeConnection(transaction, {
        trouble: trouble.code,
        trouble_parameters: JSON.stringify(trouble.parameters),
        trouble_since: since ?? toStoredInstant(this.dependencies.clock.now()),
        connected_since: null
      })
    )
  }

  #nowMs(): number {
    return this.dependencies.clock.now().epochMilliseconds
  }
}

function ignoreStop(error: unknown): void {
  if (!(error instanceof PortalFault && error.fault === 'stopped')) throw error
}
