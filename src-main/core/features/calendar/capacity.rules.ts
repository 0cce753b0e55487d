import { findOpenings, type Span } from '../appointments'

const MINUTE_MS = 60_000
const GRID_MS = 5 * MINUTE_MS
/** More than fit in a day. */
const EVERY_OPENING = 1_000

export interface CapacitySearch {
  /** When the clinician can be booked, in time order. */
  readonly windows: readonly Span[]
  /** What is taken, by start; may overlap where somebody has overbooked. */
  readonly busy: readonly Span[]
  readonly durationMs: number
  /** Nothing before this can be booked any more. */
  readonly notBeforeMs: number
}

export interface Capacity {
  readonly offeredMinutes: number
  readonly usedMinutes: number
  readonly freeMinutes: number
  readonly openings: number
}

/** What one clinician's day offers: time that two bookings share counts once, time outside the hours not at all. */
export function capacityOf(search: CapacitySearch): Capacity {
  const { windows, busy, durationMs, notBeforeMs } = search
  const offered = lengthOf(windows)
  const taken = merged(busy)
  const ahead = windows.flatMap((window) => within(window, [notBeforeMs, Infinity]))
  return {
    offeredMinutes: minutes(offered),
    usedMinutes: minutes(sharedLength(windows, taken)),
    freeMinutes: minutes(lengthOf(ahead) - sharedLength(ahead, taken)),
    openings: findOpenings({ windows, busy, durationMs, notBeforeMs, gridMs: GRID_MS, limit: EVERY_OPENING })
      .length
  }
}

/** Overlapping spans as one. */
function merged(spans: readonly Span[]): Span[] {
  const whole: [number, number][] = []
  for (const [startMs, endMs] of spans) {
    const last = whole.at(-1)
    if (last && startMs <= last[1]) last[1] = Math.max(last[1], endMs)
    else whole.push([startMs, endMs])
  }
  return whole
}

function sharedLength(windows: readonly Span[], spans: readonly Span[]): number {
  return lengthOf(windows.flatMap((window) => spans.flatMap((span) => within(span, window))))
}

/** What of a span lies in a window. */
function within([startMs, endMs]: Span, [fromMs, untilMs]: Span): Span[] {
  const [start, end] = [Math.max(startMs, fromMs), Math.min(endMs, untilMs)]
  return start < end ? [[start, end]] : []
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, [startMs, endMs]) => sum + endMs - startMs, 0)
}

function minutes(ms: number): number {
  return Math.round(ms / MINUTE_MS)
}
