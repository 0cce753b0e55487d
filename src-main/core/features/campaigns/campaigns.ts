import type { Handlers } from '../../rpc/handlers'
import type { CheckBook } from '../messaging'
import { campaignHandlers, type CampaignMethods } from './campaigns.handlers'
import { createCheckBook } from './check-book'
import type { CampaignContext } from './context'

export interface CampaignDependencies extends Omit<CampaignContext, 'changed'> {
  /** The outbox has something new, or an alarm has to be set anew. */
  readonly wake: () => void
  /** A task was made. */
  readonly announceTasks: () => void
}

export interface Campaigns {
  readonly handlers: Handlers<CampaignMethods>
  /** For messaging: what replies mean, and who is asked next. */
  readonly checks: CheckBook
}

/** Rounds by SMS that ask patients whether the mobile is still theirs. */
export function createCampaigns({ wake, announceTasks, ...dependencies }: CampaignDependencies): Campaigns {
  const { events } = dependencies
  const tell = (): void => events.publish('campaigns.changed', {})
  let hasAnswer = false
  // What was answered is on disk when messaging tells of it.
  events.subscribe((event) => {
    if (event !== 'messages.changed' || !hasAnswer) return
    hasAnswer = false
    tell()
    announceTasks()
  })
  const context: CampaignContext = {
    ...dependencies,
    changed() {
      tell()
      wake()
    }
  }
  return {
    handlers: campaignHandlers(context),
    checks: createCheckBook(context, () => {
      hasAnswer = true
    })
  }
}
