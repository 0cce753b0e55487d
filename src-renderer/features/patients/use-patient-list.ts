import type { PatientHit } from '@contract/patients'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent, useReload, type MethodInput, type MethodOutput } from '../../core-client'

export type ListFilter = MethodInput<'patients.list'>['filter']
export const LIST_FILTERS = [
  'all',
  'mobile-missing',
  'mobile-stale',
  'recent'
] as const satisfies readonly ListFilter[]

const PAGE = 100
/** An import tells of many changes; the list is read again when they rest. */
const REST_MS = 250

/** The patients of one filter, page by page as they are scrolled to. */
export function usePatientList() {
  const filter = ref<ListFilter>('all')
  const hits = shallowRef<readonly PatientHit[]>([])
  const total = ref(0)
  const isLoaded = ref(false)
  const cursor = ref<string | null>(null)
  let turn = 0
  let isReading = false
  let resting: ReturnType<typeof setTimeout> | undefined

  const hasMore = computed(() => cursor.value !== null)

  function readPage(from: string | null): Promise<MethodOutput<'patients.list'>> {
    return call('patients.list', { filter: filter.value, cursor: from, limit: PAGE })
  }

  /** Reads as many as were shown before, so that a change elsewhere does not move the list. */
  async function load(shown = PAGE): Promise<void> {
    turn += 1
    const mine = turn
    let read: PatientHit[] = []
    let next: string | null = null
    do {
      const page: MethodOutput<'patients.list'> = await readPage(next)
      if (mine !== turn) return
      read = [...read, ...page.hits]
      next = page.nextCursor
      total.value = page.total
    } while (next !== null && read.length < shown)
    hits.value = read
    cursor.value = next
    isLoaded.value = true
  }

  async function loadMore(): Promise<void> {
    if (cursor.value === null || isReading) return
    isReading = true
    const mine = turn
    try {
      const page = await readPage(cursor.value)
      if (mine !== turn) return
      hits.value = [...hits.value, ...page.hits]
      cursor.value = page.nextCursor
    } finally {
      isReading = false
    }
  }

  useReload(() => load(hits.value.length))
  useCoreEvent('patients.changed', () => {
    clearTimeout(resting)
    resting = setTimeout(() => void load(hits.value.length).catch(showError), REST_MS)
  })
  onScopeDispose(() => clearTimeout(resting))
  watch(filter, () => {
    load().catch(showError)
  })

  return { filter, hits, total, isLoaded, hasMore, loadMore }
}
