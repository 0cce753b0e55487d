import type { Appointment } from '@contract/appointments'
import type { ClinicianId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import { onScopeDispose } from 'vue'
import { minuteOf } from '../../lib/wall-time'
import { snap } from './day-range'
import { useMove } from './move.store'

export interface DragSurface {
  date: () => CivilDate
  /** The column under a point of the window; null beside them all. */
  clinicianAt: (x: number) => ClinicianId | null
  minuteAt: (y: number) => number
  /** The appointment a pointer went down on, when it may be moved. */
  movableAt: (target: EventTarget | null) => Appointment | undefined
  /** It has been lifted: what the next key means is this one. */
  lifted: (appointment: Appointment) => void
  /** Brings the point into view when it nears an edge. */
  scrollTowards: (y: number) => void
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

/** Moving and resizing by pointer. `hasDragged` says whether the click that follows belongs to a drag. */
export function useDrag(surface: DragSurface): {
  onPointerDown: (event: PointerEvent) => void
  hasDragged: () => boolean
} {
  const move = useMove()
  let drag: Drag | null = null
  let hasDragged = false

  function onPointerDown(event: PointerEvent): void {
    hasDragged = false
    const appointment = surface.movableAt(event.target)
    if (event.button !== 0 || !appointment || move.isMoving) return
    const isResizing = isOnEdge(event)
    const grabMinutes = surface.minuteAt(event.clientY) - minuteOf(appointment.time)
    drag = { appointment, isResizing, x: event.clientX, y: event.clientY, grabMinutes }
    window.addEventListener('pointermove', onPointerMove)
    window.addEventListener('pointerup', onPointerUp)
    window.addEventListener('pointercancel', letGo)
  }

  function onPointerMove(event: PointerEvent): void {
    if (!drag) return
    const isFar = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) >= THRESHOLD_PIXELS
    if (!hasDragged && !isFar) return
    if (!hasDragged) lift(drag.appointment)
    hasDragged = true
    // Escape has dropped it: the pointer drags nothing any more.
    if (!move.isMoving) return stop()
    surface.scrollTowards(event.clientY)
    follow(drag, event)
  }

  function lift(appointment: Appointment): void {
    surface.lifted(appointment)
    move.pickUp(appointment)
  }

  function follow({ appointment, isResizing, grabMinutes }: Drag, event: PointerEvent): void {
    const minute = surface.minuteAt(event.clientY)
    const startMinute = minuteOf(appointment.time)
    const { clinicianId, date, durationMinutes } = appointment
    const target = isResizing
      ? { clinicianId, date, startMinute, durationMinutes: snap(minute - startMinute) }
      : {
          clinicianId: surface.clinicianAt(event.clientX) ?? move.carried?.target.clinicianId ?? clinicianId,
          date: surface.date(),
          startMinute: snap(minute - grabMinutes),
          durationMinutes
        }
    move.act({ kind: 'to', target })
  }

  function onPointerUp(): void {
    stop()
    if (hasDragged && move.move.phase === 'carrying') move.act({ kind: 'place' })
  }

  function letGo(): void {
    stop()
    move.drop()
  }

  function stop(): void {
    drag = null
    window.removeEventListener('pointermove', onPointerMove)
    window.removeEventListener('pointerup', onPointerUp)
    window.removeEventListener('pointercancel', letGo)
  }

  onScopeDispose(stop)
  return { onPointerDown, hasDragged: () => hasDragged }
}
