import type { Appointment } from '@contract/appointments'
import type { AppointmentId } from '@contract/ids'
import type { blockViews, BlockView } from './block-view'
import { PIXELS_PER_MINUTE, pixelsFrom } from './day-range'
import { assignLanes, type Lane, type Span } from './lanes'
import { spanOf } from './stops'

/** One appointment in its column: what it shows and where. */
export interface Block {
  readonly id: AppointmentId
  readonly view: BlockView
  /** As CSS: one text is set faster than four properties. */
  readonly place: string
}

export interface ColumnSpace {
  readonly range: Span
  /** Width of the column in pixels. */
  readonly width: number
  readonly nowMs: number
  readonly viewOf: ReturnType<typeof blockViews>
}

const NARROW_PIXELS = 175
const LOWEST_PIXELS = 12

/** The blocks of a column; `before` itself when all of them are as they were, so that a tick of the clock draws nothing. */
export function columnBlocks(
  appointments: readonly Appointment[],
  { range, width, nowMs, viewOf }: ColumnSpace,
  before: readonly Block[] = []
): readonly Block[] {
  const lanes = assignLanes(appointments.map(spanOf))
  const blocks = appointments.map((appointment, index): Block => {
    const lane = lanes[index] ?? { lane: 0, laneCount: 1 }
    const isNarrow = width / lane.laneCount < NARROW_PIXELS
    const view = viewOf(appointment, { nowMs, isNarrow })
    return { id: appointment.id, view, place: placeOf(spanOf(appointment), lane, range) }
  })
  return isSame(before, blocks) ? before : blocks
}

function placeOf({ startMinute, endMinute }: Span, { lane, laneCount }: Lane, range: Span): string {
  const height = Math.max((endMinute - startMinute) * PIXELS_PER_MINUTE - 2, LOWEST_PIXELS)
  const top = pixelsFrom(range, startMinute) + 1
  const left = `calc(4px + (100% - 16px) * ${lane / laneCount})`
  return `top:${top}px;height:${height}px;left:${left};width:calc((100% - 16px) / ${laneCount} - 1px)`
}

function isSame(before: readonly Block[], fresh: readonly Block[]): boolean {
  const isKept = ({ id, view, place }: Block, index: number): boolean => {
    const other = before[index]
    return id === other?.id && view === other.view && place === other.place
  }
  return before.length === fresh.length && fresh.every(isKept)
}
