/** A stretch of time in milliseconds since 1970, its end excluded. */
export type Span = readonly [startMs: number, endMs: number]

export interface OpeningSearch {
  /** When the clinician works, in time order. */
  readonly windows: readonly Span[]
  /** What is taken, by start; may overlap where somebody has overbooked. */
  readonly busy: readonly Span[]
  readonly durationMs: number
  readonly notBeforeMs: number
  /** Openings begin on this grid, counted from the start of the window. */
  readonly gridMs: number
  readonly limit: number
  /** Kept free after each visit; it may lie outside the window. */
  readonly bufferMs?: number
  /** Until when something else stands in the way of a visit that begins there; null: nothing does. */
  readonly blockedUntil?: (startMs: number) => number | null
}

/** The first openings, one after another in each gap: 09:00, 09:20, 09:40 in a free hour for twenty minutes. */
export function findOpenings(search: OpeningSearch): number[] {
  const openings: number[] = []
  for (const window of search.windows) {
    if (openings.length >= search.limit) break
    collectFromWindow(window, search, openings)
  }
  return openings
}

function collectFromWindow([startMs, endMs]: Span, search: OpeningSearch, openings: number[]): void {
  const { busy, durationMs, notBeforeMs, gridMs, limit, bufferMs = 0, blockedUntil } = search
  const onGrid = (ms: number): number => startMs + Math.ceil((ms - startMs) / gridMs) * gridMs
  let at = onGrid(Math.max(startMs, notBeforeMs))
  let next = 0
  while (at + durationMs <= endMs && openings.length < limit) {
    while (next < busy.length && (busy[next]?.[1] ?? 0) <= at) next += 1
    const freeUntil = busy[next]?.[0] ?? Infinity
    const isFree = freeUntil >= at + durationMs + bufferMs
    const refusedUntil = isFree ? (blockedUntil?.(at) ?? null) : (busy[next]?.[1] ?? endMs)
    if (refusedUntil === null) openings.push(at)
    at = onGrid(refusedUntil ?? at + durationMs + bufferMs)
  }
}
