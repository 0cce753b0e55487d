import { randomUUID } from 'node:crypto'
import { existsSync, renameSync, rmSync } from 'node:fs'
import type { CodedError } from '@contract/frames'
import Driver from 'better-sqlite3'
import { Kysely, type Transaction as KyselyTransaction } from 'kysely'
import { AppError } from '../platform/app-error'
import { dialectOf } from './dialect'
import { isForMergedPatient } from './merged-patient'
import { collectMigrations, migrate, type Migration } from './migrations'
import { openEncrypted, type OpenedFile } from './open-encrypted'
import { codedStorageFailure } from './storage-failure'
import type { Tables } from './tables'
import { WriteBack } from './write-back'

/** What a query that only reads takes; a transaction serves as one. */
export type Reader = Pick<
  Kysely<Tables>,
  'selectFrom' | 'selectNoFrom' | 'with' | 'fn' | 'getExecutor' | 'isTransaction'
>

/** What a query that writes takes. Only `Database.write` gives one out. */
export type Transaction = KyselyTransaction<Tables>

export interface OpenDatabaseOptions {
  readonly file: string
  /** 256 bits. */
  readonly key: Buffer
  readonly mayCreate?: boolean
  readonly migrations?: readonly Migration[]
}

/** The clinic's data: one encrypted SQLite file on one connection. */
export class Database {
  readonly reader: Kysely<Tables>
  readonly #writeBack: WriteBack
  #storageFailure: CodedError | null = null

  private constructor(
    private readonly opened: OpenedFile,
    readonly file: string,
    private readonly key: Buffer
  ) {
    this.reader = new Kysely<Tables>({ dialect: dialectOf(opened.driver) })
    this.#writeBack = new WriteBack(opened.driver, (error) => this.#noteFailure(error))
  }

  /** The connection itself, for the named functions of this folder that SQL through kysely cannot say. */
  get driver(): Driver.Database {
    return this.opened.driver
  }

  get isReadOnly(): boolean {
    return this.opened.isReadOnly
  }

  /**
   * Opens the file and brings it to the program's schema.
   * @throws AppError `no-clinic`, `database-key-wrong`, `database-damaged`, `database-not-a-database`,
   * `database-newer`, `data-folder-held`; the file is left as it was.
   */
  static async open(options: OpenDatabaseOptions): Promise<Database> {
    const opened = openEncrypted(options)
    const database = new Database(opened, options.file, options.key)
    try {
      const migrations = options.migrations ?? collectMigrations()
      await migrate(new Kysely<unknown>({ dialect: dialectOf(opened.driver) }), {
        migrations,
        keepCopy: ({ name }) => database.copyTo(`${options.file}.before-${name}`)
      })
    } catch (error) {
      opened.close()
      throw error
    }
    return database
  }

  /** What the last write failed with when it was the disk's doing; null again after one that went through. */
  get storageFailure(): CodedError | null {
    return this.#storageFailure
  }

  /**
   * Runs `work` in one transaction: all of it is on disk when this answers, or none.
   * @throws AppError `patient-merged` when it wrote to a record that was merged into another meanwhile
   */
  async write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    try {
      const result = await this.reader.transaction().execute(work)
      this.#storageFailure = null
      this.#writeBack.note()
      return result
    } catch (error) {
      this.#noteFailure(error)
      throw isForMergedPatient(error) ? new AppError('patient-merged', {}, { cause: error }) : error
    }
  }

  /** Writes an encrypted copy with the same key, reads it back, and only then gives it its name. */
  copyTo(target: string): void {
    const partial = `${target}.${randomUUID()}.part`
    try {
      this.driver.prepare('VACUUM INTO ?').run(partial)
      checkCopy(partial, this.key)
      if (existsSync(target)) rmSync(target)
      renameSync(partial, target)
    } catch (error) {
      rmSync(partial, { force: true })
      throw error instanceof Driver.SqliteError && error.code === 'SQLITE_FULL'
        ? new AppError('disk-full', {}, { cause: error })
        : error
    }
  }

  /** Reads every page and index. @returns `ok` or what SQLite found first */
  checkIntegrity(): string {
    try {
      return String(this.driver.pragma('integrity_check(1)', { simple: true }))
    } catch (error) {
      if (error instanceof Driver.SqliteError) return error.code
      throw error
    }
  }

  /** Rows that refer to one that is not there. */
  countBrokenReferences(): number {
    const rows = this.driver.pragma('foreign_key_check')
    return Array.isArray(rows) ? rows.length : 0
  }

  close(): void {
    this.#writeBack.stop()
    this.opened.close()
  }

  #noteFailure(error: unknown): void {
    this.#storageFailure = codedStorageFailure(error) ?? this.#storageFailure
  }
}

/** @throws AppError `database-damaged` when the copy does not read back whole. */
export function checkCopy(file: string, key: Buffer): void {
  const { driver, close } = openEncrypted({ file, key })
  try {
    const result = driver.pragma('quick_check(1)', { simple: true })
    if (result !== 'ok') throw new AppError('database-damaged', {})
    // Back to a single file: a copy must not need a -wal beside it.
    driver.pragma('journal_mode = DELETE')
  } finally {
    close()
  }
}
