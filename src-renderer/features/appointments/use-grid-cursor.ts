import type { ClinicianId } from '@contract/ids'
import { computed, nextTick, ref, type ComputedRef, type Ref } from 'vue'
import { useDay } from './day.store'
import { useMove } from './move.store'
import type { ColumnView } from './column-view'
import { isSameStop, nearestStop, type Stop } from './stops'

interface Position {
  clinicianId: ClinicianId
  minute: number
}

interface GridCursor {
  /** The one stop of the whole grid that Tab reaches. */
  stopIn: (view: ColumnView) => Stop | null
  onKeydown: (event: KeyboardEvent) => void
  set: (clinicianId: ClinicianId, minute: number) => void
  focus: () => Promise<void>
}

/** Where the arrow keys are in the calendar: over appointments and free time, column by column, past the edge to the next day. */
export function useGridCursor(
  views: ComputedRef<readonly ColumnView[]>,
  grid: Ref<HTMLElement | undefined>,
  startMinute: () => number
): GridCursor {
  const day = useDay()
  const move = useMove()
  const chosen = ref<Position | null>(null)

  const position = computed<Position | null>(() => {
    const known = views.value.some((view) => view.column.clinicianId === chosen.value?.clinicianId)
    if (chosen.value && known) return chosen.value
    const first = views.value[0]
    return first ? { clinicianId: first.column.clinicianId, minute: startMinute() } : null
  })

  const stopIn = (view: ColumnView): Stop | null =>
    position.value?.clinicianId === view.column.clinicianId
      ? nearestStop(view.stops, position.value.minute)
      : null

  function set(clinicianId: ClinicianId, minute: number): void {
    chosen.value = { clinicianId, minute }
  }

  async function focus(): Promise<void> {
    await nextTick()
    const element = grid.value?.querySelector<HTMLElement>('[data-slot], [data-appointment][tabindex="0"]')
    element?.focus({ preventScroll: true })
    element?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  function onKeydown(event: KeyboardEvent): void {
    if (move.isMoving || event.ctrlKey || event.altKey || event.metaKey) return
    const steps: Record<string, () => void | Promise<void>> = {
      ArrowDown: () => alongColumn(1),
      ArrowUp: () => alongColumn(-1),
      ArrowRight: () => acrossColumns(1),
      ArrowLeft: () => acrossColumns(-1),
      Home: () => toEnd(0),
      End: () => toEnd(-1)
    }
    const step = steps[event.key]
    if (!step) return
    event.preventDefault()
    void Promise.resolve(step()).then(focus)
  }

  function current(): { view: ColumnView; stop: Stop } | null {
    const view = views.value.find((one) => one.column.clinicianId === position.value?.clinicianId)
    const stop = view ? stopIn(view) : null
    return view && stop ? { view, stop } : null
  }

  function alongColumn(by: 1 | -1): void {
    const here = current()
    if (!here) return
    const index = here.view.stops.findIndex((stop) => isSameStop(stop, here.stop))
    const next = here.view.stops[index + by]
    if (next) set(here.view.column.clinicianId, next.startMinute)
  }

  async function acrossColumns(by: 1 | -1): Promise<void> {
    const at = position.value
    if (!at) return
    const index = views.value.findIndex((view) => view.column.clinicianId === at.clinicianId)
    const beside = views.value[index + by] ?? views.value.at(by === 1 ? 0 : -1)
    if (!beside) return
    if (!views.value[index + by]) {
      day.step(by)
      await day.load()
    }
    set(beside.column.clinicianId, at.minute)
  }

  function toEnd(index: 0 | -1): void {
    const here = current()
    const end = here?.view.stops.at(index)
    if (here && end) set(here.view.column.clinicianId, end.startMinute)
  }

  return { stopIn, onKeydown, set, focus }
}
