import type { Reader } from '../../database/database'
import { toStoredInstant } from '../../platform/clock'
import type { CheckAbout, CheckMessages, MessagingMoment } from '../messaging'
import { onMobile, type Candidate } from './candidates.queries'
import type { CampaignRow } from './campaign.queries'
import { isIn, wasAskedSince } from './check.queries'
import { exclusionOf, isChosen, MOST_ON_ONE_NUMBER, type Choice } from './exclusion.rules'

/** What is to become of one of those chosen. */
export type Judgement =
  /** One message asks about the patient and all others with that number. */
  | { readonly kind: 'ask'; readonly about: CheckAbout; readonly together: readonly Candidate[] }
  /** Asked by the message to another with the same number, who comes before. */
  | { readonly kind: 'along' }
  | { readonly kind: 'exclude'; readonly reason: string }

export interface Judging {
  readonly messages: CheckMessages
  readonly choice: Choice
  readonly notAskedMonths: number
  /** Null while nothing has been started. */
  readonly campaignId: CampaignRow['id'] | null
  readonly moment: MessagingMoment
}

/** Looks at one patient and at whoever has the same number, from everything as it is now. */
export async function judgeCandidate(
  judging: Judging,
  reader: Reader,
  candidate: Candidate
): Promise<Judgement> {
  const sharing = await onMobile(reader, candidate.mobile, MOST_ON_ONE_NUMBER + 1)
  const reason = await reasonAgainst(judging, reader, { candidate, sharing })
  if (reason !== null) return { kind: 'exclude', reason }
  const members: Candidate[] = []
  for (const other of sharing) {
    const isSame = other.id === candidate.id
    if (isSame || (await mayComeAlong(judging, reader, { candidate: other, sharing }))) members.push(other)
  }
  const [first, ...together] = members
  if (first?.id !== candidate.id) return { kind: 'along' }
  return { kind: 'ask', about: await aboutOf(judging, reader, { candidate, sharing }), together }
}

interface OnNumber {
  readonly candidate: Candidate
  readonly sharing: readonly Candidate[]
}

async function mayComeAlong(judging: Judging, reader: Reader, about: OnNumber): Promise<boolean> {
  const { choice, campaignId } = judging
  if (!isChosen(about.candidate, choice)) return false
  if (campaignId !== null && (await isIn(reader, campaignId, about.candidate.id))) return false
  return (await reasonAgainst(judging, reader, about)) === null
}

async function reasonAgainst(
  judging: Judging,
  reader: Reader,
  { candidate, sharing }: OnNumber
): Promise<string | null> {
  const { messages, moment, notAskedMonths } = judging
  const address = await messages.addressOf(reader, candidate.id, moment)
  const since = moment.now.toZonedDateTimeISO(moment.settings.timeZone).subtract({ months: notAskedMonths })
  const wasAsked = await wasAskedSince(
    reader,
    { patientId: candidate.id, mobile: candidate.mobile },
    toStoredInstant(since.toInstant())
  )
  const about = await aboutOf(judging, reader, { candidate, sharing })
  const tells = about.isProtected && (await messages.textFor(reader, about, moment)).tells
  return exclusionOf(candidate, { address, wasAsked, sharing: sharing.length, tells })
}

async function aboutOf(
  { messages, moment }: Judging,
  reader: Reader,
  { candidate, sharing }: OnNumber
): Promise<CheckAbout> {
  const address = await messages.addressOf(reader, candidate.id, moment)
  const isSecret = sharing.some(({ hasSecretAddress }) => hasSecretAddress)
  return {
    language: address.ok ? address.language : moment.settings.language,
    isProtected: isSecret || (address.ok && address.isProtected)
  }
}
