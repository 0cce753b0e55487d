import { computed, onScopeDispose, ref, shallowRef, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { showError } from '../../app/undo'
import { useCoreEvent, useReload } from '../../core-client'

interface Page<T> {
  readonly items: readonly T[]
  readonly nextCursor: string | null
}

interface Pages<T> {
  readonly items: ShallowRef<readonly T[]>
  readonly isLoaded: Ref<boolean>
  readonly hasMore: ComputedRef<boolean>
  /** Reads from the start again, as many as are shown. */
  reload(): Promise<void>
  /** Reads the first page only: another filter was chosen. */
  restart(): Promise<void>
  loadMore(): Promise<void>
}

/** Messages change in bursts (sending, sent, delivered); the list is read again when they rest. */
const REST_MS = 150

/** A list of messages that is read page by page and follows what happens to them. */
export function usePages<T>(
  read: (cursor: string | null) => Promise<Page<T>>,
  event:
    'messages.changed' | 'codes.changed' | 'appointments.changed' | 'letters.changed' = 'messages.changed'
): Pages<T> {
  const items = shallowRef<readonly T[]>([])
  const cursor = ref<string | null>(null)
  const isLoaded = ref(false)
  const hasMore = computed(() => cursor.value !== null)
  let turn = 0
  let resting: ReturnType<typeof setTimeout> | undefined

  async function readUntil(shown: number): Promise<void> {
    turn += 1
    const mine = turn
    let page = await read(null)
    let found = page.items
    while (page.nextCursor !== null && found.length < shown) {
      page = await read(page.nextCursor)
      found = [...found, ...page.items]
    }
    if (mine !== turn) return
    items.value = found
    cursor.value = page.nextCursor
    isLoaded.value = true
  }

  let reading: string | null = null

  async function loadMore(): Promise<void> {
    const from = cursor.value
    // Asked for again and again while the end is near: each page is read once.
    if (from === null || from === reading) return
    const mine = turn
    reading = from
    const page = await read(from).finally(() => {
      reading = null
    })
    if (mine !== turn) return
    items.value = [...items.value, ...page.items]
    cursor.value = page.nextCursor
  }

  const reload = (): Promise<void> => readUntil(items.value.length)

  useReload(reload)
  useCoreEvent(event, () => {
    clearTimeout(resting)
    resting = setTimeout(() => void reload().catch(showError), REST_MS)
  })
  onScopeDispose(() => clearTimeout(resting))

  return { items, isLoaded, hasMore, reload, loadMore, restart: () => readUntil(0) }
}
