/** While a slice is read and written nobody else is answered: nobody at the desk notices so long a wait. */
const SLICE_MS = 40
const SMALLEST_SLICE = 100
/** Queries about patients answer for a thousand at most. */
const LARGEST_SLICE = 1_000
/** Before that the speed is a guess. */
const KNOWN_AFTER_MS = 500

/** How many rows the next slice has, after one of `size` rows took `elapsedMs`. */
export function nextSliceSize(size: number, elapsedMs: number): number {
  const fitting = Math.round((size * SLICE_MS) / Math.max(elapsedMs, 1))
  // At most doubled: one quick slice is no proof.
  return Math.min(Math.max(Math.min(fitting, size * 2), SMALLEST_SLICE), LARGEST_SLICE)
}

/** Null while the speed is not known yet. */
export function secondsLeft({
  done,
  total,
  elapsedMs
}: {
  done: number
  total: number
  elapsedMs: number
}): number | null {
  if (elapsedMs < KNOWN_AFTER_MS || done === 0) return null
  return Math.max(0, Math.ceil((elapsedMs / done) * (total - done) * 0.001))
}
