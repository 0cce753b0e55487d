import { cpuMsOf, residentBytesOf } from './process-tree'

export interface Pace {
  readonly perSecond: number
  readonly cpuMsEach: number
  readonly residentBytes: number
}

/** Measures a process while it sends: from the first message the network took, or a later one, to the last. */
export class Gauge {
  #count = 0
  #firstMs = 0
  #lastMs = 0
  #firstCpuMs = 0

  /** @param skipped so many messages go before the first that is measured */
  constructor(
    private readonly root: () => number,
    private readonly skipped: number
  ) {}

  /** The network took one. Reading the kernel's books costs milliseconds, so only the ends are measured. */
  note(): void {
    this.#count += 1
    this.#lastMs = performance.now()
    if (this.#count !== this.skipped + 1) return
    this.#firstMs = this.#lastMs
    this.#firstCpuMs = cpuMsOf(this.root())
  }

  /** To be asked while the process is still there. */
  read(): Pace {
    const root = this.root()
    const between = this.#count - this.skipped - 1
    if (between < 1) return { perSecond: 0, cpuMsEach: 0, residentBytes: residentBytesOf(root) }
    return {
      perSecond: between / ((this.#lastMs - this.#firstMs) / 1_000),
      cpuMsEach: (cpuMsOf(root) - this.#firstCpuMs) / between,
      residentBytes: residentBytesOf(root)
    }
  }
}
