import type { DuplicatePair } from '@contract/duplicates'
import type { PatientId } from '@contract/ids'
import type { PatientHit } from '@contract/patients'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import { parseMobile } from '../../platform/telephone'
import type { Handlers } from '../../rpc/handlers'
import { normalizeNumber, readClinicDay, readHits, withoutKey, type HitDay } from '../patients'
import { compareRecords } from './comparison'
import type { DuplicateDependencies } from './duplicates'
import { findSimilar } from './find-similar'
import {
  countOpenPairs,
  decidePair,
  findPair,
  inOrder,
  insertPair,
  openPairs,
  openPairsOf,
  reasonsOf,
  reopenPair,
  type PairRow
} from './pairs.queries'
import { scorePair } from './pair-score.rules'
import { readPersons } from './person-facts.queries'
import type { DuplicateSearch } from './search'
import { readSearch } from './search.queries'

export type DuplicateMethods =
  | 'patients.findDuplicates'
  | 'duplicates.list'
  | 'duplicates.ofPatient'
  | 'duplicates.search'
  | 'duplicates.compare'
  | 'duplicates.dismiss'
  | 'duplicates.reopen'

/** Finding records that may be one person, and saying that they are not. A list of hits is no look at a record. */
export function duplicateHandlers(
  { database, clock, settings, audit, events, log }: DuplicateDependencies,
  search: DuplicateSearch
): Handlers<DuplicateMethods> {
  const { reader } = database
  /** The list, and the cards that tell of the pair. */
  function announce(ids: readonly PatientId[]): void {
    events.publish('duplicates.changed', {})
    for (const patientId of ids) events.publish('patients.changed', { patientId })
  }
  return {
    async 'patients.findDuplicates'({ exceptPatientId, ...asked }) {
      const day = await readClinicDay(clock, settings)
      const mobile = parseMobile(asked.mobile ?? '', day.country)
      const typed = {
        ...asked,
        nationalNumber: normalizeNumber(asked.nationalNumber ?? '') || null,
        mobile: mobile.ok ? mobile.e164 : null
      }
      return await findSimilar(reader, typed, { day, exceptId: exceptPatientId })
    },
    async 'duplicates.list'({ cursor, limit }) {
      const day = await readClinicDay(clock, settings)
      const rows = await openPairs(reader, placeOf(cursor), limit + 1)
      const shown = rows.slice(0, limit)
      const last = shown.at(-1)
      const hits = await hitsOf(shown, day)
      const state = await readSearch(reader)
      return {
        pairs: shown.flatMap((row) => toPair(row, hits)),
        nextCursor: rows.length > limit && last ? `${last.score}/${last.id}` : null,
        total: await countOpenPairs(reader),
        searchedAt: state?.finished_at ?? null,
        progress: search.progress
      }
    },
    async 'duplicates.search'() {
      search.run().catch(log)
      return {}
    },
    async 'duplicates.ofPatient'({ patientId }) {
      const [pair] = await openPairsOf(reader, [patientId])
      return pair ? { oneId: pair.one_id, otherId: pair.other_id } : null
    },
    async 'duplicates.compare'({ oneId, otherId, reason }, { actor }) {
      const { country } = await readClinicDay(clock, settings)
      return await database.write(async (transaction) => {
        const comparison = await compareRecords(transaction, { oneId, otherId, country })
        if (comparison.isReasonNeeded && reason === null) throw new AppError('reason-required')
        await audit.recordAll(
          transaction,
          actor,
          [oneId, otherId].map((patientId) => ({ action: 'patient.compared', patientId, reason }))
        )
        return comparison
      })
    },
    async 'duplicates.dismiss'({ oneId, otherId }, { actor }) {
      const at = toStoredInstant(clock.now())
      await database.write(async (transaction) => {
        const persons = await readPersons(transaction, [oneId, otherId])
        const [one, other] = [persons.get(oneId), persons.get(otherId)]
        if (!one || !other || oneId === otherId) throw new AppError('not-found')
        const pair = await findPair(transaction, oneId, otherId)
        if (!pair) await insertPair(transaction, { ...inOrder(oneId, otherId), ...scorePair(one, other) }, at)
        const kept = pair ?? (await findPair(transaction, oneId, otherId))
        if (kept) await decidePair(transaction, kept.id, { state: 'not-the-same', at, by: actor.userId })
        await audit.recordAll(transaction, actor, decided([oneId, otherId], 'patient.not-the-same'))
      })
      announce([oneId, otherId])
      return {}
    },
    async 'duplicates.reopen'({ oneId, otherId }, { actor }) {
      await database.write(async (transaction) => {
        const pair = await findPair(transaction, oneId, otherId)
        if (pair?.state !== 'not-the-same') throw new AppError('not-found')
        await reopenPair(transaction, pair.id, { score: pair.score, reasons: reasonsOf(pair), at: null })
        await audit.recordAll(transaction, actor, decided([oneId, otherId], 'patient.perhaps-the-same'))
      })
      announce([oneId, otherId])
      return {}
    }
  }

  async function hitsOf(rows: readonly PairRow[], day: HitDay): Promise<Map<PatientId, PatientHit>> {
    const ids = [...new Set(rows.flatMap(({ one_id, other_id }) => [one_id, other_id]))]
    const hits = await readHits(reader, ids, { day })
    return new Map(hits.map((hit) => [hit.id, withoutKey(hit)]))
  }
}

function decided([one, other]: readonly [PatientId, PatientId], action: string) {
  return [
    { action, patientId: one, detail: `patient ${other}` },
    { action, patientId: other, detail: `patient ${one}` }
  ]
}

function toPair(row: PairRow, hits: ReadonlyMap<PatientId, PatientHit>): DuplicatePair[] {
  const [one, other] = [hits.get(row.one_id), hits.get(row.other_id)]
  if (!one || !other) return []
  return [{ one, other, score: row.score, reasons: reasonsOf(row), foundAt: row.found_at }]
}

function placeOf(cursor: string | null): { score: number; id: number } | null {
  const parts = /^(\d+)\/(\d+)$/.exec(cursor ?? '')
  return parts ? { score: Number(parts[1]), id: Number(parts[2]) } : null
}
