import type { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import type { Chore, MessagingMoment } from '../messaging'
import { momentOf } from '../messaging'
import { askHeld } from './ask-held'
import { askNext, SLICE } from './ask-next'
import { runningCampaign, type CampaignRow } from './campaign.queries'
import { leftToday } from './campaign.rules'
import { queuedChecks } from './check.queries'
import type { CampaignContext } from './context'
import { judgingOf, noteFilled, type Filling, type Step } from './filling'

/** So many messages wait in the outbox at most: a pause takes effect at once, and others' go between them. */
const MOST_WAITING = 50
/** Where the outbox does not empty, it is looked at again after so long. */
const LOOK_AGAIN_SECONDS = 60

/** Asks those who are next, slice by slice, while a campaign runs and it is not quiet. */
export function createFillChore(context: CampaignContext): Chore {
  const { database, settings, clock } = context

  async function momentNow(): Promise<MessagingMoment | null> {
    if (database.isReadOnly || !(await settings.exists())) return null
    return (await runningCampaign(database.reader)) ? momentOf(await settings.read(), clock.now()) : null
  }

  return {
    name: 'campaigns',
    async run() {
      let hasChanged = false
      for (;;) {
        const moment = await momentNow()
        if (!moment || context.messages.quietUntil(moment) !== null) break
        const step = await database.write((transaction) => fillSlice(context, transaction, moment))
        hasChanged ||= step.hasChanged
        if (!step.hasMore) break
      }
      if (hasChanged) context.changed()
    },
    async nextMoment() {
      const moment = await momentNow()
      if (!moment) return null
      const quietUntil = context.messages.quietUntil(moment)
      if (quietUntil) return quietUntil
      const campaign = await runningCampaign(database.reader)
      if (!campaign) return null
      const isFull = leftToday(perDayOf(campaign), moment.day.today.toString()) === 0
      return isFull ? nextMidnight(moment) : moment.now.add({ seconds: LOOK_AGAIN_SECONDS })
    }
  }
}

const NOTHING: Step = { hasChanged: false, hasMore: false }

async function fillSlice(
  context: CampaignContext,
  transaction: Transaction,
  moment: MessagingMoment
): Promise<Step> {
  const campaign = await runningCampaign(transaction)
  if (!campaign) return NOTHING
  const today = moment.day.today.toString()
  const waiting = (await queuedChecks(transaction, campaign.id, MOST_WAITING)).length
  const room = Math.min(leftToday(perDayOf(campaign), today), MOST_WAITING - waiting)
  if (room <= 0) return NOTHING
  const filling: Filling = {
    context,
    transaction,
    campaign,
    moment,
    judging: judgingOf(context, campaign, moment)
  }
  const again = await askHeld(filling, Math.min(room, SLICE))
  if (again > 0) {
    await noteFilled(filling, { today, asked: again })
    return { hasChanged: true, hasMore: true }
  }
  return await askNext(filling, { today, room, waiting })
}

function perDayOf({ per_day, filled_on, filled }: CampaignRow) {
  return { perDay: per_day, filledOn: filled_on, filled }
}

function nextMidnight({ day: { today, timeZone } }: MessagingMoment): Temporal.Instant {
  return today.add({ days: 1 }).toZonedDateTime(timeZone).toInstant()
}
