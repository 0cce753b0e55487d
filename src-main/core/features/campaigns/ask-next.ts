import { toStoredInstant } from '../../platform/clock'
import { SYSTEM_ACTOR } from '../../rpc/handlers'
import { changeCampaign } from './campaign.queries'
import { keyOf, nextCandidates, type Candidate } from './candidates.queries'
import { insertCheck, isIn } from './check.queries'
import { isChosen } from './exclusion.rules'
import { noteFilled, type Filling, type Step } from './filling'
import { judgeCandidate } from './judge-candidate'

/** So many patients are looked at in one transaction: others at the desk write between two. */
export const SLICE = 20

/** Looks at those who are next, and writes to them as far as there is room; at the end of the list the round is done. */
export async function askNext(
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
