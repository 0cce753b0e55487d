import { Temporal } from 'temporal-polyfill'
import type { ModemPort } from '../../modem'
import { describeError } from '../../platform/log'
import { ended } from './ended'
import { readMoment, type MessagingContext } from './context'
import { Lane } from './lane'
import { storedMoment } from './moment'
import { changeMessage, findExpired, nextMoment, type MessageRow } from './outbox.queries'
import { recoverInterrupted } from './recover'
import { ReportIntake } from './report-intake'
import { setAfterFailure, type Timer } from './timer'

const EXPIRED_IN_ONE_GO = 500

export interface Housekeeping {
  run(): Promise<void>
  nextMoment(): Promise<Temporal.Instant | null>
}

export interface WorkerOptions {
  readonly context: MessagingContext
  readonly timer: Timer
  /** False: nothing runs by itself, only `runDue` does. */
  readonly runsByItself: boolean
  /** Whether messages are held after a restore. */
  readonly readHold: () => Promise<boolean>
  /** Other things that become due: long messages that lack parts. */
  readonly housekeeping: Housekeeping
  /** After a change is on disk. */
  readonly onChanged: (messages: readonly MessageRow[]) => void
  readonly onStatusChanged: () => void
}

interface Attached {
  readonly lane: Lane
  readonly stopListening: () => void
}

/**
 * Delivers what is in the outbox through the modems attached. Idle it does nothing: an alarm stands for the next
 * moment at which something becomes due, and whoever puts a message in wakes it.
 */
export class OutboxWorker {
  readonly #attached: Attached[] = []
  #isHeld = false
  #isStopped = false
  #hasBeenReady = false
  #recovered: Promise<void> | null = null

  readonly #reports: ReportIntake

  constructor(private readonly options: WorkerOptions) {
    this.#reports = new ReportIntake({
      context: options.context,
      isSending: () => this.#attached.some(({ lane }) => lane.isSending),
      onChanged: (messages) => this.#changed(messages)
    })
  }

  get ports(): readonly ModemPort[] {
    return this.#attached.map(({ lane }) => lane.port)
  }

  /** A modem could send at some time since the program started. */
  get hasBeenReady(): boolean {
    return this.#hasBeenReady
  }

  /** Why a person is needed at a modem, as a code such as `cms-310`; null while none is. */
  get trouble(): string | null {
    return this.#attached.map(({ lane }) => lane.trouble).find((code) => code !== null) ?? null
  }

  attach(port: ModemPort): void {
    const lane = new Lane(this.options.context, port, this.#reports, {
      onChanged: (messages) => this.#changed(messages),
      isHeld: () => this.#isHeld,
      onPause: () => this.options.onStatusChanged()
    })
    const noteReady = (): void => {
      this.#hasBeenReady ||= port.status.state === 'ready'
    }
    noteReady()
    const stopStatus = port.onStatus(({ state }) => {
      noteReady()
      lane.takeState(state)
      this.options.onStatusChanged()
      this.wake()
    })
    const stopReports = port.onReport((report) => this.#reports.take(report))
    this.#attached.push({
      lane,
      stopListening: () => {
        stopStatus()
        stopReports()
      }
    })
    this.wake()
  }

  /** Lets the message on the air end, then closes every modem. */
  async detachAll(): Promise<void> {
    const gone = this.#attached.splice(0)
    await Promise.all(
      gone.map(async ({ lane, stopListening }) => {
        await lane.stop()
        stopListening()
      })
    )
    await this.#reports.flush()
  }

  setHeld(isHeld: boolean): void {
    this.#isHeld = isHeld
    this.wake()
  }

  /** A person mended something: what was paused is tried at once. */
  resume(): void {
    for (const { lane } of this.#attached) lane.resume()
    this.wake()
  }

  /** Something may be due. Nothing is done before the transaction under way has ended. */
  wake(): void {
    if (!this.options.runsByItself || this.#isStopped) return
    this.runDue().catch((error: unknown) => {
      this.options.context.log.error('outbox-failed', describeError(error))
      if (!this.#isStopped) setAfterFailure(this.options.timer, this.options.context.clock, () => this.wake())
    })
  }

  /** Ends what has expired, sends what is due, and sets the alarm for what comes next. */
  async runDue(): Promise<void> {
    if (this.#isStopped) return
    await this.#start()
    await this.options.housekeeping.run()
    await this.#endExpired()
    await Promise.all(this.#attached.map(({ lane }) => lane.run()))
    await this.#setAlarm()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.options.timer.clear()
    await this.detachAll()
  }

  /** Nothing is sent before what a former run left behind has been looked at. */
  async #start(): Promise<void> {
    this.#recovered ??= this.#recover()
    try {
      await this.#recovered
    } catch (error) {
      this.#recovered = null
      throw error
    }
  }

  async #recover(): Promise<void> {
    this.#isHeld = await this.options.readHold()
    this.#changed(await recoverInterrupted(this.options.context, this.#reports))
  }

  async #endExpired(): Promise<void> {
    const { context } = this.options
    for (;;) {
      const moment = await readMoment(context)
      const now = storedMoment(moment.now)
      const rows = await findExpired(context.database.reader, now, EXPIRED_IN_ONE_GO)
      if (rows.length === 0) return
      await context.database.write(async (transaction) => {
        for (const row of rows) {
          const end =
            row.parts_accepted > 0
              ? ended('failed', 'partly-sent', moment)
              : ended('expired', whyExpired(row), moment)
          await changeMessage(transaction, { id: row.id, from: 'queued' }, end)
        }
      })
      this.#changed(rows)
    }
  }

  async #setAlarm(): Promise<void> {
    const { context, timer, housekeeping } = this.options
    if (this.#isStopped) return
    // The e-mail that has expired is ended here too.
    const now = storedMoment(context.clock.now())
    const next = await nextMoment(context.database.reader, now, ['sms', 'email'])
    const chores = await housekeeping.nextMoment()
    const atMs = Math.min(
      next === null ? Infinity : Temporal.Instant.from(next).epochMilliseconds,
      chores?.epochMilliseconds ?? Infinity,
      // Asked anew each time: a look at the queue for another reason must not make a pause forgotten.
      ...this.#attached.map(({ lane }) => lane.pausedUntilMs ?? Infinity)
    )
    // It may have been stopped while the queue was read.
    if (this.#isStopped || atMs === Infinity) timer.clear()
    else timer.set(atMs, () => this.wake())
  }

  #changed(messages: readonly MessageRow[]): void {
    if (messages.length > 0) this.options.onChanged(messages)
  }
}

/** Of an e-mail the desk is told what kept it: the server that could not be used. */
function whyExpired({ channel, reason }: MessageRow): string {
  return channel === 'email' && reason?.startsWith('email-') ? reason : 'expired'
}
