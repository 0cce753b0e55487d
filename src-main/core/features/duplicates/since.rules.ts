import type { MadeSince, Side, SinceKind } from '@contract/duplicates'

/** Something made since the merge that names the survivor. */
export interface SinceRow {
  readonly kind: SinceKind
  readonly table: string
  readonly column: string
  readonly id: number
  readonly at: string | null
  readonly text: string
  readonly code: string | null
  /** False: a number that has ended, or a document beside the number. */
  readonly isCurrent: boolean
  /** `table id` of what it was made for, the nearest first. */
  readonly parents: readonly string[]
  /** Whose it certainly is; null: either's. */
  readonly certain: Exclude<Side, 'both'> | null
  readonly suggested: Side
}

export interface Settled {
  readonly row: SinceRow
  readonly side: Side
  /** The row whose side was chosen, this one itself or what it was made for; null: nobody needs to choose. */
  readonly chosenBy: SinceRow | null
}

export const keyOf = (table: string, id: number): string => `${table} ${id}`
const ownKey = ({ table, id }: Pick<SinceRow, 'table' | 'id'>): string => keyOf(table, id)
/** As the desk names it: a guardian of the one and a child of the other lie in one table. */
export const choiceKey = ({ kind, id }: Pick<SinceRow, 'kind' | 'id'>): string => `${kind} ${id}`

/**
 * Whose each is once the merge is undone. What was made for a row that goes back goes back with it, what was made for
 * another new row goes where that goes, and what is left is the desk's choice or the suggestion.
 * @param moved `table id` of the rows that the merge moved
 */
export function settle(
  rows: readonly SinceRow[],
  moved: ReadonlySet<string>,
  chosen: ReadonlyMap<string, Side>
): Settled[] {
  const byKey = new Map(rows.map((row) => [ownKey(row), row]))
  const settled = new Map<SinceRow, Settled>()
  const visiting = new Set<SinceRow>()

  function settleOne(row: SinceRow): Settled {
    const known = settled.get(row)
    if (known) return known
    visiting.add(row)
    const result = decide(row)
    visiting.delete(row)
    settled.set(row, result)
    return result
  }

  function decide(row: SinceRow): Settled {
    if (row.certain !== null) return { row, side: row.certain, chosenBy: null }
    for (const parent of row.parents) {
      if (moved.has(parent)) return { row, side: 'loser', chosenBy: null }
      const made = byKey.get(parent)
      if (!made) return { row, side: 'survivor', chosenBy: null }
      if (visiting.has(made)) continue
      const { side, chosenBy } = settleOne(made)
      return { row, side, chosenBy }
    }
    return { row, side: chosen.get(choiceKey(row)) ?? row.suggested, chosenBy: row }
  }

  return rows.map(settleOne)
}

/** What the desk is asked about, with how much follows each. */
export function questionsOf(settled: readonly Settled[]): MadeSince[] {
  const following = new Map<SinceRow, number>()
  for (const { row, chosenBy } of settled)
    if (chosenBy !== null && chosenBy !== row) following.set(chosenBy, (following.get(chosenBy) ?? 0) + 1)
  return settled
    .filter(({ row, chosenBy }) => chosenBy === row)
    .map(({ row: { kind, id, at, text, code, suggested }, row }) => ({
      kind,
      id,
      at,
      text,
      code,
      suggested,
      following: following.get(row) ?? 0
    }))
}
