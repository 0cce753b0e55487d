import type { Handlers } from '../../rpc/handlers'
import { accessWatchHandlers, type AccessWatchDependencies } from './access-watch.handlers'
import { createWatch, type Watch } from './watch'

/** Entries that a run of the night looks through at most: a backlog of years takes some nights. */
const ENTRIES_OF_A_RUN = 100_000

export interface AccessWatch {
  readonly handlers: Handlers<keyof ReturnType<typeof accessWatchHandlers>>
  /** Looks through what has come since; run every now and then. */
  run(): Promise<void>
}

export function createAccessWatch(dependencies: AccessWatchDependencies): AccessWatch {
  const watch: Watch = createWatch(dependencies)
  return {
    handlers: accessWatchHandlers(dependencies, watch),
    async run() {
      await watch.run(ENTRIES_OF_A_RUN)
    }
  }
}
