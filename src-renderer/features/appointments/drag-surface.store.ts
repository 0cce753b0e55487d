import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import type { ColumnPlace } from './shown-column'

/** The grid that an appointment can be dragged over. */
export interface DragSurface {
  /** The column under a point of the window; null beside them all. */
  placeAt(x: number, y: number): ColumnPlace | null
  minuteAt(y: number): number
  /** What scrolls when the pointer nears its edge; the heads of the columns are no part of it. */
  scroller(): { element: HTMLElement; top: number; left: number } | null
}

/** The grid in sight, so that what lies beside it, such as the pinboard, can be dragged onto it. */
export const useDragSurface = defineStore('drag-surface', () => {
  const surface = shallowRef<DragSurface | null>(null)

  function offer(fresh: DragSurface): void {
    surface.value = fresh
  }

  function withdraw(gone: DragSurface): void {
    if (surface.value === gone) surface.value = null
  }

  return { surface, offer, withdraw }
})
