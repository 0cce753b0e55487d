import type { Session } from '@contract/sessions'
import type { Span } from './lanes'

/** The grid's step; appointments begin and end on it. */
export const STEP_MINUTES = 5
/** 156 px an hour: a booking of twenty minutes has room for two lines. */
export const PIXELS_PER_MINUTE = 2.6

const USUAL_DAY: Span = { startMinute: 8 * 60, endMinute: 16 * 60 }
const MARGIN_MINUTES = 30
const MINUTES_IN_DAY = 1440

/** A day's sessions as spans in time order, without those that are blocked. */
export function openSpans(sessions: readonly Session[]): Span[] {
  return sessions
    .filter(({ kind }) => kind !== 'blocked')
    .map(({ startMinute, endMinute }) => ({ startMinute, endMinute }))
}

/** The part of the day the grid shows: working hours and everything booked, with half an hour around, on whole half hours. */
export function dayRange(spans: readonly Span[]): Span {
  const all = spans.length > 0 ? spans : [USUAL_DAY]
  const first = Math.min(...all.map((one) => one.startMinute)) - MARGIN_MINUTES
  const last = Math.max(...all.map((one) => one.endMinute)) + MARGIN_MINUTES
  return {
    startMinute: Math.max(0, Math.floor(first / 30) * 30),
    endMinute: Math.min(MINUTES_IN_DAY, Math.ceil(last / 30) * 30)
  }
}

/** What is left of `range` when `taken` is cut out: closed bands from open hours, gaps from bookings. */
export function subtract(range: Span, taken: readonly Span[]): Span[] {
  const left: Span[] = []
  let from = range.startMinute
  for (const one of [...taken].sort((a, b) => a.startMinute - b.startMinute)) {
    const until = Math.min(one.startMinute, range.endMinute)
    if (until > from) left.push({ startMinute: from, endMinute: until })
    from = Math.max(from, one.endMinute)
  }
  if (range.endMinute > from) left.push({ startMinute: from, endMinute: range.endMinute })
  return left
}

/** Free time inside working hours. */
export function freeGaps(open: readonly Span[], booked: readonly Span[]): Span[] {
  return open.flatMap((one) => subtract(one, booked))
}

/** The nearest step of the grid. */
export function snap(minute: number): number {
  return Math.round(minute / STEP_MINUTES) * STEP_MINUTES
}

/** The step of the grid that a point lies in, so that a click books from the line above it. */
export function snapDown(minute: number): number {
  return Math.floor(minute / STEP_MINUTES) * STEP_MINUTES
}

/** Whole hours inside the range, for the labels. */
export function hourMarks(range: Span): number[] {
  const first = Math.ceil(range.startMinute / 60)
  const last = Math.floor((range.endMinute - 1) / 60)
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => (first + index) * 60)
}

export function pixelsFrom(range: Span, minute: number): number {
  return (minute - range.startMinute) * PIXELS_PER_MINUTE
}

export function minuteAt(range: Span, pixels: number): number {
  return range.startMinute + pixels / PIXELS_PER_MINUTE
}
