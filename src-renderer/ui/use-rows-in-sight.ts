import { useVirtualizer } from '@tanstack/vue-virtual'
import { computed, watch, type ComputedRef, type Ref } from 'vue'

interface RowInSight<T> {
  readonly index: number
  /** Pixels from the top of the list. */
  readonly start: number
  readonly item: T
}

interface RowsInSight<T> {
  /** What is in sight, and a little more. */
  readonly visible: ComputedRef<readonly RowInSight<T>[]>
  /** Pixels the whole list takes. */
  readonly height: ComputedRef<number>
  scrollTo(index: number): void
}

interface Rows<T> {
  readonly items: () => readonly T[]
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  readonly rowHeight: number
  /** Called while the end is near: more may be read. */
  readonly nearEnd?: () => void
}

/** So many rows before the end more are asked for. */
const AHEAD = 30

/** A list of rows of one height that draws only those in sight. */
export function useRowsInSight<T>({ items, scroller, rowHeight, nearEnd }: Rows<T>): RowsInSight<T> {
  const rows = useVirtualizer(
    computed(() => ({
      count: items().length,
      getScrollElement: () => scroller.value,
      estimateSize: () => rowHeight,
      overscan: 10
    }))
  )
  const visible = computed(() =>
    rows.value.getVirtualItems().flatMap(({ index, start }) => {
      const item = items()[index]
      return item === undefined ? [] : [{ index, start, item }]
    })
  )
  watch(visible, (shown) => {
    const last = shown.at(-1)?.index ?? 0
    if (last + AHEAD >= items().length) nearEnd?.()
  })
  return {
    visible,
    height: computed(() => rows.value.getTotalSize()),
    scrollTo: (index) => rows.value.scrollToIndex(index)
  }
}
