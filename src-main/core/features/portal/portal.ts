import { randomUUID } from 'node:crypto'
import type { Database, Transaction } from '../../database/database'
import type { Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Log } from '../../platform/log'
import { pause as realPause, type Pause, type PortalHttp } from '../../portal'
import type { Audit } from '../audit'
import type { DecideDependencies } from '../consents'
import type { PortalCodes } from '../messaging'
import type { Settings } from '../settings'
import type { KindLoader } from './kind'
import { runDailyWhenDue } from './daily'
import { portalLineHandlers } from './line.handlers'
import { PortalLink } from './link'
import { createLogins } from './logins/logins'
import type { PortalParts } from './parts'
import { portalMarkHandlers } from './marks.handlers'
import { portalProblemHandlers } from './problems.handlers'
import { portalSettingsHandlers } from './settings.handlers'

export interface PortalDependencies {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly log: Log
  readonly runsJobs: boolean
  readonly loadKinds: KindLoader
  readonly refreshPlaces?: (signal: AbortSignal) => Promise<void>
  readonly touchPlaces?: (transaction: Transaction) => Promise<void>
  /** The codes that go out by the clinic's own modem. */
  readonly codes: PortalCodes
  readonly consents: DecideDependencies
  /** Tests put themselves in between. */
  readonly random?: () => number
  readonly pause?: Pause
  readonly wrapHttp?: (http: PortalHttp) => PortalHttp
}

/** The patient portal: nothing is done and nothing is written until a manager has connected it. */
export function createPortal(dependencies: PortalDependencies) {
  const { database, clock, audit, events, settings, log, runsJobs } = dependencies
  let loading: ReturnType<KindLoader> | null = null
  const loadKinds: KindLoader = async () => {
    loading ??= dependencies.loadKinds()
    try {
      return await loading
    } catch (error) {
      // Whoever asks next may have more luck.
      loading = null
      throw error
    }
  }
  const onChanged = () => events.publish('portal.changed', {})
  const remoteness = {
    ...{ database, clock, log, loadKinds, onChanged },
    random: dependencies.random ?? Math.random,
    pause: dependencies.pause ?? realPause,
    newId: randomUUID,
    ...(dependencies.wrapHttp ? { wrapHttp: dependencies.wrapHttp } : {})
  }
  const logins = createLogins(dependencies)
  const link = new PortalLink({
    ...remoteness,
    refreshPlaces: dependencies.refreshPlaces ?? (async () => undefined),
    onEvent: logins.onEvent,
    beside: logins.run
  })
  const parts: PortalParts = {
    ...{ database, clock, audit, events, settings, loadKinds, link, remoteness },
    touchPlaces: dependencies.touchPlaces ?? (async () => undefined)
  }
  // What was changed by anybody waits on disk; this only makes it go at once.
  const unsubscribe = events.subscribe((event) => {
    if (event === 'codes.changed') logins.wake()
    if (event !== 'portal.changed') link.wake()
  })
  return {
    handlers: {
      ...portalSettingsHandlers(parts),
      ...portalLineHandlers(parts),
      ...portalProblemHandlers(parts),
      ...logins.handlers,
      ...portalMarkHandlers(parts)
    },
    async start(): Promise<void> {
      if (runsJobs && !database.isReadOnly) await link.start()
    },
    /** Asked every hour: the round of the day is made once, in the night or when the PC is on again. */
    runDailyWhenDue: async (): Promise<void> =>
      await runDailyWhenDue({
        database,
        clock,
        settings,
        removeOld: logins.removeOld,
        wake: () => link.wake()
      }),
    /** The PC has slept: what is due by the clock is looked at again. */
    resume: () => link.wake(),
    async close(): Promise<void> {
      unsubscribe()
      await link.close()
    }
  }
}

export type Portal = ReturnType<typeof createPortal>
