/** What becomes of one field that two sides hold. */
export type Merged<T> =
  /** Both agree, or only the clinic has changed it. */
  | { readonly is: 'ours' }
  /** Only the portal has changed it. */
  | { readonly is: 'theirs'; readonly value: T }
  /** Both have, and not to the same. */
  | { readonly is: 'both' }

/**
 * Three ways against what both sides last agreed on, without asking any clock. Without a base the portal's is new where
 * it differs. Values are compared by their JSON.
 */
export function mergeField<T>(base: T | undefined, ours: T, theirs: T): Merged<T> {
  if (isSame(ours, theirs)) return { is: 'ours' }
  if (base === undefined || isSame(base, ours)) return { is: 'theirs', value: theirs }
  return isSame(base, theirs) ? { is: 'ours' } : { is: 'both' }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
