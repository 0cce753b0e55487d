import { Temporal } from 'temporal-polyfill'
import { ModemModel } from '../../src-main/core/modem/simulated/modem-model'
import type { ModemModelOptions } from '../../src-main/core/modem/simulated/model-options'
import { Journal } from './journal'
import { Pty } from './pty'

export interface ModemSimulatorOptions {
  /** Path of the pseudo-terminal to make. */
  readonly link: string
  /** File for JSON lines of what left. */
  readonly log?: string
  /** After a fault pulled the modem out, it comes back this much later; absent means by command only. */
  readonly replugMs?: number
  /** Answers every message sent with this text. */
  readonly autoReply?: string
  /** False: no other process has the port open, so that a program may find it by itself. */
  readonly isHeldOpen?: boolean
  readonly model?: Partial<ModemModelOptions>
}

const replyMs = 200

/** A modelled modem behind a real pseudo-terminal, to be opened as a serial port. */
export class ModemSimulator {
  readonly model: ModemModel
  readonly journal: Journal
  private readonly options: ModemSimulatorOptions
  private pty: Pty | null = null
  /** One plug at a time: pulling out and putting in take turns. */
  private turn: Promise<void> = Promise.resolve()
  private unplugListener: () => void = () => undefined

  private constructor(options: ModemSimulatorOptions) {
    this.options = options
    this.journal = new Journal(options.log ?? null)
    const clock = { now: () => Temporal.Now.instant() }
    this.model = new ModemModel({ clock, reportDelayMs: 50, ...options.model })
    this.model.onOutput((bytes) => this.pty?.write(bytes))
    this.model.onSent((sms) => this.journal.add(sms, clock.now().toString()))
    this.model.onVanish(() => void this.vanish())
    const { autoReply } = options
    if (autoReply !== undefined) {
      this.journal.onMessage(({ to }) => setTimeout(() => this.model.receive(to, autoReply), replyMs).unref())
    }
  }

  /** Resolves when the port can be opened. */
  static async start(options: ModemSimulatorOptions): Promise<ModemSimulator> {
    const simulator = new ModemSimulator(options)
    await simulator.replug(options.link)
    return simulator
  }

  /** Called when a fault or a command has pulled the modem out. */
  onUnplug(listener: () => void): void {
    this.unplugListener = listener
  }

  /** Pulls the modem out: the program's port is hung up and its path is gone. */
  unplug(): Promise<void> {
    const pty = this.pty
    this.pty = null
    if (pty === null) return this.turn
    this.turn = this.turn.then(() => pty.unplug()).then(() => this.unplugListener())
    return this.turn
  }

  /** Puts it in again, perhaps under another name; its settings are gone, as after losing power. */
  replug(link = this.options.link): Promise<void> {
    this.turn = this.turn.then(async () => {
      this.pty = await Pty.open(link, (bytes) => this.model.write(bytes), this.options.isHeldOpen)
      this.model.restart()
    })
    return this.turn
  }

  async close(): Promise<void> {
    await this.unplug()
  }

  private async vanish(): Promise<void> {
    await this.unplug()
    const { replugMs } = this.options
    if (replugMs !== undefined) setTimeout(() => void this.replug(), replugMs).unref()
  }
}
