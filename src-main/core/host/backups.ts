import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import type { CodedError } from '@contract/frames'
import type { BackupStatus } from '@contract/system'
import { Temporal } from 'temporal-polyfill'
import type { Core } from '../core'
import { writeBackup } from '../database/backup-file'
import { dataFolderPaths } from '../database/data-folder'
import type { Clock } from '../platform/clock'
import { toStoredInstant } from '../platform/clock'
import type { Log } from '../platform/log'
import { createScheduler } from '../platform/scheduler'
import { toCodedError } from '../rpc/dispatcher'
import { backupName, backupsToRemove, instantOfBackup } from './backups.rules'

export interface Backups {
  status(): BackupStatus
  /** Writes one now, checks that it reads back, and removes those that have had their day. Never throws: see `status`. */
  runNow(): Promise<void>
  stop(): Promise<void>
}

export interface BackupsOptions {
  readonly core: Core
  readonly clock: Clock
  readonly log: Log
  readonly dataFolder: string
  readonly runsJobs: boolean
  /** Called after each attempt. */
  readonly onChange: () => void
}

/** Backups at the clinic's hours, each an encrypted file that has been read back whole. */
export function createBackups({ core, clock, log, dataFolder, runsJobs, onChange }: BackupsOptions): Backups {
  const scheduler = createScheduler(log)
  const ownFolder = dataFolderPaths(dataFolder).backups
  let folder = ownFolder
  let error: CodedError | null = null
  let lastAt = newestIn(ownFolder)

  async function runNow(): Promise<void> {
    const { backup, timeZone } = await core.settings.read()
    folder = backup.folder !== null && isAbsolute(backup.folder) ? backup.folder : ownFolder
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const now = clock.now()
      writeBackup(core.database, dataFolder, join(folder, backupName(now)))
      lastAt = now
      error = null
      for (const name of backupsToRemove(readdirSync(folder), now, timeZone)) rmSync(join(folder, name))
    } catch (failure) {
      error = toCodedError(failure, 'backup', log)
    }
    onChange()
  }

  async function runWhenDue(): Promise<void> {
    const { backup, timeZone } = await core.settings.read()
    const now = clock.now().toZonedDateTimeISO(timeZone)
    const dueHour = backup.hours.filter((hour) => hour <= now.hour).at(-1)
    if (dueHour === undefined) return
    const due = now.withPlainTime({ hour: dueHour }).toInstant()
    if (lastAt === null || Temporal.Instant.compare(lastAt, due) < 0) await runNow()
  }

  // Looks every few minutes instead of at the hour: a PC that slept over 09.00 makes its copy when it wakes.
  if (runsJobs && !core.database.isReadOnly) scheduler.every('*/5 * * * *', 'backup', runWhenDue)
  return {
    status: () => ({
      lastAt: lastAt === null ? null : toStoredInstant(lastAt),
      isVerified: lastAt !== null && error === null,
      folder,
      error
    }),
    runNow,
    stop: () => scheduler.stop()
  }
}

function newestIn(folder: string): Temporal.Instant | null {
  if (!existsSync(folder)) return null
  return readdirSync(folder).reduce<Temporal.Instant | null>((newest, name) => {
    const instant = instantOfBackup(name)
    return instant && (newest === null || Temporal.Instant.compare(instant, newest) > 0) ? instant : newest
  }, null)
}
