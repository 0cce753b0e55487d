import { computed, nextTick, ref, type ComputedRef, type Ref } from 'vue'
import { isoWeekday } from '../../lib/dates'
import { useCalendar } from './calendar.store'
import type { ColumnView } from './column-view'
import { useMove } from './move.store'
import { isSameColumn, type ColumnPlace } from './shown-column'
import { isSameStop, nearestStop, type Stop } from './stops'

interface Position extends ColumnPlace {
  minute: number
}

interface GridCursor {
  /** The one stop of the whole grid that Tab reaches. */
  stopIn: (view: ColumnView) => Stop | null
  onKeydown: (event: KeyboardEvent) => void
  set: (place: ColumnPlace, minute: number) => void
  focus: () => Promise<void>
}

/** Where the arrow keys are in the calendar: over appointments and free time, column by column, past the edge to the next day. */
export function useGridCursor(
  views: ComputedRef<readonly ColumnView[]>,
  grid: Ref<HTMLElement | undefined>,
  startMinute: () => number
): GridCursor {
  const calendar = useCalendar()
  const move = useMove()
  const chosen = ref<Position | null>(null)

  const placeOf = ({ date, column: { clinicianId } }: ColumnView): ColumnPlace => ({ date, clinicianId })

  /** The column the keys were in last; after leafing the one that has come in its stead. */
  const here = computed<ColumnView | undefined>(() => {
    const last = chosen.value
    const all = views.value
    if (!last) return all[0]
    const isClinician = ({ column }: ColumnView): boolean => column.clinicianId === last.clinicianId
    return (
      all.find((view) => isSameColumn(placeOf(view), last)) ??
      all.find((view) => isClinician(view) && isoWeekday(view.date) === isoWeekday(last.date)) ??
      all.find(isClinician) ??
      all[0]
    )
  })
  const minute = computed(() => chosen.value?.minute ?? startMinute())

  const stopIn = (view: ColumnView): Stop | null =>
    view === here.value ? nearestStop(view.stops, minute.value) : null

  function set({ clinicianId, date }: ColumnPlace, at: number): void {
    chosen.value = { clinicianId, date, minute: at }
  }

  async function focus(): Promise<void> {
    await nextTick()
    const element = grid.value?.querySelector<HTMLElement>('[data-slot], [data-appointment][tabindex="0"]')
    element?.focus({ preventScroll: true })
    element?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  function onKeydown(event: KeyboardEvent): void {
    if (move.isMoving || event.shiftKey || event.ctrlKey || event.altKey || event.metaKey) return
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
    const view = here.value
    const stop = view ? stopIn(view) : null
    return view && stop ? { view, stop } : null
  }

  function alongColumn(by: 1 | -1): void {
    const at = current()
    if (!at) return
    const index = at.view.stops.findIndex((stop) => isSameStop(stop, at.stop))
    const next = at.view.stops[index + by]
    if (next) set(placeOf(at.view), next.startMinute)
  }

  async function acrossColumns(by: 1 | -1): Promise<void> {
    const from = here.value
    if (!from) return
    const beside = views.value[views.value.indexOf(from) + by]
    if (beside) return set(placeOf(beside), minute.value)
    calendar.step(by)
    await calendar.load()
    const entered = views.value.at(by === 1 ? 0 : -1)
    if (entered) set(placeOf(entered), minute.value)
  }

  function toEnd(index: 0 | -1): void {
    const at = current()
    const end = at?.view.stops.at(index)
    if (at && end) set(placeOf(at.view), end.startMinute)
  }

  return { stopIn, onKeydown, set, focus }
}
