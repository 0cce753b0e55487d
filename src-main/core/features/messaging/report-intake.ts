import type { Transaction } from '../../database/database'
import type { DeliveryReport } from '../../modem'
import { readMoment, type MessagingContext, type Moment } from './context'
import { letterInstead } from './letter-instead'
import type { MessageRow } from './outbox.queries'
import { applyEarlyReports, applyReport } from './reports'

/** A report is on disk at the latest this long after it came, while messages leave; else at once. */
const MOST_WAIT_MS = 50

interface Waiting {
  readonly report: DeliveryReport
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

export interface ReportIntakeOptions {
  readonly context: MessagingContext
  /** Messages are leaving, and each brings a transaction that reports can join. */
  readonly isSending: () => boolean
  /** After the change is on disk. */
  readonly onChanged: (messages: readonly MessageRow[]) => void
}

/**
 * Delivery reports on their way to disk. While messages leave they join the next transaction of the outbox, so that a
 * message and its report cost one write to disk and not two.
 */
export class ReportIntake {
  #waiting: Waiting[] = []
  #timer: NodeJS.Timeout | null = null
  /** One after the other, so that whoever waits for the last has waited for all. */
  #writing: Promise<void> = Promise.resolve()
  /** Reports on disk that found no message yet. */
  #earlyCount = 0

  constructor(private readonly options: ReportIntakeOptions) {}

  /** Resolves when the report is on disk. */
  async take(report: DeliveryReport): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#waiting.push({ report, resolve, reject })
      this.#timer ??= setTimeout(() => void this.flush(), this.options.isSending() ? MOST_WAIT_MS : 0)
    })
  }

  /** Does `work` in one transaction with the reports that wait; they are written where it calls for them. */
  async write<T>(
    moment: Moment,
    work: (transaction: Transaction, writeReports: () => Promise<readonly MessageRow[]>) => Promise<T>
  ): Promise<T> {
    const taken: Waiting[] = []
    try {
      const result = await this.options.context.database.write(async (transaction) =>
        work(transaction, async () => {
          taken.push(...this.#waiting.splice(0))
          return await this.#writeAll(transaction, taken, moment)
        })
      )
      for (const { resolve } of taken) resolve()
      return result
    } catch (error) {
      // Perhaps one of them is the cause: each is tried by itself, so that none holds up what leaves.
      void this.#writeEach(taken)
      throw error
    }
  }

  /** Writes what waits now. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    const waiting = this.#waiting.splice(0)
    this.#writing = this.#writing.then(() => this.#writeEach(waiting))
    await this.#writing
  }

  /** Reports that came before an answer was written, or before the program ended, may prove what was in doubt. */
  async applyEarly(transaction: Transaction, moment: Moment): Promise<MessageRow[]> {
    const { changed, left } = await applyEarlyReports(transaction, moment)
    this.#earlyCount = left
    for (const { id } of changed) await letterInstead(this.options.context, transaction, { id, moment })
    return changed
  }

  async #writeAll(
    transaction: Transaction,
    waiting: readonly Waiting[],
    moment: Moment
  ): Promise<MessageRow[]> {
    const changed = this.#earlyCount > 0 ? await this.applyEarly(transaction, moment) : []
    for (const { report } of waiting) changed.push(...(await this.#apply(transaction, report, moment)))
    return changed
  }

  async #writeEach(waiting: readonly Waiting[]): Promise<void> {
    const { context, onChanged } = this.options
    for (const { report, resolve, reject } of waiting) {
      try {
        const moment = await readMoment(context)
        const changed = await context.database.write((transaction) =>
          this.#apply(transaction, report, moment)
        )
        if (changed.length > 0) onChanged(changed)
        resolve()
      } catch (error) {
        reject(error)
      }
    }
  }

  async #apply(
    transaction: Transaction,
    report: DeliveryReport,
    moment: Moment
  ): Promise<readonly MessageRow[]> {
    const outcome = await applyReport(transaction, report, moment)
    if (outcome.kind === 'early') this.#earlyCount++
    if (outcome.kind === 'changed' && report.outcome === 'failed')
      await letterInstead(this.options.context, transaction, { id: outcome.message.id, moment })
    return outcome.kind === 'changed' ? [outcome.message] : []
  }
}
