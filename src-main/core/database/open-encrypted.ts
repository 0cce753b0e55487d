import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import Driver from 'better-sqlite3'
import { AppError } from '../platform/app-error'
import { canChange } from './can-change'
import { LONGEST_LOG_PAGES } from './write-back'

const PAGE_BYTES = 4096
const PLAIN_HEADER = 'SQLite format 3\0'
/** The most; a small clinic's file never fills it. A page that is not here is read and decrypted again: some 20 µs. */
const CACHE_KIBIBYTES = 262_144
const UNKNOWN_HOLDER = { program: '?', pid: 0, since: '?' }

export interface OpenEncryptedOptions {
  readonly file: string
  readonly key: Buffer
  readonly mayCreate?: boolean
}

export interface OpenedFile {
  readonly driver: Driver.Database
  /** The file cannot be changed where it lies: what is open is a copy that only answers questions. */
  readonly isReadOnly: boolean
  close(): void
}

/**
 * Opens an encrypted file with the pragmas that every connection must have, and asserts that they took hold.
 * The cipher is sqlcipher with a raw key: opening costs milliseconds, and each page is authenticated.
 * @throws AppError `no-clinic`, `database-damaged`, `database-not-a-database`, `data-folder-held`
 */
export function openEncrypted({ file, key, mayCreate = false }: OpenEncryptedOptions): OpenedFile {
  const exists = existsSync(file)
  if (!exists && !mayCreate) throw new AppError('no-clinic')
  if (exists) inspectFile(file)
  const isReadOnly = exists && !canChange(file)
  const copy = isReadOnly ? copyToRead(file) : null
  const removeCopy = (): void => {
    if (copy !== null) rmSync(dirname(copy), { recursive: true, force: true })
  }
  try {
    const driver = openWithKey(copy ?? file, key)
    // A change would only reach the copy.
    if (isReadOnly) driver.pragma('query_only = ON')
    const close = (): void => {
      driver.close()
      removeCopy()
    }
    return { driver, isReadOnly, close }
  } catch (error) {
    removeCopy()
    throw explainOpenFailure(error)
  }
}

function openWithKey(file: string, key: Buffer): Driver.Database {
  const driver = new Driver(file, { timeout: 0 })
  try {
    applyKey(driver, key)
    applyPragmas(driver)
    assertWhole(driver, file)
  } catch (error) {
    driver.close()
    throw error
  }
  return driver
}

/**
 * SQLite reads a file in WAL mode only where it may write beside it. The copy, encrypted like the file, lies in a
 * folder of this user's own until it is closed.
 */
function copyToRead(file: string): string {
  const copy = join(mkdtempSync(join(tmpdir(), 'skranke-read-')), 'clinic.db')
  for (const suffix of ['', '-wal']) {
    if (!existsSync(file + suffix)) continue
    copyFileSync(file + suffix, copy + suffix)
    // The permissions came along, and would keep the copy from being opened.
    chmodSync(copy + suffix, 0o600)
  }
  return copy
}

/**
 * A look at the bytes before any key: what is plainly no encrypted database gets its own sentence. Random bytes and an
 * encrypted first page cannot be told apart, so size and evenness of the bytes decide.
 */
function inspectFile(file: string): void {
  const descriptor = openSync(file, 'r')
  try {
    const { size } = fstatSync(descriptor)
    const first = Buffer.alloc(Math.min(PAGE_BYTES, size))
    readSync(descriptor, first, 0, first.length, 0)
    if (size === 0) throw new AppError('database-damaged')
    if (first.toString('latin1', 0, PLAIN_HEADER.length) === PLAIN_HEADER || !looksEncrypted(first)) {
      throw new AppError('database-not-a-database')
    }
    if (size % PAGE_BYTES !== 0) throw new AppError('database-damaged')
  } finally {
    closeSync(descriptor)
  }
}

/** Encrypted bytes use nearly every value: 4,096 random bytes miss none of 256, 512 miss about 35. */
function looksEncrypted(bytes: Buffer): boolean {
  const distinct = new Set(bytes).size
  return distinct > 256 * (1 - Math.exp(-bytes.length / 256)) * 0.8
}

function applyKey(driver: Driver.Database, key: Buffer): void {
  driver.pragma(`cipher = 'sqlcipher'`)
  driver.pragma('legacy = 4')
  driver.pragma(`key = "x'${key.toString('hex')}'"`)
}

function applyPragmas(driver: Driver.Database): void {
  driver.pragma('locking_mode = EXCLUSIVE')
  driver.pragma(`cache_size = -${CACHE_KIBIBYTES}`)
  // Without MEMORY, sorting spills patient names in plain text into a temporary file.
  driver.pragma('temp_store = MEMORY')
  driver.pragma('foreign_keys = ON')
  driver.pragma('secure_delete = ON')
  driver.pragma('journal_mode = WAL')
  // This build's default in WAL is NORMAL, which loses acknowledged changes at a power cut.
  driver.pragma('synchronous = FULL')
  driver.pragma(`wal_autocheckpoint = ${LONGEST_LOG_PAGES}`)
  const expected = { temp_store: 2, foreign_keys: 1, secure_delete: 1, synchronous: 2 } as const
  for (const [name, value] of Object.entries(expected)) {
    if (driver.pragma(name, { simple: true }) !== value) throw new Error(`pragma ${name} did not take hold`)
  }
  if (driver.pragma('journal_mode', { simple: true }) !== 'wal') {
    throw new Error('pragma journal_mode did not take hold')
  }
}

/** A file cut at a page boundary opens without complaint; its header still counts the pages it had. */
function assertWhole(driver: Driver.Database, file: string): void {
  driver.prepare('select count(*) from sqlite_schema').get()
  const pages = Number(driver.pragma('page_count', { simple: true }))
  const descriptor = openSync(file, 'r')
  try {
    const isLarger = fstatSync(descriptor).size < pages * PAGE_BYTES
    if (isLarger && !existsSync(`${file}-wal`)) throw new AppError('database-damaged')
  } finally {
    closeSync(descriptor)
  }
}

function explainOpenFailure(error: unknown): unknown {
  if (!(error instanceof Driver.SqliteError)) return error
  if (error.code.startsWith('SQLITE_BUSY'))
    return new AppError('data-folder-held', UNKNOWN_HOLDER, { cause: error })
  if (error.code === 'SQLITE_NOTADB') return new AppError('database-damaged', {}, { cause: error })
  if (error.code.startsWith('SQLITE_CORRUPT')) return new AppError('database-damaged', {}, { cause: error })
  if (error.code === 'SQLITE_FULL') return new AppError('disk-full', {}, { cause: error })
  return error
}
