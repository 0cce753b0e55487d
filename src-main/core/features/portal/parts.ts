import type { Database, Transaction } from '../../database/database'
import type { Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Audit } from '../audit'
import type { Settings } from '../settings'
import type { KindLoader } from './kind'
import type { PortalLink } from './link'
import type { Remoteness } from './remote'

/** What the handlers of the portal work with. */
export interface PortalParts {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly loadKinds: KindLoader
  readonly link: PortalLink
  readonly remoteness: Remoteness
  /** All places are worked out anew before the next exchange. */
  readonly touchPlaces: (transaction: Transaction) => Promise<void>
}
