import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ImportId } from '@contract/ids'
import type { ImportField } from '@contract/imports'
import { AppError } from '../../platform/app-error'
import { CLOSING } from './import-run'
import { ImportSpool, type SpoolSeal } from './import-spool'
import type { ImportFile } from './import-source'
import type { ImportResult } from './import-tally'

/** More than one window may be choosing a file; older ones are let go of. */
const MOST_HELD = 4
const ENDING = '.part'

export interface HeldImport {
  readonly id: ImportId
  readonly fileName: string
  readonly bytes: number
  readonly spool: ImportSpool
  /** Set while it runs. */
  running: AbortController | null
  /** A run was begun with it and has not ended: the file stays until it has. */
  isUnderWay: boolean
  /** Known once the file has been looked through. */
  file: ImportFile | null
  totalRows: number | null
  finished: { readonly result: ImportResult; readonly mapping: readonly ImportField[] } | null
}

/** The files that were uploaded and are not yet done with. */
export class HeldImports {
  readonly #held = new Map<ImportId, HeldImport>()
  readonly #folder: string

  constructor(databaseFile: string) {
    this.#folder = join(dirname(databaseFile), 'imports')
  }

  /** Removes what a crash left behind but for the files of these runs; nobody can read it, for its key is gone. */
  sweep(except: readonly ImportId[]): void {
    const kept = new Set([...except, ...this.#held.keys()].map((id) => id + ENDING))
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    for (const name of readdirSync(this.#folder))
      if (!kept.has(name)) rmSync(join(this.#folder, name), { force: true })
  }

  begin(fileName: string, bytes: number): HeldImport {
    this.#makeRoom()
    const id = ImportId.parse(randomUUID())
    const spool = ImportSpool.create(this.#folder, id + ENDING)
    return this.#hold({ id, fileName, bytes, spool })
  }

  /** The file of a run that was cut short. Null: it is gone. */
  reopen(id: ImportId, fileName: string, seal: SpoolSeal): HeldImport | null {
    const held = this.#held.get(id)
    if (held) return held
    const spool = ImportSpool.reopen(this.#folder, id + ENDING, seal)
    return spool && this.#hold({ id, fileName, bytes: seal.bytes, spool })
  }

  /** @throws AppError `import-unknown` */
  get(id: ImportId): HeldImport {
    const held = this.#held.get(id)
    if (!held) throw new AppError('import-unknown')
    return held
  }

  /** @throws AppError `import-unknown`, `file-incomplete` */
  getWhole(id: ImportId): HeldImport {
    const held = this.get(id)
    if (held.spool.bytes !== held.bytes) throw new AppError('file-incomplete')
    return held
  }

  isRunning(id: ImportId): boolean {
    return this.#held.get(id)?.running != null
  }

  get isAnyRunning(): boolean {
    return [...this.#held.values()].some(({ running }) => running !== null)
  }

  /** Stops one that runs after its current slice; forgets one that only waits. */
  cancel(id: ImportId): void {
    const held = this.#held.get(id)
    if (!held) return
    if (held.running) held.running.abort()
    else if (!held.isUnderWay) this.#forget(held)
  }

  /** A run stops where it stands, to go on later; files that only wait are forgotten. */
  close(): void {
    for (const held of this.#held.values())
      if (held.running) held.running.abort(CLOSING)
      else if (!held.isUnderWay) this.#forget(held)
  }

  #hold(file: Pick<HeldImport, 'id' | 'fileName' | 'bytes' | 'spool'>): HeldImport {
    const held = { ...file, running: null, isUnderWay: false, file: null, totalRows: null, finished: null }
    this.#held.set(held.id, held)
    return held
  }

  #makeRoom(): void {
    const idle = [...this.#held.values()].filter(({ running, isUnderWay }) => running === null && !isUnderWay)
    for (const held of idle.slice(0, Math.max(0, this.#held.size - MOST_HELD + 1))) this.#forget(held)
  }

  #forget(held: HeldImport): void {
    this.#held.delete(held.id)
    held.spool.remove()
  }
}
