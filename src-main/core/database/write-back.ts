import type Driver from 'better-sqlite3'

/** Nothing was written for so long: nobody waits just now. */
const QUIET_MS = 20
/** While much is written, as in a load of everything, the same pages would be written back again and again. */
const LEAST_BETWEEN_MS = 1_000

/**
 * Where nothing is ever quiet, the write that makes the log this long writes it back by itself: 16 MB. Twice as much was
 * measured to take some 50 ms.
 */
export const LONGEST_LOG_PAGES = 4_000

/**
 * Writes the log of changes back into the database when nothing is going on, so that no booking waits for it. SQLite
 * alone does it every thousand pages, in whichever write reaches them. What is not written back yet is on disk all the
 * same, in the log.
 */
export class WriteBack {
  #timer: NodeJS.Timeout | null = null
  #lastMs = -Infinity

  constructor(
    private readonly driver: Driver.Database,
    private readonly onFailure: (error: unknown) => void
  ) {}

  /** Something was written. */
  note(): void {
    if (this.#timer) this.#timer.refresh()
    else this.#timer = setTimeout(() => this.#run(), QUIET_MS).unref()
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #run(): void {
    this.#timer = null
    const isTooSoon = performance.now() - this.#lastMs < LEAST_BETWEEN_MS
    if (this.driver.inTransaction || isTooSoon) return this.note()
    this.#lastMs = performance.now()
    try {
      this.driver.pragma('wal_checkpoint(PASSIVE)')
    } catch (error) {
      this.onFailure(error)
    }
  }
}
