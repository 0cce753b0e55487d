import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { PAINT_STEP_MINUTES } from './week-painting'

export interface Stroke {
  readonly weekday: number
  readonly startMinute: number
  readonly endMinute: number
}

interface StrokeSurface {
  /** The minute of the day under a point of the window, on the line of a weekday. */
  minuteAt: (x: number, line: HTMLElement) => number
  /** The pointer was let go after it had moved. */
  drawn: (stroke: Stroke) => void
  /** The pointer was let go where it went down. */
  clicked: (weekday: number, minute: number) => void
}

const THRESHOLD_PIXELS = 4
const stepDown = (minute: number): number => Math.floor(minute / PAINT_STEP_MINUTES) * PAINT_STEP_MINUTES

/** One stroke of the pointer along the line of a day. Escape gives it up. */
export function useStroke(surface: StrokeSurface): {
  readonly stroke: ShallowRef<Stroke | null>
  start: (event: PointerEvent, weekday: number) => void
} {
  const stroke = shallowRef<Stroke | null>(null)
  let from: { line: HTMLElement; x: number; minute: number; weekday: number } | null = null

  function start(event: PointerEvent, weekday: number): void {
    const line = event.currentTarget
    if (event.button !== 0 || !(line instanceof HTMLElement)) return
    from = { line, x: event.clientX, minute: surface.minuteAt(event.clientX, line), weekday }
    window.addEventListener('pointermove', move)
    window.addEventListener('pointerup', end)
    window.addEventListener('pointercancel', stop)
    window.addEventListener('keydown', giveUp, true)
  }

  function move(event: PointerEvent): void {
    if (!from) return
    if (!stroke.value && Math.abs(event.clientX - from.x) < THRESHOLD_PIXELS) return
    const minute = surface.minuteAt(event.clientX, from.line)
    const [least, most] = [Math.min(from.minute, minute), Math.max(from.minute, minute)]
    stroke.value = {
      weekday: from.weekday,
      startMinute: stepDown(least),
      endMinute: Math.max(stepDown(most + PAINT_STEP_MINUTES - 1), stepDown(least) + PAINT_STEP_MINUTES)
    }
  }

  function end(): void {
    const [drawn, began] = [stroke.value, from]
    stop()
    if (drawn) surface.drawn(drawn)
    else if (began) surface.clicked(began.weekday, stepDown(began.minute))
  }

  function giveUp(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    stop()
  }

  function stop(): void {
    from = null
    stroke.value = null
    window.removeEventListener('pointermove', move)
    window.removeEventListener('pointerup', end)
    window.removeEventListener('pointercancel', stop)
    window.removeEventListener('keydown', giveUp, true)
  }

  onScopeDispose(stop)
  return { stroke, start }
}
