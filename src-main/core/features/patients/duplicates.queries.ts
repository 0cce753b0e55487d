import type { PatientId } from '@contract/ids'
import type { PatientHit } from '@contract/patients'
import type { Reader } from '../../database/database'
import { findPatientsByWords } from '../../database/patient-search'
import { findPatientsByContact } from './contacts.queries'
import { duplicateScore, LIKELY_DUPLICATE, type DuplicateQuestion } from './duplicates.rules'
import { searchTokens } from './name-folding.rules'
import { byName, readHits, withoutKey, type HitDay } from './patient-hits.queries'

const CANDIDATES = 200
const MOST_SHOWN = 8

/** Patients who are likely the one being typed, best first. `nationalNumber` and `mobile` are normalised. */
export async function findDuplicates(
  reader: Reader,
  asked: DuplicateQuestion,
  { day, exceptId }: { day: HitDay; exceptId: PatientId | null }
): Promise<PatientHit[]> {
  const holders = new Set(await findNumberHolders(reader, asked.nationalNumber))
  const ids = new Set([...holders, ...(await candidatesOf(reader, asked))])
  if (exceptId !== null) ids.delete(exceptId)
  const hits = await readHits(reader, [...ids], { day })
  return hits
    .map((hit) => ({ hit, score: duplicateScore(asked, hit, holders.has(hit.id)) }))
    .filter(({ score }) => score >= LIKELY_DUPLICATE)
    .sort((one, other) => other.score - one.score || byName(one.hit, other.hit))
    .slice(0, MOST_SHOWN)
    .map(({ hit }) => withoutKey(hit))
}

async function candidatesOf(reader: Reader, asked: DuplicateQuestion): Promise<PatientId[]> {
  const ids: PatientId[] = []
  if (asked.birthDate !== null) ids.push(...(await findBornOn(reader, asked.birthDate)))
  if (asked.mobile !== null) ids.push(...(await findPatientsByContact(reader, 'mobile', asked.mobile)))
  // The first word of each: a middle name is often left out.
  const words = [asked.familyName, asked.givenName].map((name) => searchTokens(name)[0])
  const tokens = words.filter((word) => word !== undefined)
  if (tokens.length === 2) ids.push(...(await findPatientsByWords(reader, { tokens, limit: CANDIDATES })))
  return ids
}

async function findBornOn(reader: Reader, birthDate: string): Promise<PatientId[]> {
  const rows = await reader
    .selectFrom('patient')
    .select('id')
    .where('birth_date', '=', birthDate)
    .orderBy('name_key')
    .limit(CANDIDATES)
    .execute()
  return rows.map(({ id }) => id)
}

/** A ceased number counts too: it was the same person. */
async function findNumberHolders(reader: Reader, value: string | null): Promise<PatientId[]> {
  if (value === null) return []
  const rows = await reader
    .selectFrom('patient_identifier')
    .select('patient_id')
    .where('value', '=', value)
    .orderBy('id')
    .limit(CANDIDATES)
    .execute()
  return rows.map(({ patient_id }) => patient_id)
}
