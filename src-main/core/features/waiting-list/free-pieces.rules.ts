import type { Span } from '../appointments'

const GRID_MS = 5 * 60_000

/** What of a place is given back when it becomes another; all of it when nothing is taken any more. */
export function freedSpans(before: Span | null, after: Span | null): Span[] {
  if (!before) return []
  return after ? without(before, [after]) : [before]
}

/** What is left of a place when others are taken out and the past too, in pieces of whole five minutes. */
export function freePieces(place: Span, taken: readonly Span[], nowMs: number): Span[] {
  const [startMs, endMs] = place
  const fromMs = Math.max(startMs, Math.ceil(nowMs / GRID_MS) * GRID_MS)
  if (fromMs >= endMs) return []
  return without([fromMs, endMs], taken).filter(([from, until]) => until - from >= GRID_MS)
}

function without(place: Span, taken: readonly Span[]): Span[] {
  return taken.reduce<Span[]>(
    (pieces, [takenFrom, takenUntil]) =>
      pieces.flatMap(([from, until]): Span[] => {
        if (takenUntil <= from || takenFrom >= until) return [[from, until]]
        const left: Span[] = [
          [from, takenFrom],
          [takenUntil, until]
        ]
        return left.filter(([start, end]) => start < end)
      }),
    [place]
  )
}
