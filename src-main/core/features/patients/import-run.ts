import { setImmediate } from 'node:timers/promises'
import type { ImportId } from '@contract/ids'
import type { ImportField } from '@contract/imports'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import type { ImportFinding } from './import-contacts.rules'
import { linkGuardians } from './import-guardians'
import {
  deletePendingGuardians,
  deleteRun,
  insertFindings,
  insertPendingGuardians,
  keptFindings,
  pendingGuardians,
  recordStand,
  type ImportStand,
  type PendingGuardian
} from './import-journal.queries'
import { nextSliceSize, secondsLeft } from './import-pace.rules'
import { readRows, savedCells, type ReadRow } from './import-rows'
import { importSlice, type AcceptedRow, type ImportContext, type SliceOutcome } from './import-slice'
import type { ImportFile } from './import-source'
import { ImportTally, type ImportResult } from './import-tally'

export interface ImportProgress {
  readonly done: number
  readonly total: number
  readonly secondsLeft: number | null
}

export interface ImportRunOptions {
  /** The run's own row is there already; it goes when the run has ended. */
  readonly id: ImportId
  readonly file: ImportFile
  readonly mapping: readonly ImportField[]
  readonly total: number
  /** Where it stood when it was cut short. */
  readonly stand: ImportStand
  /** Reasons kept of each kind; the rest is counted. */
  readonly mostIssues: number
  readonly onProgress: (progress: ImportProgress) => void
  /** Aborted with {@link CLOSING}, the run stops where it stands and can go on later. */
  readonly signal: AbortSignal
}

export const NOTHING_DONE: ImportStand = { done: 0, imported: 0, changed: 0, unchanged: 0 }
/** Why a run stops that is to go on at the next start. */
export const CLOSING = 'closing'

const FIRST_SLICE = 100
/** Rows that were written before are read at this rate between looks at other calls. */
const RECALLED_AT_ONCE = 500

/**
 * Imports the rows in slices of one transaction each, letting other calls in between. Each slice writes with its rows
 * how far the run has come, so that one cut short goes on with the next row. Cancelling keeps the slices that are
 * written. One bad row costs no other, and importing the file again changes nothing.
 */
export async function runImport(context: ImportContext, options: ImportRunOptions): Promise<ImportResult> {
  return await new ImportRun(context, options).run()
}

class ImportRun {
  readonly #tally: ImportTally
  readonly #startedMs = performance.now()
  #slice: ReadRow[] = []
  /** When others were last answered. */
  #heldSinceMs = performance.now()
  #sliceSize = FIRST_SLICE
  #read = 0
  #done: number

  constructor(
    private readonly context: ImportContext,
    private readonly options: ImportRunOptions
  ) {
    this.#done = options.stand.done
    this.#tally = new ImportTally(context.day.language, options.mostIssues, options.stand)
  }

