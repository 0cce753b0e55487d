import type { PlaceNote } from '@contract/place-notes'
import type { SeriesProblem } from '@contract/series'

/**
 * What speaks against a place, in the words of a series. That it is taken is judged for all occurrences together. Where
 * several move at once, those that leave would be counted as neighbours: of what lies beside it nothing is said then,
 * and a device that is in use refuses the step.
 */
export function problemsOf(notes: readonly PlaceNote[], isMoving: boolean): SeriesProblem[] {
  return notes
    .filter(({ code }) => code !== 'taken' && !(isMoving && BESIDE.has(code)))
    .map((note) => ({ kind: kindOf(note), text: textOf(note) }))
}

const BESIDE: ReadonlySet<PlaceNote['code']> = new Set(['buffer', 'resource-taken'])

function kindOf({ code }: PlaceNote): SeriesProblem['kind'] {
  return code
}

function textOf(note: PlaceNote): string | null {
  if (note.code === 'holiday') return note.name
  return note.code === 'resource-taken' || note.code === 'resource-missing' ? note.resource : null
}
