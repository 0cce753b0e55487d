import type { TaskCounts } from '@contract/tasks'
import { defineStore } from 'pinia'
import { onScopeDispose, shallowRef, watch } from 'vue'
import { useClock } from '../../app/clock.store'
import { call, useCoreEvent, useReload } from '../../core-client'
import { showError } from '../../app/undo'

/** Messages and bookings change in bursts; the counts are read again when they rest. */
const REST_MS = 400

/** How many tasks wait, for the rail. */
export const useTaskCounts = defineStore('task-counts', () => {
  const clock = useClock()
  const counts = shallowRef<TaskCounts>({ open: 0, mine: 0, overdue: 0 })
  let resting: ReturnType<typeof setTimeout> | undefined

  async function load(): Promise<void> {
    counts.value = await call('tasks.counts', {})
  }
  function loadSoon(): void {
    clearTimeout(resting)
    resting = setTimeout(() => void load().catch(showError), REST_MS)
  }

  useReload(load)
  watch(() => clock.today, loadSoon)
  useCoreEvent('tasks.changed', loadSoon)
  useCoreEvent('messages.changed', loadSoon)
  useCoreEvent('appointments.changed', loadSoon)
  useCoreEvent('patients.changed', loadSoon)
  onScopeDispose(() => clearTimeout(resting))

  return { counts }
})
