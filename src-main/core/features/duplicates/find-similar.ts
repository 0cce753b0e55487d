import type { SimilarPatient } from '@contract/duplicates'
import type { PatientId } from '@contract/ids'
import type { Reader } from '../../database/database'
import { findPatientsByWords } from '../../database/patient-search'
import { byName, readHits, searchTokens, withoutKey, type HitDay } from '../patients'
import { birthDateLikeness } from './birth-dates.rules'
import { findCandidates } from './candidates.queries'
import { scorePair, type ComparedPerson } from './pair-score.rules'
import { countHolders, readBirthDates, readPersons } from './person-facts.queries'

/** What has been typed of a person so far. `nationalNumber` and `mobile` are normalised. */
export interface TypedPerson {
  readonly familyName: string
  readonly givenName: string
  readonly birthDate: string | null
  readonly nationalNumber: string | null
  readonly mobile: string | null
}

const MOST_SHOWN = 8
const MOST_NAMESAKES = 60
/** Lower than for a pair that is kept: a name is enough for a look while the rest is not typed yet. */
const WORTH_A_LOOK = 45

/** Patients who are likely the one being typed, best first. */
export async function findSimilar(
  reader: Reader,
  typed: TypedPerson,
  { day, exceptId }: { day: HitDay; exceptId: PatientId | null }
): Promise<SimilarPatient[]> {
  const asked = await toPerson(reader, typed)
  const ids = await findCandidates(reader, asked)
  for (const id of await findNamesakes(reader, typed)) ids.add(id)
  if (exceptId !== null) ids.delete(exceptId)
  const scored = [...(await readPersons(reader, [...ids])).values()]
    .map((person) => ({ id: person.id, ...scorePair(asked, person) }))
    .filter(({ score }) => score >= WORTH_A_LOOK)
    .sort((one, other) => other.score - one.score)
  // Whoever scores less than the last that is shown is not read further; names decide among equals.
  const least = scored[MOST_SHOWN - 1]?.score ?? 0
  const byId = new Map(scored.filter((each) => each.score >= least).map((each) => [each.id, each]))
  const hits = await readHits(reader, [...byId.keys()], { day })
  const score = (id: PatientId) => byId.get(id)?.score ?? 0
  return hits
    .sort((one, other) => score(other.id) - score(one.id) || byName(one, other))
    .slice(0, MOST_SHOWN)
    .map((hit) => ({
      ...withoutKey(hit),
      score: score(hit.id),
      reasons: [...(byId.get(hit.id)?.reasons ?? [])]
    }))
}

async function toPerson(reader: Reader, typed: TypedPerson): Promise<ComparedPerson> {
  const { familyName, givenName, birthDate, nationalNumber, mobile } = typed
  const holders = mobile === null ? null : await countHolders(reader, [mobile])
  return {
    familyName,
    givenName,
    birthDate,
    sex: 'unknown',
    // Not in use yet by this one, so that another number speaks against nobody while it is typed.
    numbers:
      nationalNumber === null ? [] : [{ type: 'fodselsnummer', value: nationalNumber, isInUse: false }],
    mobile,
    // The typed person is one of them.
    mobileHolders: mobile === null ? 0 : (holders?.get(mobile) ?? 0) + 1,
    addressProtection: 'none',
    addressLine: '',
    postalCode: ''
  }
}

/**
 * By the first word of each name: a middle name is often left out. Not by a single letter, with which a tenth of the
 * register begins.
 */
async function findNamesakes(
  reader: Reader,
  { familyName, givenName, birthDate }: TypedPerson
): Promise<PatientId[]> {
  const tokens = [familyName, givenName]
    .map((name) => searchTokens(name).find((word) => word.length > 1))
    .filter((word) => word !== undefined)
  if (tokens.length < 2) return []
  const ids = await findPatientsByWords(reader, { tokens, limit: MOST_NAMESAKES })
  if (birthDate === null) return ids
  // A name alone never outweighs another birth date, so of most namesakes no more than that is read.
  const born = await readBirthDates(reader, ids)
  return ids.filter((id) => birthDateLikeness(birthDate, born.get(id) ?? null) !== 'differs')
}
