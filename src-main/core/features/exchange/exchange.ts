import type { FileTarget } from '@contract/shell'
import type { Database } from '../../database/database'
import type { Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { FileTargets } from '../../platform/file-targets'
import { describeError, type Log } from '../../platform/log'
import type { Handlers } from '../../rpc/handlers'
import type { Audit } from '../audit'
import type { Patients } from '../patients'
import type { Settings } from '../settings'
import { removeLeftExports, writeNamedFile, type Write } from './export-run'
import { exportHandlers } from './exports.handlers'
import { labelHandlers } from './labels.handlers'

export interface ExchangeDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly log: Log
  /** Files people have named for a list to be written to. */
  readonly targets: FileTargets
  readonly openingOf: Patients['opening']
  readonly unsaid: Patients['unsaid']
}

type ExchangeMethods = keyof ReturnType<typeof exportHandlers> | keyof ReturnType<typeof labelHandlers>

export interface Exchange {
  readonly handlers: Handlers<ExchangeMethods>
  /**
   * Writes to the file a person has named for it, piece by piece.
   * @throws AppError `target-unknown`, `file-not-written`
   */
  write<T>(target: FileTarget, produce: (write: Write) => Promise<T>): Promise<T>
  /** Removes lists that an earlier program left half written. */
  removeLeftovers(): void
}

/** What leaves the house on request: lists, contacts, labels. */
export function createExchange(dependencies: ExchangeDependencies): Exchange {
  return {
    handlers: { ...exportHandlers(dependencies), ...labelHandlers(dependencies) },
    write: async (target, produce) =>
      await writeNamedFile(dependencies, dependencies.targets.take(target), produce),
    removeLeftovers() {
      if (dependencies.database.isReadOnly) return
      removeLeftExports(dependencies).catch((error: unknown) =>
        dependencies.log.error('exports-not-removed', describeError(error))
      )
    }
  }
}
