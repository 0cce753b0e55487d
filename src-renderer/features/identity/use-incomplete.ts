import type { IncompleteRecord, RecordGap } from '@contract/registration'
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'

const PAGE = 100

interface IncompleteList {
  /** Null: whatever they lack. */
  readonly missing: Ref<RecordGap | null>
  readonly records: Ref<readonly IncompleteRecord[]>
  readonly total: Ref<number>
  /** There are more than were counted. */
  readonly isTotalOpen: Ref<boolean>
  readonly isLoaded: Ref<boolean>
  readonly hasMore: ComputedRef<boolean>
  loadMore(): Promise<void>
}

/** The incomplete records page by page, in step with the core. */
export function useIncomplete(): IncompleteList {
  const missing = ref<RecordGap | null>(null)
  const records = shallowRef<readonly IncompleteRecord[]>([])
  const total = ref(0)
  const isTotalOpen = ref(false)
  const isLoaded = ref(false)
  const cursor = ref<string | null>(null)
  let round = 0

  async function read(from: string | null, limit: number): Promise<void> {
    const mine = (round += 1)
    const page = await call('registration.incomplete', { missing: missing.value, cursor: from, limit })
    if (mine !== round) return
    records.value = from === null ? page.records : [...records.value, ...page.records]
    total.value = page.total
    isTotalOpen.value = page.isTotalOpen
    cursor.value = page.nextCursor
    isLoaded.value = true
  }

  const load = (): Promise<void> => read(null, PAGE)
  useReload(load)
  watch(missing, () => void load().catch(showError))
  useCoreEvent('patients.changed', () => void load().catch(showError))

  return {
    missing,
    records,
    total,
    isTotalOpen,
    isLoaded,
    hasMore: computed(() => cursor.value !== null),
    loadMore: () => read(cursor.value, PAGE)
  }
}
