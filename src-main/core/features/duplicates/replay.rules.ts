import type { MergeChoices, MergeField } from '@contract/duplicates'
import { FIELDS, isSameIn, mergedState, withField, type PersonState } from './person-state.rules'

/** A merge into one record, as its journal keeps it. */
export interface Merged {
  readonly choices: MergeChoices
  readonly survivorBefore: PersonState
  readonly loserBefore: PersonState
  readonly survivorAfter: PersonState
}

export interface Replayed {
  /** The record without the merge. */
  readonly state: PersonState
  /** What each later merge into the record would have found and made of it, in their order. */
  readonly later: readonly { readonly before: PersonState; readonly after: PersonState }[]
  /** Changed by somebody since the merge: they stay as they are. */
  readonly stayingFields: readonly MergeField[]
  /** Become what they were before it. */
  readonly returningFields: readonly MergeField[]
}

/**
 * A record as if one of the merges into it had never been: each field takes its value of before the merge, passes on
 * through the merges that came later, and stops where somebody has changed it in between.
 */
export function without(removed: Merged, later: readonly Merged[], current: PersonState): Replayed {
  let was = removed.survivorAfter
  let is = removed.survivorBefore
  const changed = new Set<MergeField>()
  const rewritten = later.map((merge) => {
    const before = carried(merge.survivorBefore, { was, is, changed })
    const after = mergedState(before, merge.loserBefore, merge.choices)
    was = merge.survivorAfter
    is = after
    return { before, after }
  })
  const state = carried(current, { was, is, changed })
  return {
    state,
    later: rewritten,
    stayingFields: FIELDS.filter((field) => changed.has(field)),
    returningFields: FIELDS.filter((field) => !isSameIn(field, state, current))
  }
}

/** `found`, but for the fields in which it is still what it `was`. */
function carried(
  found: PersonState,
  { was, is, changed }: { was: PersonState; is: PersonState; changed: Set<MergeField> }
): PersonState {
  let state = found
  for (const field of FIELDS) {
    if (isSameIn(field, found, was)) state = withField(state, field, is)
    else changed.add(field)
  }
  return state
}
