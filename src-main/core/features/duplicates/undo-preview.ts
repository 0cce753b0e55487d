import type { Merge, RecordContents, UndoPreview } from '@contract/duplicates'
import type { PatientHit } from '@contract/patients'
import { NOTHING } from './contents.queries'
import type { MergeRecord } from './merges.queries'
import { MOVED } from './patient-references.rules'
import { questionsOf } from './since.rules'
import type { UndoPlan } from './undo-plan'

export function toMergeView(record: MergeRecord, survivor: PatientHit): Merge {
  const { given_name, family_name, birth_date } = record.loserBefore
  return {
    id: record.id,
    survivor,
    formerName: `${given_name} ${family_name}`.trim(),
    formerBirthDate: birth_date,
    mergedAt: record.mergedAt,
    userName: record.userName,
    undoneAt: record.undoneAt,
    undoneBy: record.undoneName
  }
}

/** What undoing would do, as the desk is shown it. */
export function previewOf(plan: UndoPlan, survivor: PatientHit): UndoPreview {
  return {
    merge: toMergeView(plan.merge, survivor),
    returning: returningOf(plan),
    madeSince: questionsOf(plan.settled),
    stayingFields: [...plan.replayed.stayingFields],
    returningFields: [...plan.replayed.returningFields],
    obstacle: plan.obstacle,
    undoFirst: plan.undoFirst && { mergeId: plan.undoFirst.id, name: survivorName(plan.undoFirst) }
  }
}

/** As it was called when the other was merged into it. */
export function survivorName({ survivorBefore: { given_name, family_name } }: MergeRecord): string {
  return `${given_name} ${family_name}`.trim()
}

function returningOf({ journal, settled }: UndoPlan): RecordContents {
  const returning = { ...NOTHING }
  for (const { table, column, counted } of MOVED) {
    if (counted === null) continue
    const isOne = (row: { table: string; column: string }) => row.table === table && row.column === column
    const moved = journal.filter((row) => row.cell === null && isOne(row)).length
    const made = settled.filter(
      ({ row, side, chosenBy }) => chosenBy === null && side === 'loser' && isOne(row)
    )
    returning[counted] += moved + made.length
  }
  return returning
}
