import { accessSync, closeSync, constants, openSync } from 'node:fs'
import { dirname } from 'node:path'

/** Whether this process may write the file and beside it, as SQLite must. */
export function canChange(file: string): boolean {
  try {
    closeSync(openSync(file, 'r+'))
    accessSync(dirname(file), constants.W_OK)
    return true
  } catch {
    // Whatever the refusal, it means the same here: this can be read at most.
    return false
  }
}

/** Whether the operating system refused to write: missing rights, or a file system that is read-only. */
export function isRefusedWriting(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
}
