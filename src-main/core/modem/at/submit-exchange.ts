import { finalResult, isRestartNotice } from './answers'
import { deferred } from './command-exchange'
import type { AtError } from './error-classes'
import type { Exchange } from './exchange'
import type { Frame } from './framer'
import type { SerialLine } from './line'
import type { AtTimings } from './timings'

/** How a SUBMIT ended. `unknown`: Ctrl-Z was written, so the network may have the message. */
export type SubmitResult =
  | { readonly kind: 'accepted'; readonly mr: number }
  | { readonly kind: 'refused'; readonly error: AtError }
  | { readonly kind: 'unknown'; readonly reason: UnknownReason }
  | { readonly kind: 'not-sent'; readonly reason: NotSentReason }

export type NotSentReason = 'not-ready' | 'no-prompt' | 'port-lost' | 'modem-restarted'

export type UnknownReason = 'no-answer' | 'no-reference' | 'port-lost' | 'modem-restarted' | 'network-timeout'

interface SubmitOptions {
  readonly hex: string
  readonly length: number
  readonly line: SerialLine
  readonly timings: AtTimings
  /** Called as Ctrl-Z is written: from here on the message may have left. */
  readonly onSubmitted: () => void
}

const controlZ = Uint8Array.of(0x1a)
/** CMS 332: the network did not answer, so it may have the message all the same. */
const networkTimeout = 332

/** The message reference of `+CMGS: 41`, also where noise stands in front of it. */
function referenceIn(text: string): number | null {
  const reference = Number(/\+CMGS: ?(\d{1,3})(?!\d)/.exec(text)?.[1] ?? Number.NaN)
  return reference <= 255 ? reference : null
}

/** `AT+CMGS`: prompt, PDU, Ctrl-Z, answer. Ctrl-Z goes only after the PDU has left, and only if the port is still there. */
export class SubmitExchange implements Exchange {
  readonly echoes: readonly string[]
  readonly result: Promise<SubmitResult>
  /** The modem may still say something that belongs here, so it must be brought into step before the next command. */
  isOutOfStep = false
  private stage: 'prompt' | 'pdu' | 'answer' | 'done' = 'prompt'
  private mr: number | null = null
  private readonly options: SubmitOptions
  private readonly resolve: (result: SubmitResult) => void
  private timer: NodeJS.Timeout
  private probeTimer: NodeJS.Timeout | undefined

  constructor(options: SubmitOptions) {
    this.options = options
    this.echoes = [SubmitExchange.commandFor(options.length), options.hex]
    const { promise, settle } = deferred<SubmitResult>()
    this.result = promise
    this.resolve = settle.resolve
    this.timer = setTimeout(
      () => this.endOutOfStep({ kind: 'not-sent', reason: 'no-prompt' }),
      options.timings.promptMs
    )
  }

  static commandFor(length: number): string {
    return `AT+CMGS=${length}`
  }

  take(frame: Frame): boolean {
    if (frame.kind === 'prompt') {
      if (this.stage === 'prompt') void this.writePdu()
      return true
    }
    if (isRestartNotice(frame.text)) {
      if (this.stage === 'answer') this.end({ kind: 'unknown', reason: 'modem-restarted' })
      else this.abort()
      return false
    }
    const mr = referenceIn(frame.text)
    if (mr !== null && this.stage === 'answer') {
      this.mr = mr
      this.within(this.options.timings.graceMs, () => this.endOutOfStep({ kind: 'accepted', mr }))
      return true
    }
    const final = finalResult(frame.text)
    if (final === null) return false
    if (final.ok) this.takeOk()
    else this.takeError(final.error)
    return true
  }

  lose(): void {
    if (this.mr !== null) return this.end({ kind: 'accepted', mr: this.mr })
    const isSubmitted = this.stage === 'answer'
    this.end({ kind: isSubmitted ? 'unknown' : 'not-sent', reason: 'port-lost' })
  }

  /** The modem has lost its settings: in text mode it would send the PDU's digits as a text. Before Ctrl-Z that can be stopped. */
  abort(): void {
    if (this.stage === 'prompt') this.endOutOfStep({ kind: 'not-sent', reason: 'modem-restarted' })
  }

  /** Ends the wait with proof from elsewhere: a delivery report that can only be this message's. */
  settleAsAccepted(mr: number): void {
    if (this.stage === 'answer') this.endOutOfStep({ kind: 'accepted', mr })
  }

  private async writePdu(): Promise<void> {
    const { line, hex, timings, onSubmitted } = this.options
    this.stage = 'pdu'
    this.within(timings.drainMs, () => void line.close())
    line.write(Buffer.from(hex, 'latin1'))
    try {
      await line.drain()
    } catch {
      // A port that fails is not always said to be gone: it is let go of, to be opened anew.
      this.lose()
      return void line.close()
    }
    if (this.stage !== 'pdu') return
    this.stage = 'answer'
    onSubmitted()
    this.within(timings.answerMs, () => this.endOutOfStep({ kind: 'unknown', reason: 'no-answer' }))
    this.probeTimer = setInterval(() => this.probe(), timings.probeMs)
    line.write(controlZ)
  }

  /** Asks whether the modem listens again. Its answers may come late, after the one that matters. */
  private probe(): void {
    this.isOutOfStep = true
    this.options.line.write(Buffer.from('AT\r', 'latin1'))
  }

  /** OK without a reference: the reference was lost in noise, or this answers our own `AT`. Either way nothing is certain. */
  private takeOk(): void {
    if (this.stage !== 'answer') return
    if (this.mr !== null) return this.end({ kind: 'accepted', mr: this.mr })
    this.within(this.options.timings.graceMs, () =>
      this.endOutOfStep({ kind: 'unknown', reason: 'no-reference' })
    )
  }

  private takeError(error: AtError): void {
    if (this.mr !== null) return this.end({ kind: 'accepted', mr: this.mr })
    // Before Ctrl-Z the modem may all the same show a prompt, or sit in one, and must be got out of it.
    if (this.stage !== 'answer') return this.endOutOfStep({ kind: 'refused', error })
    const isUnknown = error.kind === 'cms' && error.number === networkTimeout
    this.end(isUnknown ? { kind: 'unknown', reason: 'network-timeout' } : { kind: 'refused', error })
  }

  private within(delayMs: number, action: () => void): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(action, delayMs)
  }

  private endOutOfStep(result: SubmitResult): void {
    this.isOutOfStep = true
    this.end(result)
  }

  private end(result: SubmitResult): void {
    clearTimeout(this.timer)
    clearInterval(this.probeTimer)
    this.stage = 'done'
    this.resolve(result)
  }
}