  async run(): Promise<ImportResult> {
    const { file, mapping, signal, stand, id } = this.options
    const { country, today: on, isTraining } = this.context.day
    const kept = new Map(
      (await keptFindings(this.context.database.reader, id)).map((each) => [each.line, each.code])
    )
    for await (const row of readRows(file, mapping, { country, on, isTraining })) {
      if (signal.aborted) break
      this.#read += 1
      if (this.#read <= stand.done) await this.#recall(row, kept.get(row.line))
      else this.#slice.push(row)
      if (this.#slice.length >= this.#sliceSize) await this.#writeSlice()
    }
    if (signal.reason === CLOSING) throw new AppError('import-interrupted')
    if (!signal.aborted) await this.#writeSlice()
    await this.#tieGuardians()
    await this.#recordRun()
    return this.#tally.result(signal.aborted)
  }

  /** A row that was written before the run was cut short: only what the file says against it is told once more. */
  async #recall(row: ReadRow, code: string | undefined): Promise<void> {
    const kept = code === undefined ? [] : [{ code, parameters: {} }]
    if (row.patient === null) this.#refuse(row, row.findings)
    else if (code === AMBIGUOUS) this.#refuse(row, kept)
    else if (row.findings.length + kept.length > 0) this.#tally.warn(row, [...row.findings, ...kept])
    if (this.#read % RECALLED_AT_ONCE === 0) await setImmediate()
  }

  async #writeSlice(): Promise<void> {
    const rows = this.#slice
    this.#slice = []
    if (rows.length === 0) return
    const accepted = rows.flatMap((row): AcceptedRow[] =>
      row.patient && !row.isRepeated ? [{ ...row, patient: row.patient }] : []
    )
    const outcomes = await this.#write(async (transaction) => {
      const written = await importSlice(transaction, accepted, this.context)
      await this.#record(transaction, rows, written)
      return [...written.values()]
    })
    for (const outcome of outcomes) if (outcome.kind !== 'refused') await outcome.announce?.()
    this.#sliceSize = nextSliceSize(this.#sliceSize, performance.now() - this.#heldSinceMs)
    this.#tellProgress()
    await setImmediate()
    this.#heldSinceMs = performance.now()
  }

  async #write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return await this.context.database.write(work)
  }

  /** What became of the rows, told and kept in their own transaction. */
  async #record(
    transaction: Transaction,
    rows: readonly ReadRow[],
    outcomes: ReadonlyMap<number, SliceOutcome>
  ): Promise<void> {
    const { database } = this.context
    const { id } = this.options
    const settled = rows.map((row) => ({ row, outcome: outcomes.get(row.line) }))
    for (const { row, outcome } of settled) this.#settle(row, outcome)
    this.#done += rows.length
    const findings = settled.flatMap(({ row: { line }, outcome }) =>
      reasonsOf(outcome).map(({ code }) => ({ line, code }))
    )
    insertFindings(database, id, findings)
    insertPendingGuardians(database, id, settled.flatMap(guardiansOf))
    await recordStand(transaction, id, { ...this.#tally.written, done: this.#done })
  }

  #settle(row: ReadRow, outcome: SliceOutcome | undefined): void {
    if (row.patient === null || outcome?.kind === 'refused') {
      this.#refuse(row, outcome?.kind === 'refused' ? [outcome.finding] : row.findings)
      return
    }
    const findings = [...row.findings, ...reasonsOf(outcome)]
    if (findings.length > 0) this.#tally.warn(row, findings)
    this.#tally.count(outcome?.kind ?? 'unchanged')
  }

  #refuse(row: ReadRow, findings: readonly ImportFinding[]): void {
    this.#tally.refuse(row, findings, () => savedCells(row, this.options.mapping))
  }

  async #tieGuardians(): Promise<void> {
    const { id } = this.options
    let size = FIRST_SLICE
    for (;;) {
      const links = await pendingGuardians(this.context.database.reader, id, size)
      const last = links.at(-1)
      if (!last) return
      const startedMs = performance.now()
      await this.#write(async (transaction) => {
        const outcomes = await linkGuardians(transaction, links, this.context)
        const added = outcomes.filter(({ kind, link }) => kind === 'added' && link.wasUnchanged)
        this.#tally.turnIntoChanged(new Set(added.map(({ link }) => link.line)).size)
        await deletePendingGuardians(transaction, id, last.id)
        await recordStand(transaction, id, { ...this.#tally.written, done: this.#done })
      })
      size = nextSliceSize(size, performance.now() - startedMs)
      await setImmediate()
    }
  }

  async #recordRun(): Promise<void> {
    const { audit, actor } = this.context
    const { imported, changed } = this.#tally.written
    const detail = `${imported} created, ${changed} changed`
    await this.#write(async (transaction) => {
      await audit.record(transaction, actor, { action: 'patients.imported', patientId: null, detail })
      await deleteRun(transaction, this.options.id)
    })
  }

  #tellProgress(): void {
    const { total, onProgress, stand } = this.options
    const elapsedMs = performance.now() - this.#startedMs
    const pace = { done: this.#done - stand.done, total: total - stand.done, elapsedMs }
    onProgress({ done: this.#done, total, secondsLeft: secondsLeft(pace) })
  }
}

const AMBIGUOUS = 'match-ambiguous'

function reasonsOf(outcome: SliceOutcome | undefined): readonly ImportFinding[] {
  if (!outcome) return []
  return outcome.kind === 'refused' ? [outcome.finding] : outcome.findings
}

function guardiansOf({
  row: { line, patient },
  outcome
}: {
  row: ReadRow
  outcome: SliceOutcome | undefined
}): Omit<PendingGuardian, 'id'>[] {
  if (patient === null || !outcome || outcome.kind === 'refused') return []
  const { id: childId, kind } = outcome
  const wasUnchanged = kind === 'unchanged'
  return patient.guardians.map((guardian) => ({ line, childId, wasUnchanged, ...guardian }))
}
