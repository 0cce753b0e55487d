import type { Side } from '@contract/duplicates'
import type { Reader } from '../../database/database'
import { findPatientRows } from '../patients'
import { laterMerges, type MergeRecord } from './merges.queries'
import { readJournal, type JournalRow } from './moves.queries'
import { readState } from './person-state.queries'
import { withField, type PersonState } from './person-state.rules'
import { without, type Replayed } from './replay.rules'
import { readSince } from './since.queries'
import { keyOf, settle, type Settled } from './since.rules'

/** What undoing a merge does. */
export interface UndoPlan {
  readonly merge: MergeRecord
  readonly journal: readonly JournalRow[]
  readonly settled: readonly Settled[]
  readonly later: readonly MergeRecord[]
  readonly replayed: Replayed
  /** The record that was merged, as it becomes. */
  readonly loserState: PersonState
  /** Why it cannot be undone now; null: it can. */
  readonly obstacle: 'merge-undone' | 'merge-inside' | null
}

/** @param chosen the desk's choices, by `kind id`; the rest goes as suggested */
export async function planUndo(
  reader: Reader,
  merge: MergeRecord,
  chosen: ReadonlyMap<string, Side>
): Promise<UndoPlan> {
  const journal = await readJournal(reader, merge.id)
  const later = await laterMerges(reader, merge)
  const since = await withoutOthers(reader, merge, later)
  const moved = new Set(journal.filter(({ cell }) => cell === null).map(({ table, id }) => keyOf(table, id)))
  const settled = settle(since, moved, chosen)
  const [row] = await findPatientRows(reader, [merge.survivorId])
  const current = row === undefined ? merge.survivorAfter : await readState(reader, row)
  const losers = settled.filter(({ side }) => side !== 'survivor')
  const known = asIfUnedited(current, merge, losers)
  return {
    merge,
    journal,
    settled,
    later,
    replayed: without(merge, later, known),
    loserState: stateOfLoser(merge, losers),
    obstacle: obstacleOf(merge, row?.merged_into ?? null)
  }
}

function obstacleOf(merge: MergeRecord, mergedInto: number | null): UndoPlan['obstacle'] {
  if (merge.undoneAt !== null) return 'merge-undone'
  return mergedInto === null ? null : 'merge-inside'
}

/** Rows that came by a later merge are not this one's to decide about. */
async function withoutOthers(reader: Reader, merge: MergeRecord, later: readonly MergeRecord[]) {
  const others = new Set<string>()
  for (const { id } of later)
    for (const row of await readJournal(reader, id)) others.add(keyOf(row.table, row.id))
  const since = await readSince(reader, merge)
  return since.filter(({ table, id }) => !others.has(keyOf(table, id)))
}

/** What turns out to be the other one's was no change of the survivor. */
function asIfUnedited(
  current: PersonState,
  { survivorAfter }: MergeRecord,
  losers: readonly Settled[]
): PersonState {
  let state = current
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
function stateOfLoser({ loserBefore }: MergeRecord, losers: readonly Settled[]): PersonState {
  let state = loserBefore
  for (const { row } of losers) {
    if (row.kind === 'contact' && row.code === 'mobile') state = { ...state, mobile: row.text }
    if (row.kind === 'contact' && row.code === 'email') state = { ...state, email: row.text }
    if (row.kind === 'identifier') state = { ...state, number: row.text }
    if (isReservation(row.code)) state = { ...state, is_reserved: row.code === 'reserved' ? 1 : 0 }
  }
  return state
}
