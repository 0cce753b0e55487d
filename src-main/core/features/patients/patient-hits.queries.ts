import type { PatientId } from '@contract/ids'
import type { Identifier, PatientHit } from '@contract/patients'
import type { Temporal } from 'temporal-polyfill'
import type { Reader } from '../../database/database'
import { listed } from '../../database/listed'
import { ageOn } from './age.rules'
import { isStaleAt, staleBefore } from './contact-freshness.rules'
import { MOST_SHARING } from './contacts.queries'
import { findIdentifiers } from './identifiers.queries'

/** A hit with what sorts it. */
export type KeyedHit = PatientHit & { readonly nameKey: string }

/** The number that each was found by. */
export type MatchedIdentifiers = ReadonlyMap<PatientId, Identifier>

/** When hits are judged: their age, and whether the mobile is fresh. */
export interface HitDay {
  readonly now: Temporal.Instant
  readonly today: Temporal.PlainDate
  readonly timeZone: string
}

const NONE_MATCHED: MatchedIdentifiers = new Map()

/** Hits for these patients, in no order. A protected patient's hit says nothing about where they are. */
export async function readHits(
  reader: Reader,
  ids: readonly PatientId[],
  { day, matched = NONE_MATCHED }: { day: HitDay; matched?: MatchedIdentifiers }
): Promise<KeyedHit[]> {
  if (ids.length === 0) return []
  const sharing = await sharingOf(reader, ids)
  const staleBeforeMs = staleBefore(day.now, day.timeZone).epochMilliseconds
  const rows = await reader
    .selectFrom('patient')
    .leftJoin('patient_contact', (join) =>
      join
        .onRef('patient_contact.patient_id', '=', 'patient.id')
        .on('patient_contact.channel', '=', 'mobile')
        .on('patient_contact.ended_at', 'is', null)
    )
    .leftJoin('clinician', 'clinician.id', 'patient.gp_clinician_id')
    .select([
      'patient.id',
      'patient.family_name',
      'patient.given_name',
      'patient.name_key',
      'patient.birth_date',
      'patient.sex',
      'patient.address_protection',
      'patient.confidentiality',
      'patient.deceased_on',
      'patient.mobile_confirmed_at',
      'patient.gp_external_name',
      'clinician.name as gp_name',
      'patient_contact.value as mobile'
    ])
    .where('patient.id', 'in', listed(ids))
    .where('patient.merged_into', 'is', null)
    .execute()
  const numbers = new Map<PatientId, string>()
  for (const { patient_id, status, value } of await findIdentifiers(reader, ids))
    if (status === 'in-use' && !numbers.has(patient_id)) numbers.set(patient_id, value)
  return rows.map((row) => {
    const number = numbers.get(row.id) ?? null
    const found = matched.get(row.id) ?? null
    const isProtected = row.address_protection !== 'none'
    return {
      id: row.id,
      familyName: row.family_name,
      givenName: row.given_name,
      nameKey: row.name_key,
      birthDate: row.birth_date,
      age: ageOn(row.birth_date, day.today),
      sex: row.sex,
      nationalNumber: number,
      mobile: isProtected ? null : row.mobile,
      mobileSharedWith: isProtected ? 0 : (sharing.get(row.id) ?? 0),
      isMobileStale:
        row.mobile_confirmed_at !== null && isStaleAt(Date.parse(row.mobile_confirmed_at), staleBeforeMs),
      // Another clinic's doctor would tell where a protected patient lives.
      gpName: row.gp_name ?? (isProtected ? null : row.gp_external_name),
      isProtected,
      isConfidential: row.confidentiality !== 'none',
      isDeceased: row.deceased_on !== null,
      foundBy: found?.value === number ? null : found
    }
  })
}

/** How many others have the same mobile, those with a protected address left out; at most 20 are looked at for each. */
async function sharingOf(reader: Reader, ids: readonly PatientId[]): Promise<ReadonlyMap<PatientId, number>> {
  const rows = await reader
    .selectFrom('patient_contact as own')
    .select(({ selectFrom }) => [
      'own.patient_id',
      selectFrom(
        selectFrom('patient_contact as other')
          .innerJoin('patient', 'patient.id', 'other.patient_id')
          .select('other.id')
          .whereRef('other.value', '=', 'own.value')
          .where('other.ended_at', 'is', null)
          .whereRef('other.patient_id', '<>', 'own.patient_id')
          .where('patient.address_protection', '=', 'none')
          .where('patient.merged_into', 'is', null)
          .limit(MOST_SHARING)
          .as('others')
      )
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .as('count')
    ])
    .where('own.patient_id', 'in', listed(ids))
    .where('own.channel', '=', 'mobile')
    .where('own.ended_at', 'is', null)
    .orderBy('own.patient_id')
    .limit(ids.length)
    .execute()
  return new Map(rows.map(({ patient_id, count }) => [patient_id, count ?? 0]))
}

/** The hits as the contract has them, by the order of the ids. */
export function inOrderOf(ids: readonly PatientId[], hits: readonly KeyedHit[]): PatientHit[] {
  const byId = new Map(hits.map((hit) => [hit.id, hit]))
  return ids.flatMap((id) => {
    const hit = byId.get(id)
    return hit ? [withoutKey(hit)] : []
  })
}

export function byName(one: KeyedHit, other: KeyedHit): number {
  if (one.nameKey !== other.nameKey) return one.nameKey < other.nameKey ? -1 : 1
  return (one.birthDate ?? '').localeCompare(other.birthDate ?? '') || one.id - other.id
}

/** The hit as it is shown. Of a confidential patient no more than it takes to tell that it is the right one. */
export function withoutKey({ nameKey: _nameKey, ...hit }: KeyedHit): PatientHit {
  return hit.isConfidential
    ? { ...hit, nationalNumber: null, mobile: null, isMobileStale: false, gpName: null, foundBy: null }
    : hit
}
