import type { SupervisorTimings } from './timings'

/** Set-ups that did not help, before the modem is started anew. */
const failuresBeforeReset = 3

/**
 * Outlives the connections. A modem is started anew only after gentler means have failed several times, and less and
 * less often: the restart takes it off the bus, and a modem that is out of order is not mended by a tenth one.
 */
export class ResetKeeper {
  private readonly timings: Pick<SupervisorTimings, 'resetMs' | 'longestResetMs'>
  private failures = 0
  private pauseMs: number
  private notBeforeMs = 0

  constructor(timings: Pick<SupervisorTimings, 'resetMs' | 'longestResetMs'>) {
    this.timings = timings
    this.pauseMs = timings.resetMs
  }

  /** It has sent a message: all is well. */
  noteSuccess(): void {
    this.failures = 0
    this.pauseMs = this.timings.resetMs
  }

  /** A set-up failed, or did not help. @returns whether the modem is to be started anew for it */
  noteFailure(): boolean {
    this.failures += 1
    return this.failures >= failuresBeforeReset && this.take()
  }

  /** Whether the modem may be started anew now; counts as having done it. */
  take(): boolean {
    const now = performance.now()
    if (now < this.notBeforeMs) return false
    this.failures = 0
    this.notBeforeMs = now + this.pauseMs
    this.pauseMs = Math.min(this.pauseMs * 2, this.timings.longestResetMs)
    return true
  }
}
