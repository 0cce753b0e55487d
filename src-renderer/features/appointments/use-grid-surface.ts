import { onBeforeUnmount, onMounted, type Ref } from 'vue'
import type { ColumnView } from './column-view'
import { minuteAt } from './day-range'
import { useDragSurface, type DragSurface } from './drag-surface.store'
import type { Span } from './lanes'
import type { ColumnPlace } from './shown-column'
import { HOURS_PIXELS } from './use-grid-width'

/** What stays at the top while the hours move below it. */
const HEAD_PIXELS = 44

interface Grid {
  readonly views: Readonly<Ref<readonly ColumnView[]>>
  readonly range: Readonly<Ref<Span>>
  readonly scroller: Readonly<Ref<HTMLElement | undefined>>
  readonly body: Readonly<Ref<HTMLElement | undefined>>
}

export function placeOf({ date, column: { clinicianId } }: ColumnView): ColumnPlace {
  return { date, clinicianId }
}

/** Lets what is dragged over the grid know the column and the minute below it, for as long as the grid is shown. */
export function useGridSurface({ views, range, scroller, body }: Grid): void {
  const surfaces = useDragSurface()

  function isOverColumn({ date, column }: ColumnView, x: number): boolean {
    const selector = `[data-clinician="${column.clinicianId}"][data-date="${date}"]`
    const box = body.value?.querySelector(selector)?.getBoundingClientRect()
    return box !== undefined && box.left <= x && x < box.right
  }

  const surface: DragSurface = {
    placeAt: (x) => {
      const view = views.value.find((one) => isOverColumn(one, x))
      return view ? placeOf(view) : null
    },
    minuteAt: (y) => minuteAt(range.value, y - (body.value?.getBoundingClientRect().top ?? 0)),
    scroller: () => {
      const element = scroller.value
      if (!element) return null
      const { top, left } = element.getBoundingClientRect()
      return { element, top: top + HEAD_PIXELS, left: left + HOURS_PIXELS }
    }
  }

  onMounted(() => surfaces.offer(surface))
  onBeforeUnmount(() => surfaces.withdraw(surface))
}
