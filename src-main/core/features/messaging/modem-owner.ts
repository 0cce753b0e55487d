import type { ModemChoice } from '@contract/system'
import { z } from 'zod'
import type { ModemPort } from '../../modem'
import type { ModemNeeds } from '../../modem-factory'
import { describeError } from '../../platform/log'
import { readMark, writeMark } from '../settings'
import type { MessagingContext } from './context'
import type { Inbox } from './inbox'
import type { OutboxWorker } from './outbox.worker'

const PIN_MARK = 'modem-pin'
/** Stands for a modem that does not tell its IMEI. */
const UNKNOWN = ''

/** The SIMs' PINs by their modems' IMEIs: a PIN tried on another SIM would bring that one nearer to its lock. */
const StoredPins = z.record(z.string(), z.string())
type StoredPins = z.infer<typeof StoredPins>

interface Attached {
  readonly port: ModemPort
  readonly stopIncoming: () => void
}

export interface ModemOwnerOptions {
  readonly context: MessagingContext
  readonly worker: OutboxWorker
  readonly inbox: Inbox
  readonly open: (choice: ModemChoice, needs: ModemNeeds) => ModemPort | null
}

/** Opens the modem or the modems the clinic has chosen, ties them to outbox and inbox, and keeps the SIMs' PINs with the encrypted data. */
export class ModemOwner {
  readonly #ports: Attached[] = []
  #choice = ''
  #pins: StoredPins = {}
  #isClosed = false
  /** Opening and closing take turns: a modem opened after the last close would be nobody's. */
  #turn: Promise<void> = Promise.resolve()

  constructor(private readonly options: ModemOwnerOptions) {}

  /** The modem to show and to speak to: one that can send, else one that waits for a person, else the first. */
  get port(): ModemPort | null {
    const ports = this.#ports.map(({ port }) => port)
    return (
      ports.find(({ status }) => status.state === 'ready') ??
      ports.find(({ status }) => status.state === 'pin-required') ??
      ports.find(({ status }) => status.path !== null) ??
      ports[0] ??
      null
    )
  }

  /** The one that asks for its PIN. */
  get lockedPort(): ModemPort | null {
    return this.#ports.find(({ port }) => port.status.state === 'pin-required')?.port ?? this.port
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
    this.#pins = await this.#readPins()
    const port = open(choice, {
      clock: context.clock,
      pin: (imei) => this.#pins[imei ?? UNKNOWN] ?? null,
      onPinRejected: (imei) => this.#forgetPin(imei),
      onAnother: (another) => this.attach(another)
    })
    if (port) this.attach(port)
  }

  attach(port: ModemPort): void {
    const { worker, inbox } = this.options
    worker.attach(port)
    this.#ports.push({ port, stopIncoming: port.onIncoming((sms) => inbox.receive(sms)) })
  }

  /** After the modem took it: it is used again when the modem starts anew, and never tried twice by itself. */
  async rememberPin(imei: string | null, pin: string): Promise<void> {
    await this.#storePins({ ...this.#pins, [imei ?? UNKNOWN]: pin })
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
    const gone = this.#ports.splice(0)
    this.#choice = ''
    await this.options.worker.detachAll()
    for (const { stopIncoming } of gone) stopIncoming()
  }

  async #readPins(): Promise<StoredPins> {
    const stored = await readMark(this.options.context.database.reader, PIN_MARK)
    return stored === null ? {} : StoredPins.parse(JSON.parse(stored))
  }

  async #storePins(pins: StoredPins): Promise<void> {
    this.#pins = pins
    const isEmpty = Object.keys(pins).length === 0
    await this.options.context.database.write((transaction) =>
      writeMark(transaction, PIN_MARK, isEmpty ? null : JSON.stringify(pins))
    )
  }

  #forgetPin(imei: string | null): void {
    const { [imei ?? UNKNOWN]: _rejected, ...others } = this.#pins
    this.#storePins(others).catch((error: unknown) =>
      this.options.context.log.error('modem-pin-not-forgotten', describeError(error))
    )
  }
}
