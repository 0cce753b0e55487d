import type { Campaign, CampaignCandidate, CampaignPerson } from '@contract/campaigns'
import type { Reader } from '../../database/database'
import { creatorNames, talliesOf, type CampaignRow } from './campaign.queries'
import { figuresOf, STANDINGS } from './campaign.rules'
import type { Candidate } from './candidates.queries'
import type { PersonRow } from './people.queries'

/** Campaigns as the page shows them. */
export async function toCampaigns(
  reader: Reader,
  rows: readonly CampaignRow[],
  today: string
): Promise<Campaign[]> {
  const names = await creatorNames(reader, rows)
  const tallies = await talliesOf(
    reader,
    rows.map(({ id }) => id)
  )
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    criteria: {
      olderThanMonths: row.older_than_months,
      onlyNeverVerified: row.only_never_verified === 1,
      gpClinicianId: row.gp_clinician_id,
      notAskedMonths: row.not_asked_months,
      perDay: row.per_day
    },
    figures: figuresOf(
      tallies
        .filter(({ campaign_id: id }) => id === row.id)
        .flatMap((tally) => {
          const standing = STANDINGS.find(
            ({ delivery, answer }) => delivery === tally.delivery && (answer ?? '') === tally.answer
          )
          return standing ? [{ ...standing, count: tally.count }] : []
        })
    ),
    today: row.filled_on === today ? row.filled : 0,
    createdAt: row.created_at,
    createdBy: row.created_by === null ? null : (names.get(row.created_by) ?? null),
    endedAt: row.ended_at
  }))
}

/** Nobody whose record asks for a reason is named in a list. */
export function named(candidate: Candidate): Pick<CampaignCandidate, 'patientId' | 'name'> {
  const isHidden = candidate.hasSecretAddress || candidate.isConfidential
  return { patientId: candidate.id, name: isHidden ? '' : candidate.name }
}

export function toPerson(row: PersonRow): CampaignPerson {
  const isHidden = row.address_protection !== 'none' || row.confidentiality !== 'none'
  return {
    checkId: row.id,
    patientId: row.standing_id,
    name: isHidden ? '' : `${row.given_name} ${row.family_name}`.trim(),
    reason: row.reason,
    answer: row.answer,
    at: row.answered_at ?? row.asked_at
  }
}
