import type { CodedError } from '@contract/frames'
import Driver from 'better-sqlite3'

/**
 * What SQLite says when the disk is full, cannot be written to or gives back damaged pages, as a code with a sentence.
 * Null for anything else. The transaction has been rolled back; what was on disk still is.
 */
export function codedStorageFailure(error: unknown): CodedError | null {
  if (!(error instanceof Driver.SqliteError)) return null
  if (error.code === 'SQLITE_FULL') return { code: 'disk-full', parameters: {} }
  if (error.code.startsWith('SQLITE_READONLY')) return { code: 'data-folder-read-only', parameters: {} }
  if (error.code.startsWith('SQLITE_CORRUPT') || error.code === 'SQLITE_NOTADB')
    return { code: 'database-damaged', parameters: {} }
  if (error.code.startsWith('SQLITE_IOERR')) return { code: 'disk-failing', parameters: {} }
  return null
}
