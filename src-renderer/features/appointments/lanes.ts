export interface Span {
  startMinute: number
  endMinute: number
}

/** Where an event stands when several share the time: `lane` of `laneCount`, counted from 0. */
export interface Lane {
  lane: number
  laneCount: number
}

/**
 * Puts overlapping spans side by side. Spans that touch only at their edges share a lane; a group of spans that
 * overlap in a chain gets one width, so that its edges line up. The answer is in the order of the input.
 */
export function assignLanes(spans: readonly Span[]): Lane[] {
  const lanes: Lane[] = spans.map(() => ({ lane: 0, laneCount: 1 }))
  for (const group of overlapGroups(spans)) {
    const laneEnds: number[] = []
    for (const index of group) {
      const span = spans[index]
      if (!span) continue
      const free = laneEnds.findIndex((end) => end <= span.startMinute)
      const lane = free === -1 ? laneEnds.length : free
      laneEnds[lane] = span.endMinute
      lanes[index] = { lane, laneCount: 1 }
    }
    for (const index of group) lanes[index] = { lane: lanes[index]?.lane ?? 0, laneCount: laneEnds.length }
  }
  return lanes
}

/** Indexes of the spans, in time order, parted wherever nothing reaches over. */
function overlapGroups(spans: readonly Span[]): number[][] {
  const groups: number[][] = []
  let groupEnd = -Infinity
  for (const index of inTimeOrder(spans)) {
    const span = spans[index]
    if (!span) continue
    if (span.startMinute >= groupEnd) groups.push([])
    groups.at(-1)?.push(index)
    groupEnd = Math.max(groupEnd, span.endMinute)
  }
  return groups
}

function inTimeOrder(spans: readonly Span[]): number[] {
  const at = (index: number): Span => spans[index] ?? { startMinute: 0, endMinute: 0 }
  return spans
    .map((_, index) => index)
    .sort((a, b) => at(a).startMinute - at(b).startMinute || at(b).endMinute - at(a).endMinute || a - b)
}
