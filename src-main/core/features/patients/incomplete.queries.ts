import { RECORD_GAPS } from '@contract/choices'
import { PatientId } from '@contract/ids'
import type { IncompleteRecord, RecordGap } from '@contract/registration'
import type { Reader } from '../../database/database'
import { listed } from '../../database/listed'
import { RECORD_GAP_CONDITIONS, registeredBefore } from '../../database/record-gaps'
import { bornUntil } from './age.rules'
import type { ClinicDay } from './clinic-day'
import { readHits, withoutKey } from './patient-hits.queries'
import { gapsOf } from './record-gaps.rules'

/** Nobody works through more in a day; a longer list is only said to be longer. */
const MOST_COUNTED = 1_000

interface Place {
  readonly id: PatientId
  readonly at: string
}

export interface IncompletePage {
  readonly records: IncompleteRecord[]
  readonly nextCursor: string | null
  readonly total: number
  readonly isTotalOpen: boolean
}

/** Records that lack the one thing, or anything, those registered last at the head, for they are here still; each by the index of its gap. */
export async function listIncomplete(
  reader: Reader,
  {
    missing,
    cursor,
    limit,
    day
  }: { missing: RecordGap | null; cursor: string | null; limit: number; day: ClinicDay }
): Promise<IncompletePage> {
  const gaps = missing === null ? RECORD_GAPS : [missing]
  const after = await placeOf(reader, cursor)
  const places = inOrder(await placesOf(reader, gaps, { after, limit: limit + 1, day }))
  const shown = places.slice(0, limit)
  const counted = await placesOf(reader, gaps, { after: null, limit: MOST_COUNTED + 1, day })
  const last = shown.at(-1)
  return {
    records: await readRecords(reader, shown, day),
    nextCursor: places.length > limit && last ? String(last.id) : null,
    total: Math.min(inOrder(counted).length, MOST_COUNTED),
    isTotalOpen: inOrder(counted).length > MOST_COUNTED
  }
}

async function placesOf(
  reader: Reader,
  gaps: readonly RecordGap[],
  { after, limit, day }: { after: Place | null; limit: number; day: ClinicDay }
): Promise<Place[]> {
  const places: Place[] = []
  for (const gap of gaps) {
    let lacking = reader
      .selectFrom('patient')
      .select(['id', 'created_at as at'])
      .where(RECORD_GAP_CONDITIONS[gap])
      .where('erased_at', 'is', null)
    if (gap === 'guardian') lacking = lacking.where('birth_date', '>', bornUntil(day.today, day.country))
    if (after) lacking = lacking.where(registeredBefore(after))
    places.push(...(await lacking.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute()))
  }
  return places
}

/** Each once, though it may lack several things. */
function inOrder(places: readonly Place[]): Place[] {
  const byId = new Map(places.map((place) => [place.id, place]))
  return [...byId.values()].sort((one, other) => {
    if (one.at === other.at) return other.id - one.id
    return one.at < other.at ? 1 : -1
  })
}

async function placeOf(reader: Reader, cursor: string | null): Promise<Place | null> {
  const id = PatientId.safeParse(Number(cursor))
  if (cursor === null || !id.success) return null
  const row = await reader
    .selectFrom('patient')
    .select(['id', 'created_at as at'])
    .where('id', '=', id.data)
    .executeTakeFirst()
  return row ?? null
}

async function readRecords(
  reader: Reader,
  places: readonly Place[],
  day: ClinicDay
): Promise<IncompleteRecord[]> {
  if (places.length === 0) return []
  const ids = places.map(({ id }) => id)
  const hits = new Map((await readHits(reader, ids, { day })).map((hit) => [hit.id, hit]))
  const rows = await reader
    .selectFrom('patient')
    .select([
      'id',
      'created_at',
      'birth_date',
      'provisional_name',
      'is_reserved',
      'has_number',
      'has_guardian',
      'mobile_confirmed_at',
      'gp_clinician_id',
      'gp_external_name'
    ])
    .where('id', 'in', listed(ids))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(ids.length)
    .execute()
  return rows.flatMap((row) => {
    const hit = hits.get(row.id)
    if (!hit) return []
    const facts = {
      hasNumber: row.has_number === 1,
      isNameProvisional: row.provisional_name !== null,
      birthDate: row.birth_date,
      hasMobile: row.mobile_confirmed_at !== null,
      isReserved: row.is_reserved === 1,
      hasGp: row.gp_clinician_id !== null || row.gp_external_name !== null,
      hasGuardian: row.has_guardian === 1
    }
    return [{ hit: withoutKey(hit), missing: gapsOf(facts, day), since: row.created_at }]
  })
}
