import type { Temporal } from 'temporal-polyfill'
import type { Transaction } from '../../database/database'
import { toStoredInstant } from '../../platform/clock'
import { SYSTEM_ACTOR } from '../../rpc/handlers'
import type { Chore, MessagingMoment } from '../messaging'
import { momentOf } from '../messaging'
import { changeCampaign, runningCampaign, type CampaignRow } from './campaign.queries'
import { leftToday } from './campaign.rules'
import { nextCandidates, keyOf, type Candidate } from './candidates.queries'
import { changeCheck, checksOfMessage, heldChecks, insertCheck, isIn, queuedChecks } from './check.queries'
import type { CampaignContext } from './context'
import { isChosen } from './exclusion.rules'
import { judgeCandidate, type Judging } from './judge-candidate'

/** So many patients are looked at in one transaction: others at the desk write between two. */
const SLICE = 20
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

interface Step {
  readonly hasChanged: boolean
  readonly hasMore: boolean
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

interface Filling {
  readonly context: CampaignContext
  readonly transaction: Transaction
  readonly campaign: CampaignRow
  readonly moment: MessagingMoment
  readonly judging: Judging
}

async function askNext(
  filling: Filling,
  { today, room, waiting }: { today: string; room: number; waiting: number }
): Promise<Step> {
  const { transaction, campaign, moment } = filling
  const { cursor_key: key, cursor_id: id } = campaign
  const after = key === null || id === null ? null : { key, id }
  const until = keyOf(campaign.confirmed_until)
  const slice = await nextCandidates(transaction, { after, until, limit: SLICE })
  let asked = 0
  let last: Candidate | null = null
  for (const candidate of slice) {
    if (asked >= room) break
    if (await takeOne(filling, candidate)) asked += 1
    last = candidate
  }
  await noteFilled(filling, { today, asked, last })
  const isAtEnd = slice.length < SLICE && last?.id === slice.at(-1)?.id
  // What has not left yet can still be paused.
  const isDone = isAtEnd && waiting + asked === 0
  if (isDone)
    await changeCampaign(
      transaction,
      { id: campaign.id, from: ['running'] },
      { state: 'done', ended_at: toStoredInstant(moment.now) }
    )
  return { hasChanged: slice.length > 0 || isDone, hasMore: !isAtEnd }
}

/** @returns whether a message was written */
async function takeOne({ context, transaction, campaign, moment, judging }: Filling, candidate: Candidate) {
  if (!isChosen(candidate, judging.choice) || (await isIn(transaction, campaign.id, candidate.id)))
    return false
  const judged = await judgeCandidate(judging, transaction, candidate)
  if (judged.kind === 'along') return false
  const row = { campaign_id: campaign.id, asked_at: toStoredInstant(moment.now), mobile: candidate.mobile }
  if (judged.kind === 'exclude') {
    const { reason } = judged
    await insertCheck(transaction, { ...row, patient_id: candidate.id, delivery: 'excluded', reason })
    return false
  }
  const key = `campaign/${campaign.id}/${candidate.id}`
  const about = { ...judged.about, patientId: candidate.id, recipient: candidate.mobile }
  const messageId = await context.messages.ask(transaction, { ...about, key }, moment)
  if (messageId === null) return false
  const people = [candidate, ...judged.together]
  for (const { id } of people)
    await insertCheck(transaction, { ...row, patient_id: id, delivery: 'queued', message_id: messageId })
  await context.audit.recordAll(
    transaction,
    SYSTEM_ACTOR,
    people.map(({ id }) => ({ action: 'campaign.asked', patientId: id, detail: `campaign ${campaign.id}` }))
  )
  return true
}

/** What a pause took back is judged anew, each message with all it asked about. @returns how many were seen to */
async function askHeld(filling: Filling, limit: number): Promise<number> {
  const { context, transaction, campaign, moment } = filling
  const held = await heldChecks(transaction, campaign.id, limit)
  const seen = new Set<number>()
  for (const check of held) {
    const before = check.message_id
    if (before === null || seen.has(before)) continue
    seen.add(before)
    const checks = (await checksOfMessage(transaction, before)).filter(({ delivery }) => delivery === 'held')
    const address = await context.messages.addressOf(transaction, check.patient_id, moment)
    const refusal = address.ok ? null : address.reason
    const messageId =
      address.ok && address.recipient === check.mobile
        ? await context.messages.ask(
            transaction,
            {
              key: `campaign/${campaign.id}/${check.patient_id}/after-${before}`,
              patientId: check.patient_id,
              ...address
            },
            moment
          )
        : null
    const change =
      messageId === null
        ? { delivery: 'excluded' as const, reason: refusal ?? 'mobile-changed' }
        : { delivery: 'queued' as const, reason: null, message_id: messageId }
    for (const { id } of checks) await changeCheck(transaction, id, change)
  }
  return seen.size
}

async function noteFilled(
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

function judgingOf({ messages }: CampaignContext, campaign: CampaignRow, moment: MessagingMoment): Judging {
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

function perDayOf({ per_day, filled_on, filled }: CampaignRow) {
  return { perDay: per_day, filledOn: filled_on, filled }
}

function nextMidnight({ day: { today, timeZone } }: MessagingMoment): Temporal.Instant {
  return today.add({ days: 1 }).toZonedDateTime(timeZone).toInstant()
}
