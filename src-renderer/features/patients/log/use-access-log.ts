import type { AccessLogEntry, AccessLogUse } from '@contract/audit'
import type { PatientId } from '@contract/ids'
import type { CivilDate } from '@contract/values'
import { ref, shallowRef, watch, type Ref } from 'vue'
import { showError } from '../../../app/undo'
import { call, useReload } from '../../../core-client'

export interface LogPeriod {
  /** The first and the last day; null: no bound. */
  readonly from: CivilDate | null
  readonly until: CivilDate | null
}

/** Who has looked at or changed a patient, newest first, page by page. */
export function useAccessLog(patientId: PatientId, period: Ref<LogPeriod>) {
  const entries = shallowRef<readonly AccessLogEntry[]>([])
  const cursor = ref<string | null>(null)
  const isLoaded = ref(false)

  const read = (after: string | null, use: AccessLogUse) =>
    call('audit.forPatient', { patientId, cursor: after, ...period.value, use })

  async function loadFirst(): Promise<void> {
    const asked = period.value
    const page = await read(null, 'screen')
    if (asked !== period.value) return
    entries.value = page.entries
    cursor.value = page.nextCursor
    isLoaded.value = true
  }

  async function loadMore(): Promise<void> {
    if (cursor.value === null) return
    const page = await read(cursor.value, 'screen')
    entries.value = [...entries.value, ...page.entries]
    cursor.value = page.nextCursor
  }

  /** Everything of the period, oldest last: what is given out must be whole. Logged as given out. */
  async function readAll(use: Exclude<AccessLogUse, 'screen'>): Promise<AccessLogEntry[]> {
    const all: AccessLogEntry[] = []
    let after: string | null = null
    do {
      const page: Awaited<ReturnType<typeof read>> = await read(after, use)
      all.push(...page.entries)
      after = page.nextCursor
    } while (after !== null)
    return all
  }

  useReload(loadFirst)
  watch(period, () => loadFirst().catch(showError))
  return { entries, cursor, isLoaded, loadMore, readAll }
}
