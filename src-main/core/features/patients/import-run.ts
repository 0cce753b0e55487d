import { setImmediate } from 'node:timers/promises'
import type { ImportField } from '@contract/imports'
import type { Transaction } from '../../database/database'
import { readAddressProtection } from './import-cells.rules'
import { cellsByField } from './import-columns.rules'
import { linkGuardians, type GuardianLink } from './import-guardians'
import { readRows, shownCells, type ReadRow } from './import-rows'
import type { ImportFile } from './import-source'
import { importSlice, type AcceptedRow, type ImportContext, type SliceOutcome } from './import-slice'
import { nextSliceSize, secondsLeft } from './import-pace.rules'
import { ImportTally, type ImportResult } from './import-tally'

export interface ImportProgress {
  readonly done: number
  readonly total: number
  readonly secondsLeft: number | null
}

export interface ImportRunOptions {
  readonly file: ImportFile
  readonly mapping: readonly ImportField[]
  readonly total: number
  /** Reasons kept of each kind; the rest is counted. */
  readonly mostIssues: number
  readonly onProgress: (progress: ImportProgress) => void
  readonly signal: AbortSignal
}

const FIRST_SLICE = 100

/**
 * Imports the rows in slices of one transaction each, letting other calls in between. Cancelling keeps the slices that
 * are written. One bad row costs no other, and importing the file again changes nothing.
 */
export async function runImport(context: ImportContext, options: ImportRunOptions): Promise<ImportResult> {
  return await new ImportRun(context, options).run()
}

interface PendingLink extends GuardianLink {
  readonly wasUnchanged: boolean
}

class ImportRun {
  readonly #tally: ImportTally
  readonly #links: PendingLink[] = []
  readonly #startedMs = performance.now()
  #slice: ReadRow[] = []
  #sliceSize = FIRST_SLICE
  #done = 0

  constructor(
    private readonly context: ImportContext,
    private readonly options: ImportRunOptions
  ) {
    this.#tally = new ImportTally(context.day.language, options.mostIssues)
  }

  async run(): Promise<ImportResult> {
    const { file, mapping, signal } = this.options
    const { country, today: on, isTraining } = this.context.day
    for await (const row of readRows(file, mapping, { country, on, isTraining })) {
      if (signal.aborted) break
      this.#slice.push(row)
      if (this.#slice.length >= this.#sliceSize) await this.#writeSlice()
    }
    if (!signal.aborted) await this.#writeSlice()
    await this.#tieGuardians()
    await this.#recordRun()
    return this.#tally.result(signal.aborted)
  }

  async #writeSlice(): Promise<void> {
    const rows = this.#slice
    this.#slice = []
    if (rows.length === 0) return
    const accepted = rows.flatMap((row): AcceptedRow[] =>
      row.patient && !row.isRepeated ? [{ ...row, patient: row.patient }] : []
    )
    const startedMs = performance.now()
    const outcomes =
      accepted.length === 0
        ? new Map<number, SliceOutcome>()
        : await this.#write((transaction) => importSlice(transaction, accepted, this.context))
    for (const row of rows) this.#settle(row, outcomes.get(row.line))
    this.#sliceSize = nextSliceSize(this.#sliceSize, performance.now() - startedMs)
    this.#tellProgress(rows.length)
    await setImmediate()
  }

  async #write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return await this.context.database.write(work)
  }

  #settle(row: ReadRow, outcome: SliceOutcome | undefined): void {
    const { line, patient, findings } = row
    if (patient === null || outcome?.kind === 'refused') {
      const reasons = outcome?.kind === 'refused' ? [outcome.finding] : findings
      this.#tally.refuse(line, reasons, this.#savedCells(row))
      return
    }
    if (findings.length > 0) this.#tally.warn(line, findings)
    this.#tally.count(outcome?.kind ?? 'unchanged')
    if (patient.guardianNumber === null || !outcome) return
    const wasUnchanged = outcome.kind === 'unchanged'
    this.#links.push({ line, childId: outcome.id, number: patient.guardianNumber, wasUnchanged })
  }

  #savedCells({ cells, text }: ReadRow): string[] {
    if (cells.length === 0) return [text]
    const { mapping } = this.options
    const code = cellsByField(cells, mapping).addressProtection
    return shownCells(cells, mapping, readAddressProtection(code) !== 'none')
  }

  async #tieGuardians(): Promise<void> {
    let size = FIRST_SLICE
    for (let start = 0; start < this.#links.length;) {
      const links = this.#links.slice(start, start + size)
      start += links.length
      const startedMs = performance.now()
      const outcomes = await this.#write((transaction) => linkGuardians(transaction, links, this.context))
      const added = new Set(outcomes.filter(({ kind }) => kind === 'added').map(({ link }) => link.line))
      for (const { line, wasUnchanged } of links)
        if (wasUnchanged && added.has(line)) this.#tally.turnIntoChanged()
      size = nextSliceSize(size, performance.now() - startedMs)
      await setImmediate()
    }
  }

  async #recordRun(): Promise<void> {
    const { audit, actor } = this.context
    const { imported, changed } = this.#tally.result(false)
    const detail = `${imported} created, ${changed} changed`
    await this.#write((transaction) =>
      audit.record(transaction, actor, { action: 'patients.imported', patientId: null, detail })
    )
  }

  #tellProgress(rows: number): void {
    const { total, onProgress } = this.options
    this.#done += rows
    const elapsedMs = performance.now() - this.#startedMs
    onProgress({
      done: this.#done,
      total,
      secondsLeft: secondsLeft({ done: this.#done, total, elapsedMs })
    })
  }
}
