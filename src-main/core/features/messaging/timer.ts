import type { Clock } from '../../platform/clock'

/** One alarm: setting it again replaces the one before. */
export interface Timer {
  set(atMs: number, run: () => void): void
  clear(): void
}

/** The clock may be put right or the PC may sleep, so the time is looked at again at least this often. */
const LONGEST_MS = 10 * 60 * 1_000

export function createTimer(clock: Clock): Timer {
  let handle: NodeJS.Timeout | null = null
  return {
    set(atMs, run) {
      if (handle) clearTimeout(handle)
      const delayMs = Math.max(0, atMs - clock.now().epochMilliseconds)
      handle = setTimeout(run, Math.min(delayMs, LONGEST_MS))
    },
    clear() {
      if (handle) clearTimeout(handle)
      handle = null
    }
  }
}

const FAILED_PAUSE_MS = 60_000

/** On a full disk, say: what waits is tried again by itself, and not only when somebody happens to wake it. */
export function setAfterFailure(timer: Timer, clock: Clock, run: () => void): void {
  timer.set(clock.now().epochMilliseconds + FAILED_PAUSE_MS, run)
}

/** For tests and short commands, which drive the worker themselves. */
export const noTimer: Timer = {
  set() {
    // Nothing runs by itself.
  },
  clear() {
    // See set.
  }
}
