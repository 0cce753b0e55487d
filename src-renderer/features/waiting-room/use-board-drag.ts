import type { Appointment } from '@contract/appointments'
import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import { BOARD_LISTS, type BoardList } from './board-lists'
import { listOf } from './board-moves'

interface BoardDrag {
  readonly dragged: Readonly<Ref<Appointment | null>>
  /** The list it would go to; null over its own and beside them all. */
  readonly target: ComputedRef<BoardList | null>
  /** Where the pointer is. */
  readonly point: Readonly<Ref<{ x: number; y: number }>>
  onPointerDown(event: PointerEvent): void
  /** Keeps the click that ends a drag from opening the appointment. */
  onClickCapture(event: MouseEvent): void
}

const THRESHOLD_PIXELS = 5

/** Taking a row of the board to another list with the pointer; Escape lets go of it. */
export function useBoardDrag(
  appointmentOf: (id: number) => Appointment | undefined,
  drop: (appointment: Appointment, to: BoardList) => Promise<void>
): BoardDrag {
  const dragged = shallowRef<Appointment | null>(null)
  const over = ref<BoardList | null>(null)
  const point = ref({ x: 0, y: 0 })
  let held: { appointment: Appointment; x: number; y: number } | null = null
  let isClickOfDrag = false
  const target = computed(() =>
    dragged.value !== null && over.value !== listOf(dragged.value) ? over.value : null
  )

  function onPointerDown(event: PointerEvent): void {
    isClickOfDrag = false
    if (event.button !== 0 || !(event.target instanceof Element) || event.target.closest('.steps')) return
    const id = Number(event.target.closest<HTMLElement>('[data-appointment]')?.dataset['appointment'])
    const appointment = appointmentOf(id)
    if (!appointment) return
    held = { appointment, x: event.clientX, y: event.clientY }
    window.addEventListener('pointermove', onPointerMove)
    window.addEventListener('pointerup', onPointerUp)
    window.addEventListener('pointercancel', letGo)
    window.addEventListener('keydown', onKeydown, true)
  }

  function onPointerMove({ clientX, clientY }: PointerEvent): void {
    if (!held) return
    const isFar = Math.hypot(clientX - held.x, clientY - held.y) >= THRESHOLD_PIXELS
    if (dragged.value === null && !isFar) return
    dragged.value = held.appointment
    isClickOfDrag = true
    point.value = { x: clientX, y: clientY }
    over.value = listAt(clientX, clientY)
  }

  function onPointerUp(): void {
    const appointment = dragged.value
    const to = target.value
    letGo()
    if (appointment && to) void drop(appointment, to)
  }

  function onKeydown(event: KeyboardEvent): void {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    letGo()
  }

  function letGo(): void {
    held = null
    dragged.value = null
    over.value = null
    window.removeEventListener('pointermove', onPointerMove)
    window.removeEventListener('pointerup', onPointerUp)
    window.removeEventListener('pointercancel', letGo)
    window.removeEventListener('keydown', onKeydown, true)
  }

  function onClickCapture(event: MouseEvent): void {
    if (!isClickOfDrag) return
    isClickOfDrag = false
    event.preventDefault()
    event.stopPropagation()
  }

  onScopeDispose(letGo)
  return { dragged, target, point, onPointerDown, onClickCapture }
}

function listAt(x: number, y: number): BoardList | null {
  const name = document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-list]')?.dataset['list']
  return BOARD_LISTS.find((list) => list === name) ?? null
}
