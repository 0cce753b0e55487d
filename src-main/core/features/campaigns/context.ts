import type { Database } from '../../database/database'
import type { Clock } from '../../platform/clock'
import type { EventBus } from '../../platform/event-bus'
import type { Look } from '../appointments'
import type { Audit } from '../audit'
import type { CheckMessages, Reach } from '../messaging'
import type { Settings } from '../settings'
import type { PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'

/** A task for the desk; the list of tasks is no feature this one knows. */
export type DisputeTask = (
  transaction: Transaction,
  task: { readonly patientId: PatientId; readonly key: string }
) => Promise<void>

/** What every part of a campaign works with. */
export interface CampaignContext {
  readonly database: Database
  readonly clock: Clock
  readonly audit: Audit
  readonly events: EventBus
  readonly settings: Settings
  readonly look: Look
  readonly messages: CheckMessages
  readonly reach: Reach
  readonly makeTask: DisputeTask
  /** Tells the open windows, after what was changed is on disk. */
  readonly changed: () => void
}
