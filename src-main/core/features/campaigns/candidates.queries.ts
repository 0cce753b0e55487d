import type { ClinicianId, PatientId } from '@contract/ids'
import { sql } from 'kysely'
import type { Reader } from '../../database/database'
import { literal } from '../../database/literal'

/** Where in the order of confirmations one stands: oldest first, the same moment by id. */
export interface Place {
  readonly key: string
  readonly id: PatientId
}

export interface Candidate extends Place {
  readonly id: PatientId
  readonly mobile: string
  readonly isVerified: boolean
  readonly gpClinicianId: ClinicianId | null
  readonly hasSecretAddress: boolean
  readonly isConfidential: boolean
  readonly name: string
}

/** Stored moments differ in their decimals: as text they stand in the order of time only without the letter behind. */
const key = sql<string>`rtrim(patient.mobile_confirmed_at, 'Z')`

export function keyOf(moment: string): string {
  return moment.replace(/Z$/, '')
}

function withMobile(reader: Reader) {
  return reader
    .selectFrom('patient')
    .innerJoin('patient_contact', (join) =>
      join
        .onRef('patient_contact.patient_id', '=', 'patient.id')
        .on('patient_contact.channel', '=', literal('mobile'))
        .on('patient_contact.ended_at', 'is', null)
    )
    .select([
      'patient.id',
      key.as('key'),
      'patient_contact.value',
      'patient_contact.verified_at',
      'patient.gp_clinician_id',
      'patient.address_protection',
      'patient.confidentiality',
      'patient.given_name',
      'patient.family_name'
    ])
}

type MobileRow = Awaited<ReturnType<ReturnType<typeof withMobile>['execute']>>[number]

function toCandidate(row: MobileRow): Candidate {
  return {
    id: row.id,
    key: row.key,
    mobile: row.value,
    isVerified: row.verified_at !== null,
    gpClinicianId: row.gp_clinician_id,
    hasSecretAddress: row.address_protection !== 'none',
    isConfidential: row.confidentiality !== 'none',
    name: `${row.given_name} ${row.family_name}`.trim()
  }
}

/** The next patients in that order whose mobile was confirmed at `until` or before it, by the index of that order. */
export async function nextCandidates(
  reader: Reader,
  { after, until, limit }: { after: Place | null; until: string; limit: number }
): Promise<Candidate[]> {
  let query = withMobile(reader)
    .where('patient.mobile_confirmed_at', 'is not', null)
    .where('patient.merged_into', 'is', null)
    .where(key, '<=', until)
  if (after)
    query = query
      // The bound once more, plainly, so that the index is entered at it.
      .where(key, '>=', after.key)
      .where(({ eb, or }) => or([eb(key, '>', after.key), eb('patient.id', '>', after.id)]))
  const rows = await query.orderBy(key).orderBy('patient.id').limit(limit).execute()
  return rows.map(toCandidate)
}

/** Those with that mobile, in the same order. */
export async function onMobile(reader: Reader, mobile: string, limit: number): Promise<Candidate[]> {
  const rows = await withMobile(reader)
    .where('patient_contact.value', '=', mobile)
    .where('patient.merged_into', 'is', null)
    .orderBy(key)
    .orderBy('patient.id')
    .limit(limit)
    .execute()
  return rows.map(toCandidate)
}

/** How many have a mobile confirmed at `until` or before it; counted up to `most`. */
export async function countCandidates(
  reader: Reader,
  { until, most }: { until: string; most: number }
): Promise<number> {
  const { total } = await reader
    .selectFrom(
      reader
        .selectFrom('patient')
        .select('patient.id')
        .where('patient.mobile_confirmed_at', 'is not', null)
        .where(key, '<=', until)
        .limit(most)
        .as('first')
    )
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return total
}
