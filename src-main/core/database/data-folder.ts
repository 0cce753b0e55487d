import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Driver from 'better-sqlite3'
import { z } from 'zod'
import { AppError } from '../platform/app-error'
import { isRefusedWriting } from './can-change'
import { KeyEnvelope } from './key-envelope'

const UNIX_SOCKET_PATH_LIMIT = 100

/** Who has the data folder open, for the sentence a second start shows. */
export const Holder = z.strictObject({ program: z.string(), pid: z.int(), since: z.string() })
export type Holder = z.infer<typeof Holder>

/** The names of the files in a clinic's data folder. */
export function dataFolderPaths(folder: string): {
  database: string
  envelope: string
  trainingKey: string
  lock: string
  holder: string
  backups: string
  socket: string
} {
  const absolute = resolve(folder)
  return {
    database: join(absolute, 'clinic.db'),
    envelope: join(absolute, 'clinic.keys.json'),
    trainingKey: join(absolute, 'training.key'),
    lock: join(absolute, 'core.lock'),
    holder: join(absolute, 'core.holder.json'),
    backups: join(absolute, 'backups'),
    socket: socketPath(absolute)
  }
}

function socketPath(folder: string): string {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 24)
  if (process.platform === 'win32') return `\\\\.\\pipe\\skranke-${name}`
  const inside = join(folder, 'core.sock')
  return inside.length <= UNIX_SOCKET_PATH_LIMIT ? inside : join(tmpdir(), `skranke-${name}.sock`)
}

export interface FolderHold {
  release(): void
}

/**
 * Takes the folder for this process. The operating system lets go of the lock when the process dies, however it dies.
 * @throws AppError `data-folder-held` with who holds it and since when.
 */
export function holdDataFolder(folder: string, holder: Holder): FolderHold {
  const paths = dataFolderPaths(folder)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new AppError('data-folder-unusable', { folder }, { cause })
  }
  const lock = takeLock(paths.lock, paths.holder)
  if (lock) writeHolder(paths.holder, holder)
  return {
    release() {
      if (!lock) return
      rmSync(paths.holder, { force: true })
      lock.close()
    }
  }
}

/** @returns null for a folder that cannot be written to: it cannot be changed by two either, only read. */
function takeLock(lockFile: string, holderFile: string): Driver.Database | null {
  try {
    const lock = new Driver(lockFile, { timeout: 0 })
    lock.pragma('locking_mode = EXCLUSIVE')
    lock.pragma('journal_mode = MEMORY')
    lock.exec('begin exclusive')
    return lock
  } catch (error) {
    if (!(error instanceof Driver.SqliteError)) throw error
    if (error.code.startsWith('SQLITE_BUSY'))
      throw new AppError('data-folder-held', readHolder(holderFile), { cause: error })
    if (error.code.startsWith('SQLITE_READONLY') || error.code.startsWith('SQLITE_CANTOPEN')) return null
    throw error
  }
}

function writeHolder(file: string, holder: Holder): void {
  try {
    writeJson(file, holder)
  } catch (error) {
    if (!isRefusedWriting(error)) throw error
  }
}

function readHolder(holderFile: string): Record<string, string | number> {
  if (!existsSync(holderFile)) return { program: '?', pid: 0, since: '?' }
  const holder = Holder.safeParse(JSON.parse(readFileSync(holderFile, 'utf8')))
  return holder.success ? holder.data : { program: '?', pid: 0, since: '?' }
}

/** @throws AppError `key-envelope-damaged` when the file is there and unreadable. */
export function readEnvelope(folder: string): KeyEnvelope | null {
  const { envelope } = dataFolderPaths(folder)
  if (!existsSync(envelope)) return null
  try {
    return KeyEnvelope.parse(JSON.parse(readFileSync(envelope, 'utf8')))
  } catch (cause) {
    throw new AppError('key-envelope-damaged', {}, { cause })
  }
}

export function writeEnvelope(folder: string, envelope: KeyEnvelope): void {
  writeJson(dataFolderPaths(folder).envelope, envelope)
}

/**
 * Reads a key file: 64 hexadecimal digits.
 * @throws AppError `key-file-missing`, `key-file-malformed`
 */
export function readKeyFile(file: string): Buffer {
  if (!existsSync(file)) throw new AppError('key-file-missing', { file })
  const text = readFileSync(file, 'utf8').trim()
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new AppError('key-file-malformed', { file })
  return Buffer.from(text, 'hex')
}

export function writeKeyFile(file: string, key: Buffer): void {
  writeFileSync(file, `${key.toString('hex')}\n`, { mode: 0o600, flag: 'wx' })
}

function writeJson(file: string, value: unknown): void {
  const partial = `${file}.part`
  writeFileSync(partial, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
  chmodSync(partial, 0o600)
  renameSync(partial, file)
}
