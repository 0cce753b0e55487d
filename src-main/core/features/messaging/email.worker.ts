import { Temporal } from 'temporal-polyfill'
import { describeError } from '../../platform/log'
import { readMoment, type MessagingContext } from './context'
import { claimEmail, type EmailClaim } from './email-claim'
import type { EmailLine } from './email-line'
import { recordEmail, type SentEmail } from './email-record'
import { noteWhyWaiting } from './email.queries'
import { letterInstead } from './letter-instead'
import { storedMoment } from './moment'
import { nextDue, nextMoment, type MessageRow } from './outbox.queries'
import { recoverEmail } from './recover'
import { setAfterFailure, type Timer } from './timer'

const STORAGE_PAUSE_SECONDS = 10

export interface EmailWorkerOptions {
  readonly context: MessagingContext
  readonly line: EmailLine
  readonly timer: Timer
  readonly runsByItself: boolean
  readonly readHold: () => Promise<boolean>
  readonly onChanged: (messages: readonly MessageRow[]) => void
}

/**
 * Delivers what goes by e-mail, beside the modems and without them: a server that is down stops no SMS. A connection is
 * opened before a message is taken, so that one that cannot be opened leaves all of them waiting and none in doubt.
 */
export class EmailWorker {
  #running: Promise<void> | null = null
  #hasCall = false
  #isHeld = false
  #isStopped = false
  #recovered: Promise<void> | null = null
  /** What became of a message and is not on disk yet. It is written before anything else is sent. */
  #finished: SentEmail | null = null
  #writeAgainMs = 0

  constructor(private readonly options: EmailWorkerOptions) {}

  setHeld(isHeld: boolean): void {
    this.#isHeld = isHeld
    this.wake()
  }

  /** A person mended something: it is tried at once. */
  resume(): void {
    this.options.line.resume()
    this.wake()
  }

  wake(): void {
    if (!this.options.runsByItself || this.#isStopped) return
    this.runDue().catch((error: unknown) => {
      this.options.context.log.error('email-outbox-failed', describeError(error))
      if (!this.#isStopped) setAfterFailure(this.options.timer, this.options.context.clock, () => this.wake())
    })
  }

  /** Sends what is due; resolves when nothing more can be done at this moment. */
  async runDue(): Promise<void> {
    this.#hasCall = true
    this.#running ??= this.#answerCalls()
    await this.#running
  }

  /** Lets the message on the line end. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.options.timer.clear()
    await this.#running
  }

  async #answerCalls(): Promise<void> {
    try {
      while (this.#hasCall && !this.#isStopped) {
        this.#hasCall = false
        await this.#start()
        await this.#sendAll()
      }
      await this.#setAlarm()
    } finally {
      this.#running = null
      this.options.line.close()
    }
  }

  /** What a former run left in flight is looked at before anything is sent. */
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
    this.#changed(await recoverEmail(this.options.context))
  }

  async #sendAll(): Promise<void> {
    for (;;) {
      const canSend = this.#finished ? this.#maySend() : await this.#prepareLine()
      if (canSend === null || this.#nowMs() < this.#writeAgainMs) return
      const claim = await this.#step(canSend)
      if (!claim) return
      if (claim.row) this.#finished = await this.options.line.send(claim.row)
      else if (claim.asksRegister) await this.options.context.register.ask()
      else if (claim.touched.length === 0) return
    }
  }

  #maySend(): boolean {
    return !this.#isStopped && !this.#isHeld && !this.options.line.isPaused
  }

  /** Whether there is a line to send on, or e-mail is off and the queue is only looked through; null: nothing to do. */
  async #prepareLine(): Promise<boolean | null> {
    const { context, line } = this.options
    if (!this.#maySend()) return null
    const { reader } = context.database
    if (!(await nextDue(reader, this.#now(), 'email'))) return null
    if (!(await context.email.isOn(reader))) return false
    if (await line.open()) return true
    await this.#noteTrouble()
    return null
  }

  /** What became of one message, and the mark on the next, in one transaction. Null: the disk would not take it. */
  async #step(canSend: boolean): Promise<EmailClaim | null> {
    const { context } = this.options
    const finished = this.#finished
    try {
      const moment = await readMoment(context)
      const claim = await context.database.write(async (transaction) => {
        if (finished) await recordEmail(transaction, finished, moment)
        if (finished?.outcome.kind === 'refused')
          await letterInstead(context, transaction, { id: finished.row.id, moment })
        return await claimEmail(context, transaction, { moment, mayClaim: canSend && this.#maySend() })
      })
      this.#finished = null
      const before = finished ? [finished.row, ...claim.touched] : claim.touched
      this.#changed(claim.row ? [...before, claim.row] : before)
      return { ...claim, touched: before }
    } catch (error) {
      context.log.error('email-outbox-not-written', describeError(error))
      this.#writeAgainMs = this.#nowMs() + STORAGE_PAUSE_SECONDS * 1_000
      return null
    }
  }

  /** What waits says why. */
  async #noteTrouble(): Promise<void> {
    const { context, line } = this.options
    const code = line.trouble?.code
    if (code === undefined) return
    await context.database.write((transaction) => noteWhyWaiting(transaction, this.#now(), code))
    context.events.publish('messages.changed', { patientId: null, appointmentId: null })
  }

  async #setAlarm(): Promise<void> {
    const { context, timer, line } = this.options
    if (this.#isStopped) return
    const { reader } = context.database
    const next = await nextMoment(reader, this.#now(), ['email'])
    const isWaiting = this.#finished !== null || (await nextDue(reader, this.#now(), 'email')) !== null
    const pausedMs = Math.max(line.pausedUntilMs, this.#writeAgainMs)
    const atMs = Math.min(
      isWaiting && pausedMs > this.#nowMs() ? pausedMs : Infinity,
      next === null ? Infinity : Temporal.Instant.from(next).epochMilliseconds
    )
    if (this.#isStopped || atMs === Infinity) timer.clear()
    else timer.set(atMs, () => this.wake())
  }

  #changed(messages: readonly MessageRow[]): void {
    if (messages.length > 0) this.options.onChanged(messages)
  }

  #nowMs(): number {
    return this.options.context.clock.now().epochMilliseconds
  }

  #now(): string {
    return storedMoment(this.options.context.clock.now())
  }
}
