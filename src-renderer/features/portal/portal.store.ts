import type { PortalStatusView } from '@contract/portal'
import { defineStore } from 'pinia'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent, useReload } from '../../core-client'
import { useSession } from '../users/session.store'

/** A burst of changes is read once. */
const REST_MS = 120

/** How the clinic's line to its portal is, in step with the core. */
export const usePortal = defineStore('portal', () => {
  const session = useSession()
  const status = shallowRef<PortalStatusView | null>(null)
  let resting: ReturnType<typeof setTimeout> | undefined

  const isOn = computed(() => status.value !== null && status.value.state !== 'off')
  const waiting = computed(() => (status.value?.waiting ?? []).reduce((sum, { count }) => sum + count, 0))
  /** Since when what has waited longest has; null where nothing does, or only since a moment ago. */
  const waitingSince = computed(
    () => (status.value?.waiting ?? []).flatMap(({ oldestAt }) => oldestAt ?? []).sort()[0] ?? null
  )
  /** A person has to do something about it. */
  const toDecide = computed(() => (status.value?.conflicts ?? 0) + (status.value?.deadLetters ?? 0))

  async function load(): Promise<void> {
    status.value = session.isOpen && !session.isLimited ? await call('portal.status', {}) : null
  }
  function reload(): void {
    clearTimeout(resting)
    resting = setTimeout(() => void load().catch(showError), REST_MS)
  }
  const reloadWhereOn = (): void => void (isOn.value && reload())

  useReload(load)
  watch(() => session.isOpen && !session.isLimited, reload)
  useCoreEvent('portal.changed', reload)
  // While the line is down nothing else says that one more waits.
  useCoreEvent('appointments.changed', reloadWhereOn)
  useCoreEvent('patients.changed', reloadWhereOn)
  useCoreEvent('tasks.changed', reloadWhereOn)
  onScopeDispose(() => clearTimeout(resting))

  return {
    status,
    isOn,
    waiting,
    waitingSince,
    toDecide,
    load,
    take: (fresh: PortalStatusView) => (status.value = fresh)
  }
})
