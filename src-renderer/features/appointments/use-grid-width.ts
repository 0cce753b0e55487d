import { computed, onBeforeUnmount, onMounted, ref, type Ref } from 'vue'

/** The hours beside the columns. */
export const HOURS_PIXELS = 46
const NARROWEST_COLUMN_PIXELS = 132
/** Rail and side panel. */
const BESIDE_PIXELS = 444

/** How wide the grid and each of its columns are, as the window is. */
export function useGridWidth(scroller: Readonly<Ref<HTMLElement | undefined>>, columns: () => number) {
  /** A good guess until it is measured: reading it at once would lay out the whole page twice. */
  const gridPixels = ref(window.innerWidth - BESIDE_PIXELS)
  const template = computed(() => ({
    gridTemplateColumns: `${HOURS_PIXELS}px repeat(${columns()}, minmax(0, 1fr))`,
    minWidth: `${HOURS_PIXELS + columns() * NARROWEST_COLUMN_PIXELS}px`
  }))
  /** In steps of ten, so that a window that is being resized is not drawn anew at every pixel. */
  const columnPixels = computed(() => {
    const shared = (gridPixels.value - HOURS_PIXELS) / Math.max(columns(), 1)
    return Math.max(Math.floor(shared / 10) * 10, NARROWEST_COLUMN_PIXELS)
  })

  const resized = new ResizeObserver(([entry]) => {
    gridPixels.value = entry?.contentRect.width ?? 0
  })
  onMounted(() => {
    if (scroller.value) resized.observe(scroller.value)
  })
  onBeforeUnmount(() => resized.disconnect())

  return { template, columnPixels }
}
