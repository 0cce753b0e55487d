import type { SystemState, SystemStatus } from '@contract/system'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { call, useCoreEvent } from '../core-client'
import { useClock } from './clock.store'

/** What state the program is in: whether there is a clinic, whether its data is open, how modem and queue are. */
export const useSystem = defineStore('system', () => {
  const clock = useClock()
  const state = shallowRef<SystemState | null>(null)
  const status = shallowRef<SystemStatus | null>(null)
  /** `lost`: it comes back by itself. `gone`: somebody must start it. */
  const core = ref<'up' | 'lost' | 'gone'>('up')
  /** Since when the core has not been heard of: what is shown is from before. */
  const lostAt = ref<string | null>(null)
  /** Why the state could not be read at all. */
  const failure = shallowRef<unknown>(null)
  /** Whether the data was open in this window before: then a locked phase means that the core had to start again. */
  const wasOpen = ref(false)
  const isTraining = computed(() => state.value?.isTraining ?? false)

  useCoreEvent('system.stateChanged', () => void load())
  useCoreEvent('system.statusChanged', (fresh) => {
    status.value = fresh
  })
  useCoreEvent('core.lost', ({ retryInMs }) => {
    if (core.value === 'up') lostAt.value = new Date(clock.exactMs()).toISOString()
    core.value = retryInMs === null ? 'gone' : 'lost'
  })
  useCoreEvent('core.restarted', () => {
    core.value = 'up'
    lostAt.value = null
    void load()
  })

  function take(fresh: SystemState): void {
    state.value = fresh
    if (fresh.phase === 'open') wasOpen.value = true
    failure.value = null
    clock.follow(fresh.now, fresh.timeZone)
  }

  async function load(): Promise<void> {
    try {
      take(await call('system.state', {}))
    } catch (error) {
      failure.value = error
    }
  }

  async function loadStatus(): Promise<void> {
    status.value = await call('system.status', {})
  }

  /** Opens data locked for want of a key with the printed recovery key. */
  async function unlock(recoveryKey: string): Promise<void> {
    take(await call('setup.unlock', { recoveryKey }))
  }

  /** Tries again after what kept the data from being opened was mended. */
  async function retry(): Promise<void> {
    if (core.value === 'gone' || failure.value !== null) await call('shell.restartCore', {})
    else take(await call('setup.retry', {}))
  }

  return { state, status, core, lostAt, failure, wasOpen, isTraining, load, loadStatus, unlock, retry }
})
