import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  ftruncateSync,
  fsyncSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync
} from 'node:fs'
import { z } from 'zod'
import { AppError } from '../platform/app-error'
import { checkCopy, type Database } from './database'
import { dataFolderPaths, readEnvelope, writeEnvelope } from './data-folder'
import { KeyEnvelope } from './key-envelope'

const MAGIC = 'skranke backup 1\n'
const TRAILER_BYTES = 4096

/**
 * Writes a backup: the encrypted database and, in one page behind it, the wrapped keys, so that the one file and the
 * printed recovery key are enough on a new PC. It is read back before it gets its name.
 * @throws AppError `disk-full`, `database-damaged`
 */
export function writeBackup(database: Database, dataFolder: string, file: string): void {
  const partial = `${file}.copy`
  rmSync(partial, { force: true })
  try {
    database.copyTo(partial)
    appendTrailer(partial, readEnvelope(dataFolder))
    renameSync(partial, file)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
}

/** @throws AppError `backup-not-a-backup` */
export function readBackupEnvelope(file: string): KeyEnvelope | null {
  if (!existsSync(file)) throw new AppError('file-missing', { file })
  const descriptor = openSync(file, 'r')
  try {
    const trailer = Buffer.alloc(TRAILER_BYTES)
    const { size } = fstatSync(descriptor)
    if (size <= TRAILER_BYTES) throw new AppError('backup-not-a-backup', { file })
    readSync(descriptor, trailer, 0, TRAILER_BYTES, size - TRAILER_BYTES)
    const text = trailer.toString('utf8').replace(/\0+$/, '')
    if (!text.startsWith(MAGIC)) throw new AppError('backup-not-a-backup', { file })
    return z.nullable(KeyEnvelope).parse(JSON.parse(text.slice(MAGIC.length)))
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Puts a backup in the place of the clinic's data: it is copied beside, opened and checked first, and what was there is
 * kept under another name.
 * @returns the name under which the old data is kept, null when there was none
 * @throws AppError `backup-not-a-backup`, `database-key-wrong`, `database-damaged`; nothing has changed then.
 */
export function restoreBackup({
  file,
  key,
  dataFolder,
  stamp
}: {
  file: string
  key: Buffer
  dataFolder: string
  stamp: string
}): string | null {
  const { database } = dataFolderPaths(dataFolder)
  const partial = `${database}.restoring`
  const envelope = readBackupEnvelope(file)
  try {
    copyFileSync(file, partial)
    cutTrailer(partial)
    checkCopy(partial, key)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
  const kept = existsSync(database) ? `${database}.before-restore-${stamp}` : null
  if (kept !== null) {
    renameSync(database, kept)
    // The log of the old file belongs to it; beside the restored one it would be read as its own.
    for (const suffix of ['-wal', '-shm'])
      if (existsSync(database + suffix)) renameSync(database + suffix, kept + suffix)
  }
  renameSync(partial, database)
  if (envelope) writeEnvelope(dataFolder, envelope)
  return kept
}

function appendTrailer(file: string, envelope: KeyEnvelope | null): void {
  const trailer = Buffer.alloc(TRAILER_BYTES)
  // The keychain's wrapping is of use on this machine only.
  trailer.write(MAGIC + JSON.stringify(envelope && { ...envelope, keychain: null }))
  const descriptor = openSync(file, 'r+')
  try {
    writeSync(descriptor, trailer, 0, TRAILER_BYTES, fstatSync(descriptor).size)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function cutTrailer(file: string): void {
  const descriptor = openSync(file, 'r+')
  try {
    ftruncateSync(descriptor, fstatSync(descriptor).size - TRAILER_BYTES)
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
