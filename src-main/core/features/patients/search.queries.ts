import type { PatientId } from '@contract/ids'
import type { Identifier, PatientHit } from '@contract/patients'
import { Temporal } from 'temporal-polyfill'
import type { Reader } from '../../database/database'
import { findPatientsByWords } from '../../database/patient-search'
import { byName, readHits, withoutKey, type KeyedHit } from './patient-hits.queries'
import { matchesTokens } from './patient-name.rules'
import type { SearchReading } from './search-query.rules'

/** So many rows are looked at where a condition and a name must both hold, or the order is ours. */
const CANDIDATES = 200
/** Sorts after every letter of a folded name. */
const AFTER_LETTERS = '\u{10FFFF}'

export interface SearchResult {
  readonly hits: PatientHit[]
  readonly hasMore: boolean
}

interface Candidates {
  readonly ids: readonly PatientId[]
  /** Whether it says who it is: a whole number. Such a hit stands before all others. */
  readonly isExact?: boolean
  readonly former?: ReadonlyMap<PatientId, Identifier>
}

/** The union of what the readings find: exact numbers first, then by name. */
export async function searchPatients(
  reader: Reader,
  readings: readonly SearchReading[],
  { limit, today }: { limit: number; today: Temporal.PlainDate }
): Promise<SearchResult> {
  const found = new Map<PatientId, { isExact: boolean; former: Identifier | undefined }>()
  const ordered: KeyedHit[] = []
  for (const reading of readings) {
    const candidates = await findCandidates(reader, reading, limit + 1)
    const fresh = candidates.ids.filter((id) => !found.has(id))
    for (const id of fresh) {
      found.set(id, { isExact: candidates.isExact ?? false, former: candidates.former?.get(id) })
    }
    const hits = await readHits(reader, fresh, { today, former: candidates.former ?? new Map() })
    const kept = hits.filter((hit) => matchesTokens(hit, reading.tokens))
    ordered.push(...kept)
  }
  const rank = (hit: KeyedHit) => (found.get(hit.id)?.isExact === true ? 0 : 1)
  ordered.sort((one, other) => rank(one) - rank(other) || byName(one, other))
  return { hits: ordered.slice(0, limit).map(withoutKey), hasMore: ordered.length > limit }
}

async function findCandidates(reader: Reader, reading: SearchReading, limit: number): Promise<Candidates> {
  const most = reading.tokens.length > 0 ? CANDIDATES : limit
  switch (reading.kind) {
    case 'name':
      return { ids: await findByName(reader, reading.tokens, limit) }
    case 'national-number':
      return { ...(await findByNumber(reader, [reading.digits, reading.digits], most)), isExact: true }
    case 'national-number-prefix':
      return await findByNumber(reader, [reading.digits, `${reading.digits}:`], most)
    case 'mobile':
      return { ids: await findByMobile(reader, [reading.e164, reading.e164], most), isExact: true }
    case 'mobile-prefix':
      return { ids: await findByMobile(reader, [reading.prefix, `${reading.prefix}:`], most) }
    case 'birth-date':
      return { ids: await findByBirthDates(reader, reading.dates.map(String), CANDIDATES) }
    case 'birth-year':
      return { ids: await findByBirthYears(reader, reading, limit) }
  }
}

/**
 * Family name from its beginning in the order of names, then the first given name, then any word of the name. The
 * order is kept over the whole register for the first two; of the third at most 200 are looked at.
 */
async function findByName(reader: Reader, tokens: readonly string[], limit: number): Promise<PatientId[]> {
  const ids = new Set(await findByNameKey(reader, tokens.join(' '), limit))
  const [first] = tokens
  if (ids.size < limit && tokens.length === 1 && first !== undefined) {
    for (const id of await findByFirstKey(reader, first, limit)) ids.add(id)
  }
  if (ids.size < limit) {
    const anywhere = await findPatientsByWords(reader, { tokens, limit: CANDIDATES })
    for (const id of await firstByName(reader, anywhere, limit)) ids.add(id)
  }
  return [...ids]
}

