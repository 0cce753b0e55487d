import type { CampaignCandidate, CampaignCriteria, CampaignPreview } from '@contract/campaigns'
import { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { CheckMessages, MessagingMoment } from '../messaging'
import { countCandidates, keyOf, nextCandidates, type Place } from './candidates.queries'
import { isChosen } from './exclusion.rules'
import { judgeCandidate, type Judging } from './judge-candidate'
import { named } from './views'

/** So many patients are looked at for one answer. */
const PART = 100
/** More than so many are not counted. */
const MOST_COUNTED = 100_000

/** The moment by which a mobile must have been confirmed last to be among those chosen. */
export function confirmedUntil(
  { olderThanMonths }: Pick<CampaignCriteria, 'olderThanMonths'>,
  { now, settings: { timeZone } }: MessagingMoment
): string {
  return toStoredInstant(now.toZonedDateTimeISO(timeZone).subtract({ months: olderThanMonths }).toInstant())
}

export interface PreviewQuestion {
  readonly criteria: CampaignCriteria
  readonly cursor: string | null
  readonly moment: MessagingMoment
}

/**
 * Who of the next part would be asked and who not, with what it costs.
 * @throws AppError `invalid-input` for a cursor that no answer gave out
 */
export async function previewPart(
  messages: CheckMessages,
  reader: Reader,
  { criteria, cursor, moment }: PreviewQuestion
): Promise<CampaignPreview> {
  const until = keyOf(confirmedUntil(criteria, moment))
  const judging: Judging = {
    messages,
    moment,
    campaignId: null,
    notAskedMonths: criteria.notAskedMonths,
    choice: { ...criteria, until }
  }
  const part = await nextCandidates(reader, { after: placeOf(cursor), until, limit: PART })
  const candidates: CampaignCandidate[] = []
  let segments = 0
  let costMinor = 0
  for (const candidate of part) {
    if (!isChosen(candidate, judging.choice)) continue
    const judged = await judgeCandidate(judging, reader, candidate)
    if (judged.kind === 'along') continue
    const together = judged.kind === 'ask' ? judged.together.map(named) : []
    const reason = judged.kind === 'exclude' ? judged.reason : null
    candidates.push({ ...named(candidate), reason, together })
    if (judged.kind !== 'ask') continue
    const text = await messages.textFor(reader, judged.about, moment)
    segments += text.segments
    costMinor += text.costMinor
  }
  const last = part.at(-1)
  return {
    looked: part.length,
    candidates,
    segments,
    costMinor,
    total: await countCandidates(reader, { until, most: MOST_COUNTED }),
    nextCursor: part.length === PART && last ? `${last.key} ${last.id}` : null
  }
}

function placeOf(cursor: string | null): Place | null {
  if (cursor === null) return null
  const [key = '', id = ''] = cursor.split(' ')
  const parsed = PatientId.safeParse(Number(id))
  if (key === '' || !parsed.success) throw new AppError('invalid-input', { field: 'cursor' })
  return { key, id: parsed.data }
}
