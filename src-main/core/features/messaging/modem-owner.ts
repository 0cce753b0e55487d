import type { ModemChoice } from '@contract/system'
import type { ModemPort } from '../../modem'
import type { ModemNeeds } from '../../modem-factory'
import { describeError } from '../../platform/log'
import { readMark, writeMark } from '../settings'
import type { MessagingContext } from './context'
import type { Inbox } from './inbox'
import type { OutboxWorker } from './outbox.worker'

const PIN_MARK = 'modem-pin'

export interface ModemOwnerOptions {
  readonly context: MessagingContext
  readonly worker: OutboxWorker
  readonly inbox: Inbox
  readonly open: (choice: ModemChoice, needs: ModemNeeds) => ModemPort | null
}

/** Opens the modem the clinic has chosen, ties it to outbox and inbox, and keeps the SIM's PIN with the encrypted data. */
export class ModemOwner {
  #port: ModemPort | null = null
  #stopIncoming: (() => void) | null = null
  #choice = ''
  #pin: string | null = null
  #isClosed = false
  /** Opening and closing take turns: a modem opened after the last close would be nobody's. */
  #turn: Promise<void> = Promise.resolve()

  constructor(private readonly options: ModemOwnerOptions) {}

  get port(): ModemPort | null {
    return this.#port
  }

  /** Opens what the settings name, unless that is what is open. */
  async choose(): Promise<void> {
    await this.#inTurn(() => this.#open())
  }

  async #open(): Promise<void> {
    if (this.#isClosed) return
    const { context, open } = this.options
    const { modem: choice } = await context.settings.read()
    const name = JSON.stringify(choice)
    if (name === this.#choice) return
    await this.#letGo()
    this.#choice = name
    this.#pin = await this.#readPin()
    const port = open(choice, {
      clock: context.clock,
      pin: () => this.#pin,
      onPinRejected: () => this.#forgetPin()
    })
    if (port) this.attach(port)
  }

  attach(port: ModemPort): void {
    const { worker, inbox } = this.options
    this.#port = port
    worker.attach(port)
    this.#stopIncoming = port.onIncoming((sms) => inbox.receive(sms))
  }

  /** After the modem took it: it is used again when the modem starts anew, and never tried twice by itself. */
  async rememberPin(pin: string): Promise<void> {
    this.#pin = pin
    await this.options.context.database.write((transaction) =>
      writeMark(transaction, PIN_MARK, JSON.stringify(pin))
    )
  }

  /** Lets go of the modem for good. */
  async close(): Promise<void> {
    this.#isClosed = true
    await this.#inTurn(() => this.#letGo())
  }

  async #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#turn.then(work)
    // What went wrong is for who asked; the next turn begins all the same.
    this.#turn = turn.catch(() => undefined)
    await turn
  }

  async #letGo(): Promise<void> {
    this.#port = null
    this.#choice = ''
    await this.options.worker.detachAll()
    this.#stopIncoming?.()
    this.#stopIncoming = null
  }

  async #readPin(): Promise<string | null> {
    const stored = await readMark(this.options.context.database.reader, PIN_MARK)
    const pin: unknown = stored === null ? null : JSON.parse(stored)
    return typeof pin === 'string' ? pin : null
  }

  #forgetPin(): void {
    const { database, log } = this.options.context
    this.#pin = null
    database
      .write((transaction) => writeMark(transaction, PIN_MARK, null))
      .catch((error: unknown) => log.error('modem-pin-not-forgotten', describeError(error)))
  }
}
