import type { Merge } from '@contract/duplicates'
import type { PatientId } from '@contract/ids'
import { ref, shallowRef, watch } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'

const PAGE = 50

/** Merges, newest first: of one record, or all. */
export function useMerges(patientId: () => PatientId | null) {
  const merges = shallowRef<readonly Merge[]>([])
  const cursor = ref<string | null>(null)
  const isLoaded = ref(false)

  async function read(from: string | null): Promise<void> {
    const answer = await call('duplicates.merges', { patientId: patientId(), cursor: from, limit: PAGE })
    merges.value = from === null ? answer.merges : [...merges.value, ...answer.merges]
    cursor.value = answer.nextCursor
    isLoaded.value = true
  }

  const reload = (): Promise<void> => read(null)

  async function loadMore(): Promise<void> {
    if (cursor.value !== null) await read(cursor.value)
  }

  useReload(reload)
  useCoreEvent('duplicates.changed', () => void reload().catch(showError))
  watch(patientId, () => void reload().catch(showError))
  return { merges, cursor, isLoaded, loadMore }
}
