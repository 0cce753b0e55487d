import type { ModemState } from '../modem-port'
import type { SupervisorTimings } from './timings'

type ResetTimings = Pick<SupervisorTimings, 'resetMs' | 'longestResetMs' | 'stuckMs'>

/** Set-ups that did not help, before the modem is started anew. */
const failuresBeforeReset = 3

/**
 * Outlives the connections. A modem is started anew only after gentler means have failed several times, and less and
 * less often: the restart takes it off the bus, and a modem that is out of order is not mended by a tenth one.
 */
export class ResetKeeper {
  private readonly timings: ResetTimings
  private failures = 0
  private pauseMs: number
  private notBeforeMs = 0
  private registeringSinceMs: number | null = null

  constructor(timings: ResetTimings) {
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

  /** Whether the modem has looked for a network for so long that a new start may help, and may be started anew. */
  isTimeAfter(state: ModemState): boolean {
    if (state !== 'registering') this.registeringSinceMs = null
    else this.registeringSinceMs ??= performance.now()
    const sinceMs = this.registeringSinceMs
    return sinceMs !== null && performance.now() - sinceMs >= this.timings.stuckMs && this.take()
  }

  /** Whether the modem may be started anew now; counts as having done it. */
  private take(): boolean {
    const now = performance.now()
    if (now < this.notBeforeMs) return false
    this.failures = 0
    this.registeringSinceMs = null
    this.notBeforeMs = now + this.pauseMs
    this.pauseMs = Math.min(this.pauseMs * 2, this.timings.longestResetMs)
    return true
  }
}
