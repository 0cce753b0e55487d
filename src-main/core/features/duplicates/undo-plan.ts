import type { Side } from '@contract/duplicates'
import type { Reader } from '../../database/database'
import { findPatientRows } from '../patients'
import { changesAbout, numberAfter, numberBefore, type NumberChange } from './changes-since.rules'
import { holdsSince } from './holds.queries'
import { laterMerges, standingMergeOf, type MergeRecord } from './merges.queries'
import { readJournal, type JournalRow } from './moves.queries'
import { readState } from './person-state.queries'
import { withField, type PersonState } from './person-state.rules'
import { without, type Replayed } from './replay.rules'
import { numberChanges } from './since-identifiers.queries'
import { readSince } from './since.queries'
import { keyOf, settle, type Settled } from './since.rules'

/** What undoing a merge does. */
export interface UndoPlan {
  readonly merge: MergeRecord
  readonly journal: readonly JournalRow[]
  readonly settled: readonly Settled[]
  /** What became of numbers since that are the other's. */
  readonly numberChanges: readonly number[]
  /** Legal holds placed since: they stand over both. */
  readonly holds: readonly number[]
  readonly later: readonly MergeRecord[]
  readonly replayed: Replayed
  /** The record that was merged, as it becomes. */
  readonly loserState: PersonState
  /** Why it cannot be undone now; null: it can. */
  readonly obstacle: 'merge-undone' | 'merge-inside' | null
  /** Where it lies inside another: the outermost, which can be undone. */
  readonly undoFirst: MergeRecord | null
}

/** @param chosen the desk's choices, by `kind id`; the rest goes as suggested */
export async function planUndo(
  reader: Reader,
  merge: MergeRecord,
  chosen: ReadonlyMap<string, Side>
): Promise<UndoPlan> {
  const journal = await readJournal(reader, merge.id)
  const later = await laterMerges(reader, merge)
  const isOthers = await rowsOfOthers(reader, later)
  const since = (await readSince(reader, merge)).filter(({ table, id }) => !isOthers(table, id))
  const moved = new Set(journal.filter(({ cell }) => cell === null).map(({ table, id }) => keyOf(table, id)))
  const settled = settle(since, moved, chosen)
  const [row] = await findPatientRows(reader, [merge.survivorId])
  const current = row === undefined ? merge.survivorAfter : await readState(reader, row)
  const losers = settled.filter(({ side }) => side !== 'survivor')
  const numberChanges = await changesOfLoser(reader, merge, { moved, settled, isOthers })
  const known = asIfUnedited(current, merge, { losers, numberChanges })
  return {
    merge,
    journal,
    settled,
    numberChanges: numberChanges.map(({ id }) => id),
    holds: (await holdsSince(reader, merge.survivorId, merge.highest['legal_hold'] ?? 0)).filter(
      (id) => !isOthers('legal_hold', id)
    ),
    later,
    replayed: without(merge, later, known),
    loserState: stateOfLoser(merge, { losers, numberChanges }),
    obstacle: obstacleOf(merge, row?.merged_into ?? null),
    undoFirst: merge.undoneAt === null ? await outermost(reader, merge) : null
  }
}

async function outermost(reader: Reader, { survivorId }: MergeRecord): Promise<MergeRecord | null> {
  const around = await standingMergeOf(reader, survivorId)
  return around && ((await outermost(reader, around)) ?? around)
}

function obstacleOf(merge: MergeRecord, mergedInto: number | null): UndoPlan['obstacle'] {
  if (merge.undoneAt !== null) return 'merge-undone'
  return mergedInto === null ? null : 'merge-inside'
}

type IsOthers = (table: string, id: number) => boolean

/** Rows that came by a later merge are not this one's to decide about. */
async function rowsOfOthers(reader: Reader, later: readonly MergeRecord[]): Promise<IsOthers> {
  const others = new Set<string>()
  for (const { id } of later)
    for (const row of await readJournal(reader, id))
      if (row.cell === null) others.add(keyOf(row.table, row.id))
  return (table, id) => others.has(keyOf(table, id))
}

/** The history of a number goes where the number goes. */
async function changesOfLoser(
  reader: Reader,
  { survivorId, highest }: MergeRecord,
  {
    moved,
    settled,
    isOthers
  }: { moved: ReadonlySet<string>; settled: readonly Settled[]; isOthers: IsOthers }
): Promise<NumberChange[]> {
  const isSince = (id: number) =>
    id > (highest['identifier_change'] ?? 0) && !isOthers('identifier_change', id)
  const changes = (await numberChanges(reader, survivorId)).filter(({ id }) => isSince(id))
  const named = changes.flatMap(({ before, after }) => [before ?? [], after ?? []].flat())
  const made = settled.filter(({ row, side }) => row.kind === 'identifier' && side === 'loser')
  const numbers = [
    ...named.filter((id) => moved.has(keyOf('patient_identifier', id))),
    ...made.map(({ row }) => row.id)
  ]
  const about = new Set(changesAbout(changes, new Set(numbers)))
  return changes.filter(({ id }) => about.has(id))
}

/** What has come since of the one whose record was merged. */
interface OfLoser {
  readonly losers: readonly Settled[]
  readonly numberChanges: readonly NumberChange[]
}

/** What turns out to be the other one's was no change of the survivor. */
function asIfUnedited(
  current: PersonState,
  { survivorAfter }: MergeRecord,
  { losers, numberChanges }: OfLoser
): PersonState {
  let state = { ...current, number: numberBefore(current.number, numberChanges) }
  for (const { row, side } of losers) {
    if (side !== 'loser') continue
    if (row.kind === 'contact' && (row.code === 'mobile' || row.code === 'email')) {
      if (state[row.code] === row.text) state = withField(state, row.code, survivorAfter)
    } else if (row.kind === 'identifier' && state.number === row.text) {
      state = withField(state, 'nationalNumber', survivorAfter)
    } else if (isReservation(row.code)) state = withField(state, 'reserved', survivorAfter)
  }
  return state
}

const isReservation = (code: string | null): boolean => code === 'reserved' || code === 'reservation-ended'

/** As it was before the merge, with what has come since. */
function stateOfLoser({ loserBefore }: MergeRecord, { losers, numberChanges }: OfLoser): PersonState {
  let state = { ...loserBefore, number: numberAfter(loserBefore.number, numberChanges) }
  for (const { row } of losers) {
    if (row.kind === 'contact' && row.code === 'mobile') state = { ...state, mobile: row.text }
    if (row.kind === 'contact' && row.code === 'email') state = { ...state, email: row.text }
    if (row.kind === 'identifier' && row.isCurrent) state = { ...state, number: row.text }
    if (isReservation(row.code)) state = { ...state, is_reserved: row.code === 'reserved' ? 1 : 0 }
  }
  return state
}
