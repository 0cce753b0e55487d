import type { Database } from '../../database/database'
import type { Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import { describeError, type Log } from '../../platform/log'
import { createScheduler } from '../../platform/scheduler'
import type { Handlers } from '../../rpc/handlers'
import type { Audit } from '../audit'
import type { Settings } from '../settings'
import { duplicateHandlers, type DuplicateMethods } from './duplicates.handlers'
import { mergeHandlers, type MergeMethods } from './merges.handlers'
import { DuplicateSearch } from './search'

export interface DuplicateDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly log: (error: unknown) => void
}

export interface Duplicates {
  readonly handlers: Handlers<DuplicateMethods | MergeMethods>
  /** Looks for pairs among all that has changed since the last time, and answers when it is done. */
  search(): Promise<void>
  close(): Promise<void>
}

/** Every hour it is asked whether it is time, for the PC may be off at night. */
const ASKED_AT = '20 * * * *'

/** Records that may be one person, made one, and made two again. */
export function createDuplicates(
  dependencies: Omit<DuplicateDependencies, 'log'> & { readonly log: Log; readonly runsJobs: boolean }
): Duplicates {
  const { database, log, runsJobs } = dependencies
  const search = new DuplicateSearch(dependencies)
  const scheduler = createScheduler(log)
  const told = {
    ...dependencies,
    log: (error: unknown) => log.error('duplicates-not-searched', describeError(error))
  }
  if (runsJobs && !database.isReadOnly)
    scheduler.every(ASKED_AT, 'duplicates', async () => await search.runWhenDue())
  return {
    handlers: { ...duplicateHandlers(told, search), ...mergeHandlers(told) },
    search: async () => await search.run(),
    async close() {
      await scheduler.stop()
      await search.close()
    }
  }
}
