import type { Task } from '@contract/tasks'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import { showError } from '../../app/undo'
import { call, useCoreEvent, useReload, type MethodInput } from '../../core-client'
import { taskKey } from './task-look'

export type TaskFilter = MethodInput<'tasks.list'>['filter']

const REST_MS = 150

/** The list of tasks, in step with the core, and the one that is chosen in it. */
export function useTasks() {
  const filter = ref<TaskFilter>('all')
  const tasks = shallowRef<readonly Task[]>([])
  const counts = shallowRef({ open: 0, mine: 0, overdue: 0 })
  const isLoaded = ref(false)
  const chosenKey = ref<string | null>(null)
  let turn = 0
  let resting: ReturnType<typeof setTimeout> | undefined

  const chosen = computed(() => tasks.value.find((task) => taskKey(task) === chosenKey.value) ?? null)

  async function load(): Promise<void> {
    turn += 1
    const mine = turn
    const answer = await call('tasks.list', { filter: filter.value })
    if (mine !== turn) return
    const place = tasks.value.findIndex((task) => taskKey(task) === chosenKey.value)
    tasks.value = answer.tasks
    counts.value = answer.counts
    isLoaded.value = true
    // What was done has left the list: the one that took its place is chosen.
    if (place !== -1 && chosen.value === null) {
      const next = answer.tasks[Math.min(place, answer.tasks.length - 1)]
      chosenKey.value = next ? taskKey(next) : null
    }
  }
  function loadSoon(): void {
    clearTimeout(resting)
    resting = setTimeout(() => void load().catch(showError), REST_MS)
  }

  useReload(load)
  watch(filter, () => void load().catch(showError))
  useCoreEvent('tasks.changed', loadSoon)
  useCoreEvent('messages.changed', loadSoon)
  useCoreEvent('appointments.changed', loadSoon)
  useCoreEvent('patients.changed', loadSoon)
  onScopeDispose(() => clearTimeout(resting))

  return { filter, tasks, counts, isLoaded, chosen, chosenKey, load }
}
