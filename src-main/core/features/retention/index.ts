import type { Handlers } from '../../rpc/handlers'
import type { RetentionDependencies } from './erase'
import { erasureHandlers } from './erasures.handlers'
import { holdHandlers } from './holds.handlers'
import { retentionSettingHandlers } from './retention.handlers'
import { createRound } from './run'

type Methods =
  | keyof ReturnType<typeof erasureHandlers>
  | keyof ReturnType<typeof holdHandlers>
  | keyof ReturnType<typeof retentionSettingHandlers>

export interface Retention {
  readonly handlers: Handlers<Methods>
  /** The nightly round: deletions whose day has come, and what is past its time. */
  run(): Promise<void>
  /** The round of this day, unless it is night still or the round has been made. */
  runWhenDue(): Promise<void>
}

export function createRetention(dependencies: RetentionDependencies): Retention {
  const round = createRound(dependencies)
  return {
    handlers: {
      ...erasureHandlers(dependencies),
      ...holdHandlers(dependencies),
      ...retentionSettingHandlers(dependencies)
    },
    ...round
  }
}
