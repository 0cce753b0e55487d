import { computed, onScopeDispose, ref, type ComputedRef } from 'vue'

const ACTIVITY = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const
/** How long before the lock the desk is told. */
const WARN_MS = 5 * 60_000
/** Windows that share a session tell one another that somebody is there, so that an idle one does not lock them all. */
const CHANNEL = 'activity'
const TELL_EVERY_MS = 2_000

interface IdleLock {
  readonly minutes: () => number
  readonly lock: () => void
  readonly target?: Window
}

/**
 * Locks after idle minutes. Answers with the milliseconds left once the end is near, else null. The wall clock
 * decides, so a PC that slept locks as it wakes.
 */
export function useIdleLock({ minutes, lock, target = window }: IdleLock): ComputedRef<number | null> {
  let lastActivity = Date.now()
  const leftMs = ref(minutes() * 60_000)

  const channel = new BroadcastChannel(CHANNEL)
  let toldAt = 0

  const noticed = (): void => {
    lastActivity = Date.now()
    leftMs.value = minutes() * 60_000
  }
  const onActivity = (): void => {
    noticed()
    if (lastActivity - toldAt < TELL_EVERY_MS) return
    toldAt = lastActivity
    channel.postMessage(null)
  }
  channel.addEventListener('message', noticed)
  const check = (): void => {
    leftMs.value = lastActivity + minutes() * 60_000 - Date.now()
    if (leftMs.value <= 0) lock()
  }

  for (const name of ACTIVITY) target.addEventListener(name, onActivity, { passive: true, capture: true })
  const timer = setInterval(check, 1_000)
  onScopeDispose(() => {
    clearInterval(timer)
    channel.close()
    for (const name of ACTIVITY) target.removeEventListener(name, onActivity, { capture: true })
  })
  return computed(() =>
    leftMs.value <= Math.min(WARN_MS, minutes() * 30_000) ? Math.max(0, leftMs.value) : null
  )
}
