import { randomUUID } from 'node:crypto'
import { ImportId } from '@contract/ids'
import type { ImportField, ImportOutcome, InterruptedImport } from '@contract/imports'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import { readClinicDay } from './clinic-day'
import type { HeldImport, HeldImports } from './held-imports'
import { dryRun } from './import-dry-run'
import { deleteRun, deleteUnkeptRuns, insertRun, storedRuns, type StoredRun } from './import-journal.queries'
import { cliniciansByName } from './import-matching.queries'
import { countRows } from './import-preview'
import { NOTHING_DONE, runImport, type ImportRunOptions } from './import-run'
import { columnsOf, openImportFile, type ImportFile, type OpenBytes } from './import-source'
import type { SpoolSeal } from './import-spool'
import type { ImportContext } from './import-slice'
import type { ImportResult } from './import-tally'
import type { PatientDependencies } from './patients'

/** Reasons of each kind that travel to the page; the saved file holds more. */
const MOST_ISSUES_SHOWN = 1_000
const MOST_ISSUES_KEPT = 20_000

type Run = Pick<ImportRunOptions, 'onProgress' | 'signal' | 'mostIssues'>

/** Runs imports, from their beginning or from where they were cut short. One at a time. */
export class ImportSession {
  #restored: Promise<void> | null = null

  constructor(
    private readonly dependencies: PatientDependencies,
    private readonly held: HeldImports
  ) {}

  /** Lets go of what runs of an earlier program left and nobody can go on with. Once. */
  async restore(): Promise<void> {
    this.#restored ??= this.#restore()
    await this.#restored
  }

  /** Runs that were cut short and can go on. */
  async interrupted(): Promise<InterruptedImport[]> {
    await this.restore()
    const runs = await storedRuns(this.dependencies.database.reader)
    return runs
      .filter(({ importId }) => !this.held.isRunning(importId))
      .map(({ importId, fileName, startedAt, userName, done, total }) => ({
        ...{ importId, fileName, startedAt, userName, done, total }
      }))
  }

