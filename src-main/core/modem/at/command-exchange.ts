import { finalResult, isUnasked } from './answers'
import type { AtError } from './error-classes'
import { AtTimeoutError, PortLostError, type Exchange } from './exchange'
import type { Frame, LineFrame } from './framer'

/** A complete answer: its lines, or the error that ended it. */
export type AtAnswer =
  | { readonly ok: true; readonly lines: readonly LineFrame[] }
  | { readonly ok: false; readonly error: AtError }

// These answer in bare text; every other command repeats its name in front.
const answersInBareText = /^AT(I|\+CGM[IMR]|\+CGSN|\+CIMI)$/
// These cannot be answered by OK alone, so an OK alone belongs to something earlier.
const needsLine = /^AT(\+CSQ|\+CGMI|\+CGMM|\+CGSN|\+[A-Z]+=?\?)$/
const graceMs = 1_000

/** An ordinary command: lines with its own prefix until a final result code. */
export class CommandExchange implements Exchange {
  readonly echoes: readonly string[]
  readonly answer: Promise<AtAnswer>
  private readonly command: string
  private readonly prefix: string | null
  private readonly lines: LineFrame[] = []
  private settle: { resolve: (answer: AtAnswer) => void; reject: (error: Error) => void }
  private timer: NodeJS.Timeout

  constructor(command: string, timeoutMs: number) {
    this.command = command
    this.echoes = [command]
    const name = /^AT([+^][A-Z]+)/.exec(command)?.[1]
    this.prefix = name === undefined || answersInBareText.test(command) ? null : `${name}:`
    const { promise, settle } = deferred<AtAnswer>()
    this.answer = promise
    this.settle = settle
    this.timer = setTimeout(() => this.fail(new AtTimeoutError(command)), timeoutMs)
  }

  take(frame: Frame): boolean {
    if (frame.kind === 'prompt') return false
    const final = finalResult(frame.text)
    if (final === null) return this.takeLine(frame)
    if (final.ok && this.lines.length === 0 && needsLine.test(this.command)) {
      // Not ours, or our line was lost in noise: wait a little for the real one.
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.fail(new AtTimeoutError(this.command)), graceMs)
      return true
    }
    clearTimeout(this.timer)
    this.settle.resolve(final.ok ? { ok: true, lines: this.lines } : final)
    return true
  }

  lose(): void {
    this.fail(new PortLostError())
  }

  private takeLine(line: LineFrame): boolean {
    if (isUnasked(line.text)) return false
    const isOurs =
      this.prefix === null ? answersInBareText.test(this.command) : line.text.startsWith(this.prefix)
    if (isOurs) this.lines.push(line)
    return isOurs
  }

  private fail(error: Error): void {
    clearTimeout(this.timer)
    this.settle.reject(error)
  }
}

/** A promise with its two ends outside. */
export function deferred<T>(): {
  promise: Promise<T>
  settle: { resolve: (value: T) => void; reject: (error: Error) => void }
} {
  let settle: { resolve: (value: T) => void; reject: (error: Error) => void } | undefined
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject }
  })
  if (settle === undefined) throw new Error('A promise runs its executor at once.')
  return { promise, settle }
}
