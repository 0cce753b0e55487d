import { seeded } from '../chance'
import type { Call } from '../call'

/** What can go wrong with one request. */
export type Fault =
  /** The line breaks before anything was done, or after all of it. */
  | { readonly kind: 'drop-before' | 'drop-after' }
  /** It arrives twice; the answer is that of the second time. */
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'delay'; readonly ms: number }
  /** Half of the answer, then the line breaks. */
  | { readonly kind: 'truncate' }
  /** Refused without a reason of its own; `isDone`: the work was done all the same. */
  | {
      readonly kind: 'refuse'
      readonly status: 400 | 401 | 404 | 409 | 412 | 422 | 429 | 500 | 502 | 503
      readonly retryAfterSeconds?: number
      readonly isDone?: boolean
    }
  /** No answer until the client gives up. */
  | { readonly kind: 'hang' }
  /** A broken server: half of a transaction stays. */
  | { readonly kind: 'half-applied' }
  | { readonly kind: 'ignore-if-match' }
  /** 200 with the resource as sent, and nothing kept. */
  | { readonly kind: 'not-stored' }
  /** To itself, for ever. */
  | { readonly kind: 'redirect' }
  /** An answer of more than 10 MB. */
  | { readonly kind: 'huge' }
  /** Every reference in the answer points to nothing. */
  | { readonly kind: 'wrong-references' }
  /** Texts in the answer hold markup. */
  | { readonly kind: 'html' }
  /** A page of a proxy instead of the answer. */
  | { readonly kind: 'not-json' }

export type FaultKind = Fault['kind']

interface Planned {
  readonly fault: Fault
  readonly fits: (call: Call) => boolean
  times: number
}

export interface FaultWish {
  /** Of the requests that fit, so many; once if not said. */
  readonly times?: number
  /** Which requests; all under /fhir, /clinic and /token if not said. */
  readonly fits?: (call: Call) => boolean
}

export interface RandomFaults {
  readonly seed: number
  /** Share of the requests that meet one, 0 to 1. */
  readonly rate: number
  readonly faults: readonly Fault[]
}

/** What is met on a bad day: all a good client survives without losing or doubling anything. */
export const BAD_DAY: readonly Fault[] = [
  { kind: 'drop-before' },
  { kind: 'drop-after' },
  { kind: 'duplicate' },
  { kind: 'truncate' },
  { kind: 'refuse', status: 409 },
  { kind: 'refuse', status: 429, retryAfterSeconds: 1 },
  { kind: 'refuse', status: 500 },
  { kind: 'refuse', status: 500, isDone: true },
  { kind: 'refuse', status: 503, retryAfterSeconds: 1 },
  { kind: 'refuse', status: 401 }
]

/** What goes wrong, by a plan or by chance; the same for the same seed and the same requests. */
export class Faults {
  #planned: Planned[] = []
  #random: { readonly next: () => number; readonly wish: RandomFaults } | null = null
  /** What each request met, in order. */
  readonly met: { readonly kind: FaultKind; readonly method: string; readonly path: string }[] = []

  /** The next requests that fit meet it. */
  plan(fault: Fault, { times = 1, fits = () => true }: FaultWish = {}): void {
    this.#planned.push({ fault, fits, times })
  }

  randomly(wish: RandomFaults): void {
    this.#random = { next: seeded(wish.seed), wish }
  }

  /** All goes well from now on. */
  clear(): void {
    this.#planned = []
    this.#random = null
  }

  draw(call: Call): Fault | null {
    const fault = this.#plannedFor(call) ?? this.#byChance()
    if (fault) this.met.push({ kind: fault.kind, method: call.method, path: call.path })
    return fault
  }

  #plannedFor(call: Call): Fault | null {
    const found = this.#planned.find(({ fits }) => fits(call))
    if (!found) return null
    found.times -= 1
    if (found.times <= 0) this.#planned = this.#planned.filter((each) => each !== found)
    return found.fault
  }

  #byChance(): Fault | null {
    if (!this.#random) return null
    const { next, wish } = this.#random
    if (next() >= wish.rate) return null
    return wish.faults[Math.floor(next() * wish.faults.length)] ?? null
  }
}