  /** @throws AppError `import-unknown`, `file-incomplete`, `import-running`, `mapping-invalid`, `name-unmapped` */
  async run(importId: ImportId, mapping: readonly ImportField[], actor: Actor): Promise<ImportOutcome> {
    const held = this.held.getWhole(importId)
    const file = await this.open(held)
    const columns = columnsOf(file, mapping)
    const total = held.totalRows ?? (await countRows(file))
    return await this.#running(held, columns, async (run) => {
      const seal = await held.spool.keep()
      await this.#begin({ importId, fileName: held.fileName, columns, total, seal }, actor)
      const options = { ...run, id: importId, file, mapping: columns, total, stand: NOTHING_DONE }
      return await this.#runKept(held, actor, options)
    })
  }

  /** What a run would do. @throws AppError as {@link run} */
  async dryRun(importId: ImportId, mapping: readonly ImportField[], actor: Actor): Promise<ImportOutcome> {
    const held = this.held.getWhole(importId)
    const file = await this.open(held)
    const columns = columnsOf(file, mapping)
    const total = held.totalRows ?? (await countRows(file))
    return await this.#running(held, columns, async (run) =>
      dryRun(await this.#context(actor), { ...run, file, mapping: columns, total })
    )
  }

  /**
   * Goes on with a run that was cut short, or ends it with what is in.
   * @throws AppError `import-unknown` when its file is gone, `import-running`
   */
  async goOn(
    importId: ImportId,
    actor: Actor,
    { isGivenUp }: { isGivenUp: boolean }
  ): Promise<ImportOutcome> {
    await this.restore()
    const stored = (await storedRuns(this.dependencies.database.reader)).find(
      (run) => run.importId === importId
    )
    const held = stored && this.held.reopen(importId, stored.fileName, sealOf(stored))
    if (!stored || !held) throw new AppError('import-unknown')
    const file = await this.open(held)
    return await this.#running(held, stored.columns, async (run) => {
      const stopped = AbortSignal.abort()
      return await this.#runKept(held, actor, {
        ...run,
        signal: isGivenUp ? stopped : run.signal,
        ...{ id: importId, file, mapping: stored.columns, total: stored.total, stand: stored }
      })
    })
  }

  /** A file named on the command line: read where it lies, and begun anew when it was cut short. */
  async runFile(
    open: OpenBytes,
    { mapping, actor, ...run }: Run & { mapping: readonly ImportField[] | null; actor: Actor }
  ): Promise<ImportResult> {
    await this.restore()
    const file = await openImportFile(open)
    const columns = columnsOf(file, mapping)
    const total = await countRows(file)
    if (total === 0) throw new AppError('file-no-rows')
    const id = ImportId.parse(randomUUID())
    await this.#begin({ importId: id, fileName: '', columns, total, seal: null }, actor)
    const options = { ...run, id, file, mapping: columns, total, stand: NOTHING_DONE }
    return await runImport(await this.#context(actor), options)
  }

  /** @throws AppError when it is no list at all */
  async open(held: HeldImport): Promise<ImportFile> {
    held.file ??= await openImportFile(() => held.spool.read())
    return held.file
  }

  async #restore(): Promise<void> {
    const { database } = this.dependencies
    if (database.isReadOnly) return
    await database.write(deleteUnkeptRuns)
    this.held.sweep((await storedRuns(database.reader)).map(({ importId }) => importId))
  }

  /** While the run has not ended its file is kept, whatever ends the run before. */
  async #runKept(held: HeldImport, actor: Actor, options: ImportRunOptions): Promise<ImportResult> {
    held.isUnderWay = true
    const result = await runImport(await this.#context(actor), options)
    held.isUnderWay = false
    return result
  }

  async #context(actor: Actor): Promise<ImportContext> {
    const { database, audit, neighbours, clock, settings } = this.dependencies
    const day = await readClinicDay(clock, settings)
    const clinicians = await cliniciansByName(database.reader)
    return { database, audit, neighbours, actor, day, clinicians }
  }

  async #begin(run: NewRun, actor: Actor): Promise<void> {
    const { database, clock } = this.dependencies
    await database.write(async (transaction) => {
      await deleteRun(transaction, run.importId)
      await insertRun(transaction, {
        id: run.importId,
        file_name: run.fileName,
        spool_key: run.seal?.key ?? null,
        chunks: run.seal?.chunks ?? 0,
        bytes: run.seal?.bytes ?? 0,
        columns: JSON.stringify(run.columns),
        user_id: actor.userId,
        user_name: actor.name,
        started_at: toStoredInstant(clock.now()),
        total: run.total
      })
    })
  }

  async #running(
    held: HeldImport,
    mapping: readonly ImportField[],
    work: (run: Run) => Promise<ImportResult>
  ): Promise<ImportOutcome> {
    if (this.held.isAnyRunning) throw new AppError('import-running')
    const { events } = this.dependencies
    const running = new AbortController()
    held.running = running
    try {
      const result = await work({
        mostIssues: MOST_ISSUES_KEPT,
        signal: running.signal,
        onProgress: (progress) => events.publish('imports.progress', { importId: held.id, ...progress })
      })
      held.finished = { result, mapping }
      return shownOf(result)
    } finally {
      held.running = null
      events.publish('patients.changed', { patientId: null })
      events.publish('imports.changed', {})
    }
  }
}

interface NewRun {
  readonly importId: ImportId
  readonly fileName: string
  readonly columns: readonly ImportField[]
  readonly total: number
  readonly seal: SpoolSeal | null
}

const sealOf = ({ spoolKey, chunks, bytes }: StoredRun): SpoolSeal => ({ key: spoolKey, chunks, bytes })

function shownOf({ refusedRows: _rows, wasCancelled: _was, ...summary }: ImportResult): ImportOutcome {
  return {
    ...summary,
    refused: summary.refused.slice(0, MOST_ISSUES_SHOWN),
    warned: summary.warned.slice(0, MOST_ISSUES_SHOWN)
  }
}
