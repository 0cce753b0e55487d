import type { CampaignId, ContactCheckId, PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { CHECK_COLUMNS, type CheckRow } from './check.queries'

export interface Standing {
  readonly delivery: CheckRow['delivery']
  readonly answer: NonNullable<CheckRow['answer']> | null
}

export interface PersonRow extends CheckRow {
  readonly standing_id: PatientId
  readonly given_name: string
  readonly family_name: string
  readonly address_protection: string
  readonly confidentiality: string
}

/** Those who stand so, by when they were chosen: each way of standing is one seek. */
export async function peopleStanding(
  reader: Reader,
  id: CampaignId,
  { standings, after, limit }: { standings: readonly Standing[]; after: ContactCheckId | null; limit: number }
): Promise<PersonRow[]> {
  const parts = await Promise.all(
    standings.map(({ delivery, answer }) =>
      reader
        .selectFrom('contact_check')
        .innerJoin('patient as asked', 'asked.id', 'contact_check.patient_id')
        .innerJoin('patient as person', (join) =>
          join.on(({ eb, fn, ref }) =>
            eb(ref('person.id'), '=', fn.coalesce('asked.merged_into', 'asked.id'))
          )
        )
        .select([
          ...CHECK_COLUMNS,
          'person.id as standing_id',
          'person.given_name',
          'person.family_name',
          'person.address_protection',
          'person.confidentiality'
        ])
        .where('contact_check.campaign_id', '=', id)
        .where('contact_check.delivery', '=', delivery)
        .where('contact_check.answer', answer === null ? 'is' : '=', answer)
        .$if(after !== null, (query) => query.where('contact_check.id', '>', after))
        .orderBy('contact_check.id')
        .limit(limit)
        .execute()
    )
  )
  return parts
    .flat()
    .sort((one, other) => one.id - other.id)
    .slice(0, limit)
}
