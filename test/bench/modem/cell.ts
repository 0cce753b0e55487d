import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { ModemFaults } from '../../../src-main/core/modem/simulated/model-options'
import { ModemSimulator } from '../../modem-simulator/simulator'
import { Gauge, type Pace } from './gauge'
import { killTree } from './process-tree'
import type { Program, Said, Sending, Text } from './program'

const LOOK_EVERY_MS = 20
const REPLUG_MS = 500
const LONGEST_CHANCE_MS = 200
/** What real modems answer and gammu insists on, and what the modelled modem need not know for ours. */
const ALSO_KNOWN: Readonly<Record<string, string>> = {
  'AT+CFUN=1': 'OK',
  'AT+CIMI': '242010000000001\r\n\r\nOK'
}

export interface CellOptions {
  readonly folder: string
  readonly program: Program
  readonly messages: number
  /** Sent before the pace is measured. */
  readonly warmUp?: number
  readonly answerDelayMs?: number
  /** It is looked at no longer. */
  readonly mostSeconds: number
  /** `strike` ends the program at that very moment and starts it again. */
  readonly faults?: (strike: () => void) => ModemFaults
  /** Ends the program so often at moments by chance, each time after it has sent something. */
  readonly kills?: number
}

/** What became of one list of messages through one program. */
export interface CellResult {
  readonly messages: number
  readonly isFinished: boolean
  /** The network has them. */
  readonly sent: number
  readonly twice: number
  /** Said to be sent, or not spoken of at all, and the network never had them. */
  readonly lost: number
  readonly uncertain: number
  readonly kills: number
  /** From the modem's return until the program speaks to it again, each time. */
  readonly backAfterMs: readonly number[]
  readonly pace: Pace
}

export function textsFor(count: number): Text[] {
  return Array.from({ length: count }, (_, index) => ({
    to: `+4790${String(index).padStart(6, '0')}`,
    text: `Du har time i morgen kl. 09.${String(index % 60).padStart(2, '0')} hos Eksempel legesenter.`,
    key: `text-${String(index).padStart(4, '0')}`
  }))
}

/** A simulated modem, a program, its messages, and what goes wrong. */
export async function runCell(options: CellOptions): Promise<CellResult> {
  return await new Cell(options).run()
}

class Cell {
  readonly #texts: readonly Text[]
  readonly #sending: Sending
  readonly #gauge: Gauge
  readonly #backAfterMs: number[] = []
  #child: ReturnType<Sending['start']> | null = null
  #pluggedInMs: number | null = null
  #kills = 0
  #sentSinceStart = 0
  #pace: Pace | null = null
  #isOver = false

  constructor(private readonly options: CellOptions) {
    mkdirSync(options.folder, { recursive: true })
    this.#gauge = new Gauge(() => this.#child?.pid ?? process.pid, options.warmUp ?? 0)
    this.#texts = textsFor(options.messages)
    const { folder, program } = options
    this.#sending = program.prepare({ folder, link: this.#link, texts: this.#texts })
  }

  get #link(): string {
    return join(this.options.folder, 'modem')
  }

  async run(): Promise<CellResult> {
    const simulator = await this.#plugIn()
    this.#start()
    const deadline = performance.now() + this.options.mostSeconds * 1_000
    try {
      while (!this.#sending.isDone() && performance.now() < deadline) {
        await this.#killByChance()
        await setTimeout(LOOK_EVERY_MS)
      }
      return this.#result(simulator)
    } finally {
      this.#isOver = true
      this.#kill()
      await simulator.close()
    }
  }

  async #plugIn(): Promise<ModemSimulator> {
    const { faults, answerDelayMs = 0 } = this.options
    const own: ModemFaults = faults?.(() => this.#strike()) ?? {}
    const simulator = await ModemSimulator.start({
      link: this.#link,
      model: {
        answerDelayMs,
        reportDelayMs: 50,
        faults: {
          ...own,
          onCommand: (command) => {
            this.#noteSpokenTo()
            return own.onCommand?.(command) ?? ALSO_KNOWN[command] ?? null
          },
          onSubmit: (sms) => {
            this.#noteSent()
            return own.onSubmit?.(sms) ?? null
          }
        }
      }
    })
    simulator.onUnplug(() => void this.#plugInAgain(simulator))
    return simulator
  }

  async #plugInAgain(simulator: ModemSimulator): Promise<void> {
    if (this.#isOver) return
    await setTimeout(REPLUG_MS)
    if (this.#isOver) return
    await simulator.replug()
    this.#pluggedInMs = performance.now()
  }

  #noteSpokenTo(): void {
    if (this.#pluggedInMs === null) return
    this.#backAfterMs.push(performance.now() - this.#pluggedInMs)
    this.#pluggedInMs = null
  }

  #noteSent(): void {
    this.#sentSinceStart += 1
    if (this.options.faults) return
    this.#gauge.note()
    // The program may be gone a moment after the last one.
    if (this.#sentSinceStart === this.options.messages) this.#pace = this.#gauge.read()
  }

  #start(): void {
    this.#sentSinceStart = 0
    this.#child = this.#sending.start()
  }

  #kill(): void {
    if (this.#child?.pid !== undefined) killTree(this.#child.pid)
  }

  #strike(): void {
    this.#kills += 1
    this.#kill()
    this.#start()
  }

  async #killByChance(): Promise<void> {
    const { kills = 0 } = this.options
    if (this.#kills >= kills || this.#sentSinceStart === 0) return
    await setTimeout(Math.random() * LONGEST_CHANCE_MS)
    if (!this.#sending.isDone()) this.#strike()
  }

  #result({ journal }: ModemSimulator): CellResult {
    const times = Map.groupBy(journal.messages, ({ to }) => to)
    const count = (test: (said: Said, times: number) => boolean): number =>
      this.#texts.filter((text) => test(this.#sending.said(text), times.get(text.to)?.length ?? 0)).length
    return {
      messages: this.#texts.length,
      isFinished: this.#sending.isDone(),
      sent: count((_, sent) => sent > 0),
      twice: count((_, sent) => sent > 1),
      lost: count((said, sent) => sent === 0 && (said === 'sent' || said === 'lost')),
      uncertain: count((said) => said === 'uncertain'),
      kills: this.#kills,
      backAfterMs: this.#backAfterMs,
      pace: this.#pace ?? this.#gauge.read()
    }
  }
}
