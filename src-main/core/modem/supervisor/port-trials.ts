import type { SupervisorTimings } from './timings'

/** Remembers which ports failed lately, so that they are tried in turn and less and less often; one that was away is new. */
export class PortTrials {
  private readonly timings: Pick<SupervisorTimings, 'retryMs' | 'longestRetryMs'>
  private readonly failures = new Map<string, { pauseMs: number; untilMs: number }>()
  private lastGood: string | null = null

  constructor(timings: Pick<SupervisorTimings, 'retryMs' | 'longestRetryMs'>) {
    this.timings = timings
  }

  /** The port to try now: the one that worked last, else the first that is not resting; null when all rest. */
  next(present: readonly string[]): string | null {
    for (const path of this.failures.keys()) if (!present.includes(path)) this.failures.delete(path)
    const now = performance.now()
    const rested = present.filter((path) => (this.failures.get(path)?.untilMs ?? 0) <= now)
    return rested.find((path) => path === this.lastGood) ?? rested[0] ?? null
  }

  succeed(path: string): void {
    this.failures.delete(path)
    this.lastGood = path
  }

  fail(path: string): void {
    const before = this.failures.get(path)?.pauseMs ?? this.timings.retryMs / 2
    const pauseMs = Math.min(before * 2, this.timings.longestRetryMs)
    this.failures.set(path, { pauseMs, untilMs: performance.now() + pauseMs })
  }
}
