import type { Appointment } from '@contract/appointments'
import { onScopeDispose } from 'vue'
import { minuteOf } from '../../lib/wall-time'
import { snap } from './day-range'
import { useDragSurface } from './drag-surface.store'
import { edgeScroll } from './edge-scroll'
import { isSamePlace, type Place } from './move'
import { useMove } from './move.store'
import { usePinboard } from './pinboard.store'

export interface DragSource {
  /** The appointment a pointer went down on, when it may be moved. */
  movableAt: (target: EventTarget | null) => Appointment | undefined
  /** It is about to follow the pointer: what the next key means is this one. */
  lift: (appointment: Appointment) => void
}

interface Drag {
  appointment: Appointment
  isResizing: boolean
  x: number
  y: number
  /** How far below its start the appointment was taken hold of. */
  grabMinutes: number
}

const THRESHOLD_PIXELS = 4
/** As high as the edge that shows the resizing pointer. */
const EDGE_PIXELS = 5

/** Whether a pointer is at the lower edge of an appointment. */
function isOnEdge({ target, clientY }: PointerEvent): boolean {
  const block = target instanceof Element ? target.closest('[data-appointment]') : null
  return block !== null && clientY > block.getBoundingClientRect().bottom - EDGE_PIXELS
}

/**
 * Moving and resizing by pointer, over the grid in sight and onto the pinboard. `hasDragged` says whether the click that
 * follows belongs to a drag.
 */
export function useDrag(source: DragSource): {
  onPointerDown: (event: PointerEvent) => void
  hasDragged: () => boolean
} {
  const move = useMove()
  const pinboard = usePinboard()
  const surfaces = useDragSurface()
  let drag: Drag | null = null
  let pointer = { x: 0, y: 0 }
  let hasDragged = false
  const edges = edgeScroll(scrollArea, follow)

  function onPointerDown(event: PointerEvent): void {
    hasDragged = false
    const appointment = source.movableAt(event.target)
    if (event.button !== 0 || !appointment || move.isMoving) return
    const { clientX: x, clientY: y } = event
    const isInGrid = surfaces.surface?.placeAt(x, y) != null
    const grabbed = isInGrid ? (surfaces.surface?.minuteAt(y) ?? 0) - minuteOf(appointment.time) : 5
    drag = { appointment, isResizing: isInGrid && isOnEdge(event), x, y, grabMinutes: grabbed }
    window.addEventListener('pointermove', onPointerMove)
    window.addEventListener('pointerup', onPointerUp)
    window.addEventListener('pointercancel', letGo)
  }

  function onPointerMove({ clientX: x, clientY: y }: PointerEvent): void {
    if (!drag) return
    const isFar = Math.hypot(x - drag.x, y - drag.y) >= THRESHOLD_PIXELS
    if (!hasDragged && !isFar) return
    if (!hasDragged) {
      source.lift(drag.appointment)
      move.isDragging = true
    }
    hasDragged = true
    // Escape has dropped it: the pointer drags nothing any more.
    if (!move.isMoving) return stop()
    pointer = { x, y }
    edges.track(x, y)
    follow()
  }

  /** The ghost goes where the pointer is; nothing happens until that is another place of the grid. */
  function follow(): void {
    const now = move.carried?.target
    const target = drag && now ? targetOf(drag, now) : null
    if (target && now && !isSamePlace(target, now)) move.act({ kind: 'to', target })
  }

  function targetOf({ appointment, isResizing, grabMinutes }: Drag, now: Place): Place | null {
    const { surface } = surfaces
    if (!surface) return null
    const minute = surface.minuteAt(pointer.y)
    if (isResizing) return { ...now, durationMinutes: snap(minute - now.startMinute) }
    const place = surface.placeAt(pointer.x, pointer.y)
    if (!place) return null
    const { durationMinutes } = appointment
    return { ...place, startMinute: snap(minute - grabMinutes), durationMinutes }
  }

  function scrollArea(): ReturnType<Parameters<typeof edgeScroll>[0]> {
    const found = surfaces.surface?.scroller()
    if (!found || !isOverGrid()) return null
    const { right, bottom } = found.element.getBoundingClientRect()
    return { element: found.element, area: { top: found.top, left: found.left, right, bottom } }
  }

  /** The side panel and the bars are no edge of the grid. */
  function isOverGrid(): boolean {
    const under = document.elementFromPoint(pointer.x, pointer.y)
    return under !== null && surfaces.surface?.scroller()?.element.contains(under) === true
  }

  function onPointerUp(): void {
    const held = drag
    stop()
    if (!hasDragged || !held || move.move.phase !== 'carrying') return
    const under = document.elementFromPoint(pointer.x, pointer.y)
    if (under?.closest('[data-pinboard]') && !held.isResizing) {
      pinboard.hold(held.appointment)
      return move.drop()
    }
    const isPutDown = surfaces.surface?.placeAt(pointer.x, pointer.y) != null
    if (isPutDown || !pinboard.has(held.appointment.id)) move.act({ kind: 'place' })
    else move.drop()
  }

  function letGo(): void {
    stop()
    move.drop()
  }

  function stop(): void {
    drag = null
    move.isDragging = false
    edges.stop()
    window.removeEventListener('pointermove', onPointerMove)
    window.removeEventListener('pointerup', onPointerUp)
    window.removeEventListener('pointercancel', letGo)
  }

  onScopeDispose(stop)
  return { onPointerDown, hasDragged: () => hasDragged }
}
