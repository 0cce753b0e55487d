import type { PatientId } from '@contract/ids'
import type { Reader, Transaction } from '../../database/database'
import { findCandidates, keepKeys } from './candidates.queries'
import { matchKeys } from './match-keys.rules'
import { LIKELY_DUPLICATE, scorePair, type PairScore } from './pair-score.rules'
import { inOrder, insertPair, pairsOf, removePairs, reopenPair, type PairRow } from './pairs.queries'
import { readPersons, type KnownPerson } from './person-facts.queries'

/** What comparing a few patients with all others came to. */
export interface SliceFindings {
  readonly persons: readonly KnownPerson[]
  readonly pairs: readonly ({ readonly one_id: PatientId; readonly other_id: PatientId } & PairScore)[]
  /** Pairs of theirs that were kept before. */
  readonly known: readonly PairRow[]
}

/** Compares these patients with everybody they may be. Reads only. */
export async function compareSlice(reader: Reader, ids: readonly PatientId[]): Promise<SliceFindings> {
  const own = await readPersons(reader, ids)
  const candidatesOf = new Map<PatientId, ReadonlySet<PatientId>>()
  for (const person of own.values()) candidatesOf.set(person.id, await findCandidates(reader, person))
  for (const together of sharingKeys([...own.values()]))
    for (const id of together) candidatesOf.set(id, new Set([...(candidatesOf.get(id) ?? []), ...together]))
  const others = new Set([...candidatesOf.values()].flatMap((found) => [...found]))
  const all = new Map([
    ...(await readPersons(
      reader,
      [...others].filter((id) => !own.has(id))
    )),
    ...own
  ])
  const found = new Map<string, SliceFindings['pairs'][number]>()
  for (const [id, candidates] of candidatesOf)
    for (const candidate of candidates) {
      const [one, other] = [all.get(id), all.get(candidate)]
      if (!one || !other || one.id === other.id) continue
      const pair = inOrder(one.id, other.id)
      const key = `${pair.one_id} ${pair.other_id}`
      if (!found.has(key)) found.set(key, { ...pair, ...scorePair(one, other) })
    }
  const pairs = [...found.values()].filter(({ score }) => score >= LIKELY_DUPLICATE)
  return { persons: [...own.values()], pairs, known: await pairsOf(reader, ids) }
}

/** Those of one slice are not kept under their keys yet. */
function sharingKeys(persons: readonly KnownPerson[]): PatientId[][] {
  const byKey = new Map<number, PatientId[]>()
  for (const person of persons)
    for (const key of matchKeys(person)) {
      const ids = byKey.get(key)
      if (ids) ids.push(person.id)
      else byKey.set(key, [person.id])
    }
  return [...byKey.values()].filter((ids) => ids.length > 1)
}

/**
 * Keeps what was found: a new pair, a better reason for an old one, and nothing of a pair that has ceased to be alike.
 * Two people who were said to be two are proposed again only where more speaks for it than then.
 * @returns how many were opened
 */
export async function keepFindings(
  transaction: Transaction,
  { persons, pairs, known }: SliceFindings,
  at: string
): Promise<number> {
  for (const person of persons) await keepKeys(transaction, person.id, matchKeys(person))
  const before = new Map(known.map((row) => [`${row.one_id} ${row.other_id}`, row]))
  let opened = 0
  for (const pair of pairs) {
    const key = `${pair.one_id} ${pair.other_id}`
    const row = before.get(key)
    before.delete(key)
    if (!row) await insertPair(transaction, pair, at)
    else if (row.state === 'open') await reopenPair(transaction, row.id, { ...pair, at: null })
    else if (pair.score > row.score) await reopenPair(transaction, row.id, { ...pair, at })
    else continue
    if (row?.state !== 'open') opened += 1
  }
  const lapsed = [...before.values()].filter(({ state }) => state === 'open')
  await removePairs(
    transaction,
    lapsed.map(({ id }) => id)
  )
  return opened
}
