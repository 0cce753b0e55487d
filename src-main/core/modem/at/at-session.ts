import { isUnasked } from './answers'
import { CommandExchange, type AtAnswer } from './command-exchange'
import { AtTimeoutError, PortLostError, type Exchange } from './exchange'
import { Framer, type Frame, type LineFrame } from './framer'
import type { SerialLine } from './line'
import { SubmitExchange, type SubmitResult } from './submit-exchange'
import { defaultAtTimings, type AtTimings } from './timings'

/** Sends one command and waits for its answer. Rejects with AtTimeoutError or PortLostError; an error answer is an answer. */
export type RunCommand = (command: string, timeoutMs?: number) => Promise<AtAnswer>

export interface SubmitRequest {
  readonly hex: string
  readonly length: number
  /** Asked when its turn has come; by then the modem may have been lost to it. */
  readonly mayStart: () => boolean
  readonly onSubmitted: () => void
}

const escape = Uint8Array.of(0x1b)
const syncAttempts = 5
/** Questions without a need for the SIM, each with an answer that no other command gives. */
const ownQuestions = [
  { question: 'AT+CMEE?', prefix: '+CMEE:' },
  { question: 'AT+CREG?', prefix: '+CREG:' },
  { question: 'AT+CSQ', prefix: '+CSQ:' },
  { question: 'AT+COPS?', prefix: '+COPS:' }
] as const

/**
 * The conversation with one modem over one open port. One command is in flight at a time; a line belongs to it only
 * by prefix, and a final result only counts while it lasts. After a silence the modem is first brought into step
 * again, so that a late answer is never taken for the next one.
 */
export class AtSession {
  /** Pause before each command; u-blox and Telit need 20 ms or their reports collide with it (SARA-R4 § 2.2.5). */
  gapMs = 0
  private readonly line: SerialLine
  private readonly timings: AtTimings
  private readonly framer = new Framer()
  private exchange: Exchange | null = null
  private turn: Promise<unknown> = Promise.resolve()
  private isOutOfStep = false
  /** Questions of {@link ownQuestions} whose answers may still come: they prove nothing any more. */
  private readonly owed = new Set<string>()
  private isClosed = false
  private isEchoed = false
  private isSilenceExpected = false
  private unaskedListener: (line: LineFrame) => void = () => undefined
  private closeListener: () => void = () => undefined
  private echoListener: () => void = () => undefined

  constructor(line: SerialLine, timings: Partial<AtTimings> = {}) {
    this.line = line
    this.timings = { ...defaultAtTimings, ...timings }
    line.onData((bytes) => {
      for (const frame of this.framer.push(bytes)) this.route(frame)
    })
    line.onClose(() => {
      this.isClosed = true
      this.exchange?.lose()
      this.closeListener()
    })
  }

  /** Lines that answer nothing: +CMTI, +CDS, RDY and also noise. */
  onUnasked(listener: (line: LineFrame) => void): void {
    this.unaskedListener = listener
  }

  onClose(listener: () => void): void {
    this.closeListener = listener
    if (this.isClosed) listener()
  }

  /** Called when a modem that had stopped echoing does it again: it has started anew, without a word. */
  onUnexpectedEcho(listener: () => void): void {
    this.echoListener = listener
  }

  /** From now on an echo is unexpected, unless this modem never stopped. */
  expectSilence(): void {
    this.isSilenceExpected = !this.isEchoed
  }

  /** Runs several commands with nothing in between. Do not wait for anything but the modem inside. */
  exclusive<T>(work: (run: RunCommand) => Promise<T>): Promise<T> {
    const result = this.turn.then(() => work((command, timeoutMs) => this.runNow(command, timeoutMs)))
    this.turn = result.catch(() => undefined) // the caller has the error; the next in line goes on
    return result
  }

  run(command: string, timeoutMs?: number): Promise<AtAnswer> {
    return this.exclusive((run) => run(command, timeoutMs))
  }

  /** Leaves a forgotten prompt and waits for the modem's own answer to `AT`. Rejects when nothing there speaks AT. */
  async synchronise(): Promise<void> {
    await this.exclusive(() => this.synchroniseNow())
  }

