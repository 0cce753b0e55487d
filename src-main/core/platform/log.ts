import { existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pino from 'pino'

/** Logs carry codes and ids, never names, numbers or message text. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>

export interface Log {
  info(code: string, fields?: LogFields): void
  warn(code: string, fields?: LogFields): void
  error(code: string, fields?: LogFields): void
}

export const silentLog: Log = {
  info() {
    // Tests and short commands keep no log.
  },
  warn() {
    // See info.
  },
  error() {
    // See info.
  }
}

const ROTATE_BYTES = 5_000_000

/** Opens `logs/core.log` in the data folder; the one before is kept when it has grown past 5 MB. */
export function openLog(dataFolder: string): Log {
  const folder = join(dataFolder, 'logs')
  const file = join(folder, 'core.log')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (existsSync(file) && statSync(file).size > ROTATE_BYTES) renameSync(file, `${file}.1`)
  const logger = pino(
    { base: { pid: process.pid } },
    pino.destination({ dest: file, sync: true, mode: 0o600 })
  )
  return {
    info: (code, fields = {}) => logger.info(fields, code),
    warn: (code, fields = {}) => logger.warn(fields, code),
    error: (code, fields = {}) => logger.error(fields, code)
  }
}

/**
 * What may be said of an error in a log: its class, its code and where it was thrown, not its message, which may hold
 * what a person typed.
 */
export function describeError(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error }
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 6)
    .map((line) => line.trim())
    .join(' | ')
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  return { error: error.name, code, at: frames }
}
