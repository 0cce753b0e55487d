import type { MergeChoices, RecordContents } from '@contract/duplicates'
import type { MergeId, PatientId } from '@contract/ids'
import type { Transaction } from '../../database/database'
import { AppError } from '../../platform/app-error'
import { toStoredInstant } from '../../platform/clock'
import type { Actor } from '../../rpc/handlers'
import { logPosition, type Audit } from '../audit'
import { getPatientRow, needsReason, type ClinicDay, type PatientRow } from '../patients'
import { settleCarriers } from './carriers.queries'
import { readContents } from './contents.queries'
import { insertMerge } from './merges.queries'
import { highestIds, moveRows } from './moves.queries'
import { decidePair, findPair, inOrder, insertPair, pairsOf, removePairs } from './pairs.queries'
import { endContacts, hideRecord, readState, writeState } from './person-state.queries'
import { mergedState } from './person-state.rules'
import { areRelated, isErasureOpen, settleCodes, settleRelations } from './relations.queries'

interface VersionedRecord {
  readonly id: PatientId
  /** The one the choice was made on. */
  readonly version: number
}

export interface MergeRequest {
  readonly survivor: VersionedRecord
  readonly loser: VersionedRecord
  readonly choices: MergeChoices
  /** Why a protected record is opened. */
  readonly reason: string | null
}

interface Merging {
  readonly audit: Audit
  readonly actor: Actor
  readonly day: ClinicDay
}

/**
 * Makes two records one. Everything that named the loser names the survivor, and a journal says what was moved; the
 * loser's row stays, found by nothing, and leads to the survivor.
 * @throws AppError `merge-same`, `merge-related`, `merge-erasure`, `stale-version`, `reason-required`, `patient-merged`, `not-found`
 */
export async function mergeRecords(
  transaction: Transaction,
  { survivor, loser, choices, reason }: MergeRequest,
  { audit, actor, day }: Merging
): Promise<{ mergeId: MergeId; moved: RecordContents }> {
  const [kept, merged] = [await readRecord(transaction, survivor), await readRecord(transaction, loser)]
  if (kept.id === merged.id) throw new AppError('merge-same')
  if (await areRelated(transaction, kept.id, merged.id)) throw new AppError('merge-related')
  if ([kept, merged].some(needsReason) && reason === null) throw new AppError('reason-required')
  if (await isErasureOpen(transaction, [kept.id, merged.id])) throw new AppError('merge-erasure')

  const at = toStoredInstant(day.now)
  const today = day.today.toString()
  const [survivorBefore, loserBefore] = [
    await readState(transaction, kept),
    await readState(transaction, merged)
  ]
  const survivorAfter = mergedState(survivorBefore, loserBefore, choices)
  const moved = await readContents(transaction, merged.id)
  const mergeId = await insertMerge(transaction, {
    survivor_id: kept.id,
    loser_id: merged.id,
    merged_at: at,
    merged_by: actor.userId,
    user_name: actor.name,
    choices: JSON.stringify(choices),
    survivor_before: JSON.stringify(survivorBefore),
    loser_before: JSON.stringify(loserBefore),
    survivor_after: JSON.stringify(survivorAfter),
    highest: JSON.stringify(await highestIds(transaction)),
    log_from: await logPosition(transaction),
    log_until: null,
    undone_at: null,
    undone_by: null,
    undone_name: null
  })
  const two = { survivor: kept.id, loser: merged.id }
  const twice = await settleRelations(transaction, mergeId, { ...two, today })
  await settleCarriers(transaction, mergeId, { ...two, twice })
  await settleCodes(transaction, [kept.id, merged.id], at)
  await endContacts(transaction, merged.id, at)
  await moveRows(transaction, mergeId, { from: merged.id, to: kept.id })
  await hideRecord(transaction, merged.id, { into: kept.id, at })
  await writeState(transaction, kept.id, { state: survivorAfter, at, today })
  await closePairs(transaction, { kept: kept.id, merged: merged.id, at, actor })
  await audit.recordAll(transaction, actor, [
    { action: 'patient.merged', patientId: kept.id, reason, detail: `patient ${merged.id}` },
    { action: 'patient.merged-into', patientId: merged.id, reason, detail: `patient ${kept.id}` }
  ])
  return { mergeId, moved }
}

async function readRecord(transaction: Transaction, { id, version }: VersionedRecord): Promise<PatientRow> {
  const row = await getPatientRow(transaction, id)
  if (row.version !== version) throw new AppError('stale-version')
  return row
}

/** The pair itself is decided; others of the merged record are looked for anew with the survivor. */
async function closePairs(
  transaction: Transaction,
  { kept, merged, at, actor }: { kept: PatientId; merged: PatientId; at: string; actor: Actor }
): Promise<void> {
  const decided =
    (await findPair(transaction, kept, merged)) ?? (await newPair(transaction, kept, merged, at))
  if (decided) await decidePair(transaction, decided.id, { state: 'merged', at, by: actor.userId })
  const others = await pairsOf(transaction, [merged])
  await removePairs(
    transaction,
    others.filter(({ id, state }) => id !== decided?.id && state === 'open').map(({ id }) => id)
  )
}

/** The desk found these two by itself. */
async function newPair(transaction: Transaction, kept: PatientId, merged: PatientId, at: string) {
  await insertPair(transaction, { ...inOrder(kept, merged), score: 0, reasons: [] }, at)
  return await findPair(transaction, kept, merged)
}
