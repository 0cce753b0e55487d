import type { Transaction } from '../../database/database'
import type { MessagingMoment } from '../messaging'
import { changeCampaign, type CampaignRow } from './campaign.queries'
import { keyOf, type Candidate } from './candidates.queries'
import type { CampaignContext } from './context'
import type { Judging } from './judge-candidate'

/** What became of one slice. */
export interface Step {
  readonly hasChanged: boolean
  readonly hasMore: boolean
}

/** One slice of a campaign in its transaction. */
export interface Filling {
  readonly context: CampaignContext
  readonly transaction: Transaction
  readonly campaign: CampaignRow
  readonly moment: MessagingMoment
  readonly judging: Judging
}

/** Notes how many were asked today, and who was looked at last. */
export async function noteFilled(
  { transaction, campaign }: Filling,
  { today, asked, last = null }: { today: string; asked: number; last?: Candidate | null }
): Promise<void> {
  const before = campaign.filled_on === today ? campaign.filled : 0
  await changeCampaign(
    transaction,
    { id: campaign.id, from: ['running'] },
    {
      filled_on: today,
      filled: before + asked,
      ...(last ? { cursor_key: last.key, cursor_id: last.id } : {})
    }
  )
}

/** By what those of a campaign are judged. */
export function judgingOf(
  { messages }: CampaignContext,
  campaign: CampaignRow,
  moment: MessagingMoment
): Judging {
  return {
    messages,
    moment,
    campaignId: campaign.id,
    notAskedMonths: campaign.not_asked_months,
    choice: {
      onlyNeverVerified: campaign.only_never_verified === 1,
      gpClinicianId: campaign.gp_clinician_id,
      until: keyOf(campaign.confirmed_until)
    }
  }
}
