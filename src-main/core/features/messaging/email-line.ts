import type { CodedError } from '@contract/frames'
import { SmtpSession, type MailOutcome, type SessionOptions } from '../../mail'
import { AppError } from '../../platform/app-error'
import { describeError } from '../../platform/log'
import { readMoment, type MessagingContext } from './context'
import { mailOf } from './email-mail'
import { pauseAfter } from './email-pause.rules'
import type { SentEmail } from './email-record'
import type { MessageRow } from './outbox.queries'

export interface EmailLineOptions {
  readonly context: MessagingContext
  /** Keys the Message-IDs. */
  readonly idKey: Buffer
  readonly session: SessionOptions
  readonly onTroubleChanged: () => void
}

/** The way to the clinic's mail server: a connection while there is something to send, and rest after trouble. */
export class EmailLine {
  #session: SmtpSession | null = null
  #pausedUntilMs = 0
  #failures = 0
  #trouble: CodedError | null = null

  constructor(private readonly options: EmailLineOptions) {}

  /** Why nothing leaves; null while all is well. */
  get trouble(): CodedError | null {
    return this.#trouble
  }

  get pausedUntilMs(): number {
    return this.#pausedUntilMs
  }

  get isPaused(): boolean {
    return this.#nowMs() < this.#pausedUntilMs
  }

  /** A person mended something, or the settings are others now: it is tried at once. */
  resume(): void {
    this.#pausedUntilMs = 0
    this.#failures = 0
    this.#setTrouble(null)
    this.close()
  }

  /** @returns whether there is an open, signed-in connection; if not, `trouble` says why and the line rests */
  async open(): Promise<boolean> {
    if (this.#session?.isOpen) return true
    this.close()
    const { context, session: options } = this.options
    const email = await context.email.read(context.database.reader)
    try {
      this.#session = await SmtpSession.connect(email, options)
      await this.#session.signIn()
      this.#failures = 0
      this.#setTrouble(null)
      return true
    } catch (error) {
      this.close()
      if (!(error instanceof AppError)) throw error
      context.log.warn('email-server-unusable', { code: error.code })
      this.#rest({ code: error.code, parameters: error.parameters })
      return false
    }
  }

  async send(row: MessageRow): Promise<SentEmail> {
    const startedAt = this.options.context.clock.now()
    const outcome = await this.#handOver(row)
    const isServersFault = outcome.kind === 'refused' && outcome.class === 'person'
    if (outcome.kind === 'not-sent' || isServersFault) this.#rest({ code: outcome.fault, parameters: {} })
    if (outcome.kind === 'not-sent' || outcome.kind === 'unknown') this.close()
    return { row, startedAt, outcome }
  }

  close(): void {
    this.#session?.close()
    this.#session = null
  }

  async #handOver(row: MessageRow): Promise<MailOutcome> {
    const { context, idKey } = this.options
    const session = this.#session
    if (!session?.isOpen) return { kind: 'not-sent', fault: 'email-connection-lost' }
    try {
      const email = await context.email.read(context.database.reader)
      return await session.send(mailOf(row, { email, moment: await readMoment(context), idKey }))
    } catch (error) {
      context.log.error('email-failed', { message: row.id, ...describeError(error) })
      return { kind: 'unknown', fault: 'email-unanswered' }
    }
  }

  #rest(trouble: CodedError): void {
    this.#failures++
    this.#pausedUntilMs = this.#nowMs() + pauseAfter(trouble.code, this.#failures) * 1_000
    this.#setTrouble(trouble)
  }

  #setTrouble(trouble: CodedError | null): void {
    if (this.#trouble?.code === trouble?.code) return
    this.#trouble = trouble
    this.options.onTroubleChanged()
  }

  #nowMs(): number {
    return this.options.context.clock.now().epochMilliseconds
  }
}
