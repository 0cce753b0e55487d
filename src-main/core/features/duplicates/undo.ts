import type { Side, SinceKind } from '@contract/duplicates'
import type { MergeId, PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import { logPosition, type Audit } from '../audit'
import type { ClinicDay } from '../patients'
import { carryAgain } from './carriers.queries'
import { copyHolds } from './holds.queries'
import { getMerge, markUndone, rewriteMerge } from './merges.queries'
import {
  changeCellBack,
  followAppointments,
  giveDecisionsBack,
  inOrderOfUndoing,
  moveThese,
  setDecisionOwners
} from './moves.queries'
import { decidePair, findPair, inOrder, insertPair, reopenPair } from './pairs.queries'
import { scorePair } from './pair-score.rules'
import { MOVED } from './patient-references.rules'
import { readPersons } from './person-facts.queries'
import { showRecord, writeState } from './person-state.queries'
import { choiceKey } from './since.rules'
import { survivorName } from './undo-preview'
import { planUndo, type UndoPlan } from './undo-plan'

export interface UndoRequest {
  readonly mergeId: MergeId
  readonly sides: readonly { readonly kind: SinceKind; readonly id: number; readonly side: Side }[]
}

interface Undoing {
  readonly audit: Audit
  readonly actor: Actor
  readonly day: ClinicDay
}

/**
 * Makes one record two again. What the merge moved goes back as it is now; what was made since goes where it was made
 * for, or where the desk says; a field that somebody has changed since stays with the survivor.
 * @throws AppError `merge-undone`, `merge-inside`, `not-found`
 */
export async function undoMerge(
  transaction: Transaction,
  { mergeId, sides }: UndoRequest,
  { audit, actor, day }: Undoing
): Promise<{ survivorId: PatientId; loserId: PatientId }> {
  const chosen = new Map(sides.map(({ kind, id, side }) => [choiceKey({ kind, id }), side]))
  const plan = await planUndo(transaction, await getMerge(transaction, mergeId), chosen)
  if (plan.obstacle !== null)
    throw new AppError(plan.obstacle, plan.undoFirst ? { name: survivorName(plan.undoFirst) } : {})
  const { survivorId, loserId } = plan.merge
  const at = toStoredInstant(day.now)
  const today = day.today.toString()
  const logUntil = await logPosition(transaction)
  await showRecord(transaction, loserId)
  await moveBack(transaction, plan)
  for (const [index, { before, after }] of plan.replayed.later.entries()) {
    const later = plan.later[index]
    if (later) await rewriteMerge(transaction, later.id, { before, after })
  }
  // The one whose number or mobile ends stands before the one who gets it back.
  await writeState(transaction, survivorId, { state: plan.replayed.state, at, today })
  await writeState(transaction, loserId, { state: plan.loserState, at, today })
  await markUndone(transaction, mergeId, { at, by: actor.userId, name: actor.name, logUntil })
  await decideTwo(transaction, [survivorId, loserId], { at, actor })
  await audit.recordAll(transaction, actor, [
    { action: 'patient.merge-undone', patientId: survivorId, detail: `patient ${loserId}` },
    { action: 'patient.merge-undone', patientId: loserId, detail: `patient ${survivorId}` }
  ])
  return { survivorId, loserId }
}

async function moveBack(transaction: Transaction, plan: UndoPlan): Promise<void> {
  const { survivorId: from, loserId: to, id: mergeId } = plan.merge
  for (const reference of MOVED) {
    const moved = plan.journal.filter(
      ({ table, column, cell }) => cell === null && table === reference.table && column === reference.column
    )
    const made = plan.settled.filter(
      ({ row, side }) => side === 'loser' && row.table === reference.table && row.column === reference.column
    )
    const followed = reference.table === 'identifier_change' ? plan.numberChanges : []
    const ids = [...moved.map(({ id }) => id), ...made.map(({ row }) => row.id), ...followed]
    await moveThese(transaction, reference, { ids, from, to })
  }
  await copyHolds(transaction, { ids: plan.holds, to })
  for (const row of inOrderOfUndoing(plan.journal)) {
    await changeCellBack(transaction, row)
    await carryAgain(transaction, row)
  }
  await followAppointments(transaction, { from, to })
  await giveDecisionsBack(transaction, mergeId)
  for (const { row, side } of plan.settled)
    if (row.kind === 'consent' && side !== 'survivor') {
      const owners = side === 'both' ? [from, to] : [to]
      await setDecisionOwners(transaction, mergeId, { decisionId: row.id, from, owners })
    }
}

/** Somebody has said that they are two: they are not proposed again unless they become more alike. */
async function decideTwo(
  transaction: Transaction,
  [one, other]: readonly [PatientId, PatientId],
  { at, actor }: { at: string; actor: Actor }
): Promise<void> {
  const persons = await readPersons(transaction, [one, other])
  const [first, second] = [persons.get(one), persons.get(other)]
  const likeness = first && second ? scorePair(first, second) : { score: 0, reasons: [] }
  const pair = await findPair(transaction, one, other)
  if (pair) await reopenPair(transaction, pair.id, { ...likeness, at: null })
  else await insertPair(transaction, { ...inOrder(one, other), ...likeness }, at)
  const kept = pair ?? (await findPair(transaction, one, other))
  if (kept) await decidePair(transaction, kept.id, { state: 'not-the-same', at, by: actor.userId })
}
