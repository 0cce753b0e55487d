import type { PatientId } from '@contract/ids'
import type { Identifier, PatientHit } from '@contract/patients'
import type { Temporal } from 'temporal-polyfill'
import type { Reader } from '../../database/database'
import { listed } from '../../database/listed'
import { findPatientsByWords } from '../../database/patient-search'
import { IDENTIFIER_COLUMNS, toIdentifier } from './identifiers.queries'
import {
  byName,
  readHits,
  withoutKey,
  type HitDay,
  type KeyedHit,
  type MatchedIdentifiers
} from './patient-hits.queries'
import { findByNameParts } from './name-parts.queries'
import { AFTER_EVERY_NAME, matchesTokens } from './patient-name.rules'
import type { SearchReading } from './search-query.rules'

/** So many rows are looked at where a condition and a name must both hold, or the order is ours. */
const CANDIDATES = 200
/** A word anywhere in the name is looked up row by row, so these are fewer. */
const WORD_CANDIDATES = 50

export interface SearchResult {
  readonly hits: PatientHit[]
  readonly hasMore: boolean
}

interface Candidates {
  readonly ids: readonly PatientId[]
  /** Whether it says who it is: a whole number. Such a hit stands before all others. */
  readonly isExact?: boolean
  /** The number that each was found by. */
  readonly matched?: MatchedIdentifiers
}

/** The union of what the readings find: exact numbers first, then by name. */
export async function searchPatients(
  reader: Reader,
  readings: readonly SearchReading[],
  { limit, day }: { limit: number; day: HitDay }
): Promise<SearchResult> {
  const found = new Map<PatientId, { isExact: boolean }>()
  const ordered: KeyedHit[] = []
  for (const reading of readings) {
    const candidates = await findCandidates(reader, reading, limit + 1)
    const fresh = candidates.ids.filter((id) => !found.has(id))
    for (const id of fresh) found.set(id, { isExact: candidates.isExact ?? false })
    const hits = await readHits(reader, fresh, { day, matched: candidates.matched ?? new Map() })
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
      return { ids: await findByBirthDates(reader, reading, limit) }
    case 'birth-year':
      return { ids: await findByBirthYears(reader, reading, limit) }
  }
}

/**
 * Whole given name and the beginning of the family name in either order, then the beginning of both, each kept in the
 * order of names over the whole register; then any words of the name, of which at most 50 are looked at.
 */
async function findByName(reader: Reader, tokens: readonly string[], limit: number): Promise<PatientId[]> {
  const ids = new Set(await findByNameKey(reader, tokens.join(' '), limit))
  const add = (found: readonly PatientId[]) => found.forEach((id) => ids.add(id))
  const [first = '', second] = tokens
  if (ids.size < limit && second === undefined) add(await findByFirstKey(reader, first, limit))
  if (ids.size < limit && second !== undefined && tokens.length === 2) {
    add(await findByWholeGivenName(reader, { given: first, family: second }, limit))
    add(await findByWholeGivenName(reader, { given: second, family: first }, limit))
    if (ids.size < limit) add(await findByNameParts(reader, { given: first, family: second }, limit))
    if (ids.size < limit) add(await findByNameParts(reader, { given: second, family: first }, limit))
  }
  if (ids.size < limit) {
    const anywhere = await findPatientsByWords(reader, { tokens, limit: WORD_CANDIDATES })
    add(await firstByName(reader, anywhere, limit))
  }
  return [...ids]
}

/** Sorted without their other columns, for only a few of them are shown. */
async function firstByName(reader: Reader, ids: readonly PatientId[], limit: number): Promise<PatientId[]> {
  if (ids.length <= limit) return [...ids]
  const rows = await reader
    .selectFrom('patient')
    .select('id')
    .where('id', 'in', listed(ids))
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
    .where('name_key', '<', prefix + AFTER_EVERY_NAME)
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
    .where('first_key', '<', prefix + AFTER_EVERY_NAME)
    .orderBy('first_key')
    .orderBy('name_key')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

async function findByWholeGivenName(
  reader: Reader,
  { given, family }: { given: string; family: string },
  limit: number
): Promise<PatientId[]> {
  const rows = await reader
    .selectFrom('patient')
    .select('id')
    .where('first_key', '=', given)
    .where('name_key', '>=', family)
    .where('name_key', '<', family + AFTER_EVERY_NAME)
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
    .select(IDENTIFIER_COLUMNS)
    .where('value', '>=', from)
    .where('value', '<=', to)
    .orderBy('value')
    .orderBy('status', 'desc')
    .limit(limit)
    .execute()
  const matched = new Map<PatientId, Identifier>()
  for (const row of rows) {
    const isBetter = row.status === 'in-use' && matched.get(row.patient_id)?.status !== 'in-use'
    if (isBetter || !matched.has(row.patient_id)) matched.set(row.patient_id, toIdentifier(row))
  }
  return { ids: [...new Set(rows.map((row) => row.patient_id))], matched }
}

/** Nobody with a protected address is found by a telephone number: see `findPatientsByContact`. */
async function findByMobile(
  reader: Reader,
  [from, to]: readonly [string, string],
  limit: number
): Promise<PatientId[]> {
  const rows = await reader
    .selectFrom('patient_contact')
    .innerJoin('patient', 'patient.id', 'patient_contact.patient_id')
    .select('patient_contact.patient_id')
    .where('patient_contact.value', '>=', from)
    .where('patient_contact.value', '<=', to)
    .where('patient_contact.ended_at', 'is', null)
    .where('patient_contact.channel', '=', 'mobile')
    .where('patient.address_protection', '=', 'none')
    .orderBy('patient_contact.value')
    .orderBy('patient_contact.patient_id')
    .limit(limit)
    .execute()
  return rows.map(({ patient_id }) => patient_id)
}

/** The first by name of those born on any of the days. The index of birth dates holds the names too, so no other row is read. */
async function findByBirthDates(
  reader: Reader,
  { dates, tokens }: { dates: readonly Temporal.PlainDate[]; tokens: readonly string[] },
  limit: number
): Promise<PatientId[]> {
  const rows = await named(reader, tokens)
    .where('birth_date', 'in', listed(dates.map(String)))
    .orderBy('birth_date')
    .orderBy('name_key')
    .limit(CANDIDATES)
    .execute()
  rows.sort((one, other) => (one.name_key < other.name_key ? -1 : 1))
  return rows.slice(0, limit).map(({ id }) => id)
}

async function findByBirthYears(
  reader: Reader,
  { years, tokens }: { years: readonly number[]; tokens: readonly string[] },
  limit: number
): Promise<PatientId[]> {
  const ids: PatientId[] = []
  for (const year of years) {
    const rows = await named(reader, tokens)
      .where('birth_date', '>=', `${year}-01-01`)
      .where('birth_date', '<=', `${year}-12-31`)
      .orderBy('birth_date')
      .orderBy('name_key')
      .limit(limit)
      .execute()
    ids.push(...rows.map(({ id }) => id))
  }
  return ids
}

/** Patients of whose name every token begins a word; what the index of birth dates holds. */
function named(reader: Reader, tokens: readonly string[]) {
  return tokens.reduce(
    (query, token) =>
      query.where(({ eb, or }) =>
        or([eb('name_key', 'like', `${token}%`), eb('name_key', 'like', `% ${token}%`)])
      ),
    reader.selectFrom('patient').select(['id', 'name_key'])
  )
}
