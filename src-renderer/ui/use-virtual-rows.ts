import { nextTick, ref, type Ref } from 'vue'
import { useRowsInSight } from './use-rows-in-sight'

interface VirtualRowsOptions<T> {
  /** What the rows scroll in. */
  readonly scroller: Readonly<Ref<HTMLElement | null>>
  readonly items: Readonly<Ref<readonly T[]>>
  readonly rowHeight: number
  /** The last rows read are near: more are wanted. */
  readonly nearEnd: () => void
  readonly open: (item: T) => void
}

const MOVES: Record<string, (from: number, page: number) => number> = {
  ArrowDown: (from) => from + 1,
  ArrowUp: (from) => from - 1,
  PageDown: (from, page) => from + page,
  PageUp: (from, page) => from - page,
  Home: () => 0,
  End: () => Number.MAX_SAFE_INTEGER
}

/** A long list of which only the rows in sight are there. Arrows, page keys, Home and End move; Enter opens. */
export function useVirtualRows<T>({ scroller, items, rowHeight, nearEnd, open }: VirtualRowsOptions<T>) {
  const focused = ref(0)
  const { visible, height, scrollTo } = useRowsInSight({
    items: () => items.value,
    scroller,
    rowHeight,
    nearEnd
  })

  /** Another list stands there now. */
  function toStart(): void {
    focused.value = 0
    scrollTo(0)
  }

  async function focusRow(index: number): Promise<void> {
    if (items.value.length === 0) return
    focused.value = Math.min(Math.max(index, 0), items.value.length - 1)
    scrollTo(focused.value)
    await nextTick()
    scroller.value
      ?.querySelector<HTMLElement>(`[data-index='${focused.value}']`)
      ?.focus({ preventScroll: true })
  }

  function move(event: KeyboardEvent): void {
    if (event.key === 'Enter') {
      const item = items.value[focused.value]
      if (item !== undefined) open(item)
      return
    }
    const target = MOVES[event.key]
    if (!target || event.ctrlKey || event.altKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    const page = Math.floor((scroller.value?.clientHeight ?? rowHeight) / rowHeight) - 1
    void focusRow(target(focused.value, page))
  }

  return { focused, visible, height, toStart, move }
}
