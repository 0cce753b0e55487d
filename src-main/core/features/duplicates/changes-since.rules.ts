/** What became of a number: which row it ended or took away, and which it made. */
export interface NumberChange {
  readonly id: number
  readonly before: number | null
  readonly after: number | null
  /** As they stood for the patient; null: none did, for it was made anew, only ended, or a foreign document. */
  readonly valueBefore: string | null
  readonly valueAfter: string | null
  readonly isUndone: boolean
}

/**
 * The row that a number stands in place of: the one it replaced or corrected, or where that one is gone, the one before.
 * @param isKnown whether the row is one that somebody's side is known of
 * @returns null where it stands in place of none
 */
export function predecessorOf(
  id: number,
  changes: readonly NumberChange[],
  isKnown: (id: number) => boolean
): number | null {
  const seen = new Set([id])
  let current = id
  for (;;) {
    const made = changes.findLast(
      ({ before, after, isUndone }) => !isUndone && after === current && before !== null && !seen.has(before)
    )
    const before = made?.before ?? null
    if (before === null || isKnown(before)) return before
    seen.add(before)
    current = before
  }
}

/**
 * The changes that are told of these numbers, also through numbers that are gone since: a history goes with what it is
 * the history of.
 * @returns their ids
 */
export function changesAbout(changes: readonly NumberChange[], numbers: ReadonlySet<number>): number[] {
  const about = new Set(numbers)
  const found = new Set<number>()
  let size: number
  do {
    size = found.size
    for (const { id, before, after, isUndone } of changes) {
      const rows = isUndone ? [before ?? after] : [before, after]
      if (!rows.some((row) => row !== null && about.has(row))) continue
      found.add(id)
      // The number that a change taken back had made was never anybody's, and its id may be another's now.
      if (!isUndone) for (const row of rows) if (row !== null) about.add(row)
    }
  } while (found.size > size)
  return [...found].sort((one, other) => one - other)
}

/** The number in use once these changes of it have been made. */
export function numberAfter(number: string | null, changes: readonly NumberChange[]): string | null {
  return changes
    .filter(isOfNumber)
    .reduce((value, { valueBefore, valueAfter }) => (value === valueBefore ? valueAfter : value), number)
}

/** The number that was in use before these changes of it were made. */
export function numberBefore(number: string | null, changes: readonly NumberChange[]): string | null {
  return changes
    .filter(isOfNumber)
    .reduceRight((value, { valueBefore, valueAfter }) => (value === valueAfter ? valueBefore : value), number)
}

const isOfNumber = ({ isUndone, valueBefore, valueAfter }: NumberChange): boolean =>
  !isUndone && valueBefore !== valueAfter
