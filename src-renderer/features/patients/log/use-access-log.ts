import type { AccessLogEntry } from '@contract/audit'
import type { PatientId } from '@contract/ids'
import { ref, shallowRef } from 'vue'
import { call, useReload } from '../../../core-client'

/** Who has looked at or changed a patient, newest first, page by page. */
export function useAccessLog(patientId: PatientId) {
  const entries = shallowRef<readonly AccessLogEntry[]>([])
  const cursor = ref<string | null>(null)
  const isLoaded = ref(false)

  async function loadFirst(): Promise<void> {
    const page = await call('audit.forPatient', { patientId, cursor: null })
    entries.value = page.entries
    cursor.value = page.nextCursor
    isLoaded.value = true
  }

  async function loadMore(): Promise<void> {
    if (cursor.value === null) return
    const page = await call('audit.forPatient', { patientId, cursor: cursor.value })
    entries.value = [...entries.value, ...page.entries]
    cursor.value = page.nextCursor
  }

  /** Everything there is: what is given out must be whole. */
  async function loadAll(): Promise<void> {
    while (cursor.value !== null) await loadMore()
  }

  useReload(loadFirst)
  return { entries, cursor, isLoaded, loadMore, loadAll }
}