  /** Sends one PDU. Never rejects, and never sends it twice. */
  submit(request: SubmitRequest): Promise<SubmitResult> {
    return this.exclusive(async () => {
      try {
        await this.prepare()
      } catch (error) {
        if (error instanceof AtTimeoutError) return { kind: 'not-sent', reason: 'no-prompt' }
        if (error instanceof PortLostError) return { kind: 'not-sent', reason: 'port-lost' }
        throw error
      }
      if (!request.mayStart()) return { kind: 'not-sent', reason: 'not-ready' }
      const exchange = new SubmitExchange({ ...request, line: this.line, timings: this.timings })
      this.framer.expectsPrompt = true
      const result = await this.during(exchange, exchange.result, SubmitExchange.commandFor(request.length))
      this.framer.expectsPrompt = false
      if (exchange.isOutOfStep) this.isOutOfStep = true
      return result
    })
  }

  /** A message is in flight, and the modem may take minutes to say what became of it. */
  get isSubmitting(): boolean {
    return this.exchange instanceof SubmitExchange
  }

  /** A delivery report proves that the message in flight was accepted. Without one in flight nothing happens. */
  settleAsAccepted(mr: number): void {
    if (this.exchange instanceof SubmitExchange) this.exchange.settleAsAccepted(mr)
  }

  async close(): Promise<void> {
    await this.line.close()
  }

  private route(frame: Frame): void {
    const cleaned = frame.kind === 'line' && this.exchange ? withoutEcho(frame, this.exchange.echoes) : frame
    if (cleaned !== frame) this.noteEcho()
    if (cleaned === null || this.exchange?.take(cleaned)) return
    if (cleaned.kind !== 'line') return
    this.noteOwed(cleaned)
    this.unaskedListener(cleaned)
  }

  /** An answer that was owed has come after all. */
  private noteOwed({ text }: LineFrame): void {
    if (this.owed.size === 0 || isUnasked(text)) return
    const late = ownQuestions.find(({ prefix }) => text.startsWith(prefix))
    if (late !== undefined) this.owed.delete(late.question)
  }

  private noteEcho(): void {
    this.isEchoed = true
    if (!this.isSilenceExpected) return
    this.isSilenceExpected = false
    if (this.exchange instanceof SubmitExchange) this.exchange.abort()
    this.echoListener()
  }

  private async runNow(command: string, timeoutMs = this.timings.commandMs): Promise<AtAnswer> {
    await this.prepare()
    return this.exchangeNow(command, timeoutMs)
  }

  private async prepare(): Promise<void> {
    if (this.isClosed) throw new PortLostError()
    if (this.isOutOfStep) await this.synchroniseNow()
    if (this.gapMs > 0) await new Promise((resolve) => setTimeout(resolve, this.gapMs))
  }

  private async exchangeNow(command: string, timeoutMs: number): Promise<AtAnswer> {
    const exchange = new CommandExchange(command, timeoutMs)
    try {
      return await this.during(exchange, exchange.answer, command)
    } catch (error) {
      this.isOutOfStep = true
      throw error
    }
  }

  private async during<T>(exchange: Exchange, result: Promise<T>, command: string): Promise<T> {
    this.exchange = exchange
    this.isEchoed = false
    if (this.isClosed) exchange.lose()
    else this.line.write(Buffer.from(`${command}\r`, 'latin1'))
    try {
      return await result
    } finally {
      this.exchange = null
    }
  }

  /**
   * ESC leaves a prompt, `AT` finds out whether anybody is there, and then a question is asked that has an answer of
   * its own and is not owed one from before: once it has come, everything older has come too. A modem that owes all
   * of them is too far behind; its port is given up.
   */
  private async synchroniseNow(): Promise<void> {
    this.framer.clear()
    this.line.write(escape)
    for (let attempt = 1; attempt <= syncAttempts; attempt += 1) {
      if (this.isClosed) throw new PortLostError()
      if (!(await this.isAnswering('AT', this.timings.syncMs))) continue
      const question = ownQuestions.find((candidate) => !this.owed.has(candidate.question))?.question
      if (question === undefined) {
        await this.close()
        throw new PortLostError()
      }
      this.owed.add(question)
      if (!(await this.isAnswering(question, this.timings.syncMs * syncAttempts))) continue
      this.owed.clear()
      this.isOutOfStep = false
      return
    }
    throw new AtTimeoutError('AT')
  }

  private async isAnswering(command: string, timeoutMs: number): Promise<boolean> {
    try {
      return (await this.exchangeNow(command, timeoutMs)).ok
    } catch (error) {
      if (error instanceof AtTimeoutError) return false
      throw error
    }
  }
}

function withoutEcho(frame: LineFrame, echoes: readonly string[]): LineFrame | null {
  const echo = echoes.find((candidate) => frame.text.startsWith(candidate))
  if (echo === undefined) return frame
  const text = frame.text.slice(echo.length).trim()
  return text === '' ? null : { ...frame, text }
}
