import { nextTick, onBeforeUnmount, onMounted, readonly, ref, watch, type Ref } from 'vue'

/** More than so many rows of a list are no fast look. */
const MOST_ROWS = 5

interface Fit {
  /** Rows that each list of the card shows. */
  readonly rows: Readonly<Ref<number>>
  /** Not even one row of each fits: what can be read elsewhere as well is left out. */
  readonly isTight: Readonly<Ref<boolean>>
}

/**
 * How much the card shows so that nothing of it lies below the edge of what it stands in: as many rows of each list as
 * fit, but at least one. Settled before the card is painted, anew for each `shown` and when there is more or less room.
 */
export function useFittingRows(card: Ref<HTMLElement | undefined>, shown: () => unknown): Fit {
  const rows = ref(MOST_ROWS)
  const isTight = ref(false)
  let turn = 0

  async function fit(): Promise<void> {
    turn += 1
    const mine = turn
    const overflows = async (): Promise<boolean> => {
      await nextTick()
      const room = card.value?.parentElement
      return mine === turn && room != null && room.scrollHeight > room.clientHeight
    }
    rows.value = MOST_ROWS
    isTight.value = false
    while ((await overflows()) && !isTight.value) {
      if (rows.value > 1) rows.value -= 1
      else isTight.value = true
    }
  }

  const observer = new ResizeObserver(() => void fit())
  onMounted(() => {
    watch(
      () => card.value?.parentElement ?? null,
      (room) => {
        observer.disconnect()
        if (room) observer.observe(room)
      },
      { immediate: true, flush: 'post' }
    )
  })
  watch(shown, fit, { flush: 'post' })
  onBeforeUnmount(() => observer.disconnect())
  return { rows: readonly(rows), isTight: readonly(isTight) }
}
