import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ImportId } from '@contract/ids'
import type { ImportField } from '@contract/imports'
import { AppError } from '../../platform/app-error'
import { ImportSpool } from './import-spool'
import type { ImportResult } from './import-tally'

/** More than one window may be choosing a file; older ones are let go of. */
const MOST_HELD = 4

export interface HeldImport {
  readonly id: ImportId
  readonly fileName: string
  readonly bytes: number
  readonly spool: ImportSpool
  /** Set while it runs. */
  running: AbortController | null
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

  /** What a crash left behind cannot be read by anybody: its key is gone. */
  sweep(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }

  begin(fileName: string, bytes: number): HeldImport {
    this.#makeRoom()
    const id = ImportId.parse(randomUUID())
    const spool = ImportSpool.create(this.#folder, `${id}.part`)
    const held = { id, fileName, bytes, spool, running: null, totalRows: null, finished: null }
    this.#held.set(id, held)
    return held
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

  get isRunning(): boolean {
    return [...this.#held.values()].some(({ running }) => running !== null)
  }

  /** Stops one that runs after its current slice; forgets one that does not. */
  cancel(id: ImportId): void {
    const held = this.#held.get(id)
    if (!held) return
    if (held.running) held.running.abort()
    else this.#forget(held)
  }

  cancelAll(): void {
    for (const id of [...this.#held.keys()]) this.cancel(id)
  }

  #makeRoom(): void {
    const idle = [...this.#held.values()].filter(({ running }) => running === null)
    for (const held of idle.slice(0, Math.max(0, this.#held.size - MOST_HELD + 1))) this.#forget(held)
  }

  #forget(held: HeldImport): void {
    this.#held.delete(held.id)
    held.spool.remove()
  }
}
