import { Readable } from 'node:stream'
import { TLSSocket, type ConnectionOptions } from 'node:tls'
import type { NodemailerError } from 'nodemailer'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { rawMail, type Mail } from './mail-message'
import { mailError, refusalOf, sessionFault, type MailFault, type Refusal } from './mail-fault.rules'
import type { SmtpServer } from './smtp-server'

/**
 * `unknown`: the text was on its way and no answer came; it may have arrived. `not-sent`: the connection ended before
 * any of the text was handed over.
 */
export type MailOutcome =
  | { readonly kind: 'accepted'; readonly response: string }
  | ({ readonly kind: 'refused' } & Refusal)
  | { readonly kind: 'unknown'; readonly fault: 'email-unanswered' }
  | { readonly kind: 'not-sent'; readonly fault: MailFault }

export interface Timeouts {
  readonly connectMs: number
  readonly answerMs: number
}

/** RFC 5321 § 4.5.3.2 allows minutes for an answer; a desk that waits for a code does not. */
const TIMEOUTS: Timeouts = { connectMs: 15_000, answerMs: 60_000 }

export interface SessionOptions {
  /** PEM; those the program trusts unless a test names its own. */
  readonly authorities: readonly string[]
  readonly timeouts?: Timeouts
}

/** One connection to the clinic's mail server: opened, signed in, used for one message after the other. */
export class SmtpSession {
  readonly #connection: SMTPConnection
  #isOpen = false

  private constructor(
    private readonly server: SmtpServer,
    { authorities, timeouts = TIMEOUTS }: SessionOptions
  ) {
    const { host, port, security } = server
    const tls: ConnectionOptions = { ca: [...authorities], minVersion: 'TLSv1.2', rejectUnauthorized: true }
    this.#connection = new SMTPConnection({
      host,
      port,
      secure: security === 'tls',
      requireTLS: security === 'starttls',
      ignoreTLS: security === 'none',
      allowInternalNetworkInterfaces: true,
      // The PC's own name is nobody's business; an address literal is what RFC 5321 § 4.1.4 asks of a client without one.
      name: '[127.0.0.1]',
      tls,
      connectionTimeout: timeouts.connectMs,
      greetingTimeout: timeouts.connectMs,
      dnsTimeout: timeouts.connectMs,
      socketTimeout: timeouts.answerMs,
      // The dialogue holds the password and what patients are told.
      logger: false
    })
    this.#connection.on('end', () => {
      this.#isOpen = false
    })
  }

  /** @throws AppError with a `MailFault` */
  static async connect(server: SmtpServer, options: SessionOptions): Promise<SmtpSession> {
    const session = new SmtpSession(server, options)
    await session.#connect()
    return session
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** How the line is encrypted; empty where it is not. */
  get encryption(): string {
    const socket = this.#connection._socket
    return socket instanceof TLSSocket ? (socket.getProtocol() ?? '') : ''
  }

  async #connect(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const fail = (error: NodemailerError): void => reject(this.#fault(error))
      this.#connection.once('error', fail)
      this.#connection.connect((error) => {
        if (error) return fail(error)
        this.#connection.off('error', fail)
        resolve()
      })
    })
    this.#isOpen = true
    // What goes wrong from here on is told to whoever waits for an answer.
    this.#connection.on('error', () => {
      this.#isOpen = false
    })
  }

  /** Does nothing for a server that asks for no sign-in. @throws AppError with a `MailFault` */
  async signIn(): Promise<void> {
    const { user, password } = this.server
    if (user === '') return
    if (!this.#connection.allowsAuth) throw mailError('email-sign-in-not-offered', this.#where(), null)
    await new Promise<void>((resolve, reject) => {
      const fail = (error: NodemailerError): void => reject(this.#fault(error))
      this.#connection.once('error', fail)
      this.#connection.login({ user, pass: password }, (error) => {
        this.#connection.off('error', fail)
        if (error) fail(error)
        else resolve()
      })
    })
  }

  /** Hands one message over. Nothing is thrown: each way it can end is an outcome. */
  async send(mail: Mail): Promise<MailOutcome> {
    const raw = await rawMail(mail)
    let hasBegun = false
    const body = new Readable({
      // Asked for only after the server has said "go ahead" to DATA.
      read() {
        hasBegun = true
        this.push(raw)
        this.push(null)
      }
    })
    const envelope = { from: mail.from.address, to: [mail.to], size: raw.length }
    const outcome = await new Promise<MailOutcome>((resolve) => {
      this.#connection.send(envelope, body, (error, info) => {
        resolve(error ? failedOutcome(error, hasBegun) : { kind: 'accepted', response: info.response })
      })
    })
    // RFC 5321 § 4.1.4: a refused recipient leaves the transaction open.
    if (outcome.kind === 'refused') await this.#reset()
    return outcome
  }

  async #reset(): Promise<void> {
    if (!this.#isOpen) return
    await new Promise<void>((resolve) => {
      this.#connection.once('end', resolve)
      this.#connection.reset((error) => {
        if (error) this.#isOpen = false
        this.#connection.off('end', resolve)
        resolve()
      })
    })
  }

  close(): void {
    if (this.#isOpen) this.#connection.quit()
    else this.#connection.close()
    this.#isOpen = false
  }

  #fault(error: NodemailerError) {
    return mailError(sessionFault(error), this.#where(), error)
  }

  #where() {
    return { host: this.server.host, port: this.server.port }
  }
}

function failedOutcome(error: NodemailerError, hasBegun: boolean): MailOutcome {
  const refusal = error.code === 'EENVELOPE' || error.code === 'EMESSAGE' ? refusalOf(error) : null
  if (refusal) return { kind: 'refused', ...refusal }
  if (hasBegun) return { kind: 'unknown', fault: 'email-unanswered' }
  // The library's own objections, such as to an address that no envelope can hold.
  if (error.command === 'API' && error.code === 'EENVELOPE')
    return { kind: 'refused', fault: 'email-recipient-refused', class: 'permanent' }
  return { kind: 'not-sent', fault: sessionFault(error) }
}
