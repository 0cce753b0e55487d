import { Temporal } from 'temporal-polyfill'
import { toStoredInstant } from '../../../platform/clock'
import { describeError } from '../../../platform/log'
import { backOffMs, PortalFault, PortalRefusal } from '../../../portal'
import { storedNow, type SyncContext } from '../context'
import { endNotice, listDueNotices, nextNoticeAt, putOffNotice, type PortalNotice } from './notices.queries'

/** So many are on their way at a time; one that hangs takes one of the places and no more. */
const MOST_AT_ONCE = 8
/** A patient sits and waits for it: the portal is asked again this late at most. */
const LONGEST_BACK_OFF_MS = 30_000
const PATIENCE_MS = 10_000
const LEAST_WAIT_MS = 200
/** After the disk has failed one; saying it again at once would go on without an end. */
const FAILED_MS = 15_000

/** Says one notice as it stands now. @throws PortalFault, PortalRefusal */
export type Say = (context: SyncContext, notice: PortalNotice, signal: AbortSignal) => Promise<void>

/**
 * Tells the portal what it is to know at once, beside everything else that goes there: what waits is on disk, and each
 * POST may be said again.
 */
export class NoticeLine {
  #wake: () => void = () => undefined
  #isWoken = false
  readonly #underWay = new Map<number, Promise<void>>()

  constructor(private readonly say: Say) {}

  /** Something is to be told. */
  wake(): void {
    this.#isWoken = true
    this.#wake()
  }

  /** Until the context's signal ends it. */
  async run(context: SyncContext): Promise<void> {
    while (!context.signal.aborted) {
      this.#isWoken = false
      await this.#begin(context)
      await this.#rest(context)
    }
    await Promise.all(this.#underWay.values())
  }

  async #begin(context: SyncContext): Promise<void> {
    const limit = MOST_AT_ONCE - this.#underWay.size
    if (limit <= 0) return
    const except = [...this.#underWay.keys()]
    const due = await listDueNotices(context.database.reader, { now: storedNow(context), limit, except })
    for (const notice of due) {
      const telling = this.#tell(context, notice)
        .catch(async (error: unknown) => {
          context.log.error('portal-notice-failed', describeError(error))
          await context.pause(FAILED_MS, context.signal).catch(ignoreStop)
        })
        .finally(() => {
          this.#underWay.delete(notice.id)
          this.wake()
        })
      this.#underWay.set(notice.id, telling)
    }
  }

  async #tell(context: SyncContext, notice: PortalNotice): Promise<void> {
    const { database, log, signal } = context
    try {
      await this.say(context, notice, AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]))
    } catch (error) {
      if (signal.aborted) return
      if (!isOver(error)) return await this.#putOff(context, notice, error)
      if (!isUnknownThere(error))
        log.error('portal-notice-refused', { kind: notice.kind, ...describeError(error) })
    }
    await database.write((transaction) => endNotice(transaction, notice))
  }

  async #putOff(
    { database, clock, random }: SyncContext,
    notice: PortalNotice,
    error: unknown
  ): Promise<void> {
    const tries = notice.tries + 1
    const retryAfter = error instanceof PortalRefusal ? error.retryAfterMs : null
    const waitMs = Math.max(retryAfter ?? 0, Math.min(LONGEST_BACK_OFF_MS, backOffMs(tries, random())))
    const at = toStoredInstant(clock.now().add({ milliseconds: waitMs }))
    await database.write((transaction) => putOffNotice(transaction, notice, { tries, at }))
  }

  async #rest({ database, clock, pause, signal }: SyncContext): Promise<void> {
    const isFull = this.#underWay.size >= MOST_AT_ONCE
    const due = isFull ? null : await nextNoticeAt(database.reader, [...this.#underWay.keys()])
    if (this.#isWoken || signal.aborted) return
    const woken = new AbortController()
    const wake = new Promise<void>((resolve) => {
      this.#wake = resolve
      signal.addEventListener('abort', () => resolve(), { once: true, signal: woken.signal })
    })
    const waits: Promise<void>[] = [wake]
    if (due !== null) {
      const ms = Temporal.Instant.from(due).epochMilliseconds - clock.now().epochMilliseconds
      waits.push(
        pause(Math.max(LEAST_WAIT_MS, ms), AbortSignal.any([signal, woken.signal])).catch(ignoreStop)
      )
    }
    await Promise.race(waits)
    woken.abort()
  }
}

/** The portal's own no, which saying it again would not change. */
function isOver(error: unknown): boolean {
  if (!(error instanceof PortalRefusal)) return !(error instanceof PortalFault)
  const { status } = error
  return status >= 400 && status < 500 && ![401, 408, 409, 425, 429].includes(status)
}

function isUnknownThere(error: unknown): boolean {
  return error instanceof PortalRefusal && error.status === 404
}

function ignoreStop(error: unknown): void {
  if (!(error instanceof PortalFault && error.fault === 'stopped')) throw error
}
