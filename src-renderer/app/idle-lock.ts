import { computed, onScopeDispose, ref, type ComputedRef } from 'vue'

const ACTIVITY = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const
/** How long before the lock the desk is told. */
const WARN_MS = 5 * 60_000

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

  const onActivity = (): void => {
    lastActivity = Date.now()
    leftMs.value = minutes() * 60_000
  }
  const check = (): void => {
    leftMs.value = lastActivity + minutes() * 60_000 - Date.now()
    if (leftMs.value <= 0) lock()
  }

  for (const name of ACTIVITY) target.addEventListener(name, onActivity, { passive: true, capture: true })
  const timer = setInterval(check, 1_000)
  onScopeDispose(() => {
    clearInterval(timer)
    for (const name of ACTIVITY) target.removeEventListener(name, onActivity, { capture: true })
  })
  return computed(() =>
    leftMs.value <= Math.min(WARN_MS, minutes() * 30_000) ? Math.max(0, leftMs.value) : null
  )
}
