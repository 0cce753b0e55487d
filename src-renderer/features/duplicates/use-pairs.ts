import type { DuplicatePair } from '@contract/duplicates'
import { ref, shallowRef } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'

const PAGE = 50

/** Pairs nobody has decided about, page by page, and how the search for them stands. */
export function usePairs() {
  const pairs = shallowRef<readonly DuplicatePair[]>([])
  const total = ref(0)
  const searchedAt = ref<string | null>(null)
  const progress = ref<number | null>(null)
  const cursor = ref<string | null>(null)
  const isLoaded = ref(false)

  async function read(from: string | null): Promise<void> {
    const answer = await call('duplicates.list', { cursor: from, limit: PAGE })
    pairs.value = from === null ? answer.pairs : [...pairs.value, ...answer.pairs]
    total.value = answer.total
    searchedAt.value = answer.searchedAt
    progress.value = answer.progress
    cursor.value = answer.nextCursor
    isLoaded.value = true
  }

  async function reload(): Promise<void> {
    await read(null)
  }

  async function loadMore(): Promise<void> {
    if (cursor.value !== null) await read(cursor.value)
  }

  async function search(): Promise<void> {
    await call('duplicates.search', {})
    await reload()
  }

  useReload(reload)
  useCoreEvent('duplicates.changed', () => void reload().catch(showError))
  return { pairs, total, searchedAt, progress, cursor, isLoaded, loadMore, search }
}
