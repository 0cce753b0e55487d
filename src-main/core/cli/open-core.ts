import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import type { ModemChoice } from '@contract/system'
import { noModems, openModems } from '../modem-factory'
import { Host } from '../host/host'
import { noKeychain } from '../host/keychain'
import { AppError } from '../platform/app-error'
import { clockStartingAt, systemClock, type Clock } from '../platform/clock'
import { openLog, silentLog } from '../platform/log'
import { APP_VERSION } from '../version'
import type { CommandLine } from './command-line'

export interface OpenCoreOptions {
  readonly line: CommandLine
  readonly program: string
  /** Runs the scheduler, the outbox and the modem. */
  readonly runsJobs?: boolean
  /** Used instead of the modem in the settings. */
  readonly modemPaths?: readonly string[]
}

/** A host on the folder named on the command line, without a window; `start` has not been called. */
export function makeHost({ line, program, runsJobs = false, modemPaths = [] }: OpenCoreOptions): Host {
  const dataFolder = resolve(line.required('data'))
  const log = runsJobs ? openLog(dataFolder) : silentLog
  const named = { kind: 'serial', path: modemPaths.join('\n'), imei: null } as const satisfies ModemChoice
  const modems = openModems(log)
  return new Host({
    dataFolder,
    program,
    clock: clockOf(line),
    hasNamedClock: line.text('now') !== null,
    log,
    appVersion: APP_VERSION,
    keychain: noKeychain,
    hasKeychain: false,
    modems: runsJobs ? (choice, needs) => modems(modemPaths.length > 0 ? named : choice, needs) : noModems,
    keyFile: keyFileOf(line),
    recoveryKey: recoveryKeyOf(line),
    runsJobs,
    pagesFolder: builtPages()
  })
}

/**
 * Opens the clinic for one command, and lets go of it afterwards whatever happens.
 * @throws AppError why it could not be opened
 */
export async function withHost<T>(options: OpenCoreOptions, work: (host: Host) => Promise<T>): Promise<T> {
  const host = makeHost(options)
  try {
    await host.start()
    // Throws what keeps the clinic from being open.
    void host.core
    return await work(host)
  } finally {
    await host.stop()
  }
}

/** Beside the built program, as `npm run build` lays it. */
function builtPages(): string | null {
  const folder = resolve(process.argv[1] ?? '', '../../renderer')
  return existsSync(join(folder, 'index.html')) ? folder : null
}

function keyFileOf(line: CommandLine): string | null {
  const file = line.text('key-file')
  return file === null ? null : resolve(file)
}

function recoveryKeyOf(line: CommandLine): string | null {
  const file = line.text('recovery-key-file')
  if (file === null) return null
  if (!existsSync(file)) throw new AppError('file-missing', { file })
  return readFileSync(file, 'utf8')
}

function clockOf(line: CommandLine): Clock {
  const now = line.text('now')
  if (now === null) return systemClock
  try {
    return clockStartingAt(Temporal.Instant.from(now))
  } catch (cause) {
    throw new AppError('usage', { problem: `--now takes a moment such as 2026-12-03T08:00:00Z` }, { cause })
  }
}