/** Sorted without their other columns, for only a few of them are shown. */
async function firstByName(reader: Reader, ids: readonly PatientId[], limit: number): Promise<PatientId[]> {
  if (ids.length <= limit) return [...ids]
  const rows = await reader
    .selectFrom('patient')
    .select('id')
    .where('id', 'in', ids)
    .orderBy('name_key')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

async function findByNameKey(reader: Reader, prefix: string, limit: number): Promise<PatientId[]> {
  const rows = await reader
    .selectFrom('patient')
    .select('id')
    .where('name_key', '>=', prefix)
    .where('name_key', '<', prefix + AFTER_LETTERS)
    .orderBy('name_key')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

async function findByFirstKey(reader: Reader, prefix: string, limit: number): Promise<PatientId[]> {
  const rows = await reader
    .selectFrom('patient')
    .select('id')
    .where('first_key', '>=', prefix)
    .where('first_key', '<', prefix + AFTER_LETTERS)
    .orderBy('first_key')
    .orderBy('name_key')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** A ceased number finds its patient too; who has it in use stands first and is not said to have had it. */
async function findByNumber(
  reader: Reader,
  [from, to]: readonly [string, string],
  limit: number
): Promise<Candidates> {
  const rows = await reader
    .selectFrom('patient_identifier')
    .select(['patient_id', 'type', 'value', 'status', 'period_start', 'period_end'])
    .where('value', '>=', from)
    .where('value', '<=', to)
    .orderBy('value')
    .orderBy('status', 'desc')
    .limit(limit)
    .execute()
  const former = new Map<PatientId, Identifier>()
  const inUse = new Set(rows.filter(({ status }) => status === 'in-use').map((row) => row.patient_id))
  for (const row of rows) {
    if (inUse.has(row.patient_id)) continue
    former.set(row.patient_id, {
      type: row.type,
      value: row.value,
      status: row.status,
      periodStart: row.period_start,
      periodEnd: row.period_end
    })
  }
  return { ids: [...new Set(rows.map((row) => row.patient_id))], former }
}

async function findByMobile(
  reader: Reader,
  [from, to]: readonly [string, string],
  limit: number
): Promise<PatientId[]> {
  const rows = await reader
    .selectFrom('patient_contact')
    .select('patient_id')
    .where('value', '>=', from)
    .where('value', '<=', to)
    .where('ended_at', 'is', null)
    .where('channel', '=', 'mobile')
    .orderBy('value')
    .orderBy('patient_id')
    .limit(limit)
    .execute()
  return rows.map(({ patient_id }) => patient_id)
}

async function findByBirthDates(
  reader: Reader,
  dates: readonly string[],
  limit: number
): Promise<PatientId[]> {
  const rows = await reader
    .selectFrom('patient')
    .select('id')
    .where('birth_date', 'in', dates)
    .orderBy('birth_date')
    .orderBy('name_key')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

async function findByBirthYears(
  reader: Reader,
  { years, tokens }: { years: readonly number[]; tokens: readonly string[] },
  limit: number
): Promise<PatientId[]> {
  const ids: PatientId[] = []
  for (const year of years) {
    const bornBetween = [`${year}-01-01`, `${year}-12-31`] as const
    if (tokens.length > 0) {
      const matching = await findPatientsByWords(reader, { tokens, limit: CANDIDATES, bornBetween })
      ids.push(...(await firstByName(reader, matching, limit)))
      continue
    }
    const rows = await reader
      .selectFrom('patient')
      .select('id')
      .where('birth_date', '>=', bornBetween[0])
      .where('birth_date', '<=', bornBetween[1])
      .orderBy('birth_date')
      .orderBy('name_key')
      .limit(limit)
      .execute()
    ids.push(...rows.map(({ id }) => id))
  }
  return ids
}
