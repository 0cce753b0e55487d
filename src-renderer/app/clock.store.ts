import type { CivilDate } from '@contract/values'
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { civilDateOf } from '../lib/dates'

const TICK_MS = 10_000

/** The core's clock (tests and demonstrations may move it) in the clinic's time zone. */
export const useClock = defineStore('clock', () => {
  const offsetMs = ref(0)
  const timeZone = ref('Europe/Oslo')
  const systemMs = ref(Date.now())
  const nowMs = computed(() => systemMs.value + offsetMs.value)
  const today = computed<CivilDate>(() => civilDateOf(nowMs.value, timeZone.value))

  setInterval(tick, TICK_MS)

  function tick(): void {
    systemMs.value = Date.now()
  }

  /** Follows the core: `now` is what its clock said a moment ago. */
  function follow(now: string, zone: string): void {
    tick()
    offsetMs.value = Date.parse(now) - systemMs.value
    timeZone.value = zone
  }

  /** Milliseconds, exact to the call; `nowMs` is exact to the tick and reactive. */
  function exactMs(): number {
    return Date.now() + offsetMs.value
  }

  return { nowMs, today, timeZone, follow, exactMs }
})
