import type { FoundPort } from './port-finder'
import type { SupervisorTimings } from './timings'

// Long enough for a modem to boot: 0.5 + 1 + 2 + 4 + 5 s between them.
const mostGuesses = 6

/** Remembers which ports failed lately, so that they are tried in turn and less and less often; one that was away is new. */
export class PortTrials {
  private readonly timings: Pick<SupervisorTimings, 'retryMs' | 'longestRetryMs'>
  private readonly failures = new Map<string, { count: number; pauseMs: number; untilMs: number }>()
  private lastGood: string | null = null

  constructor(timings: Pick<SupervisorTimings, 'retryMs' | 'longestRetryMs'>) {
    this.timings = timings
  }

  /** The port to try now: the one that worked last, else the first that is not resting; null when all rest. */
  next(present: readonly FoundPort[]): FoundPort | null {
    const paths = present.map(({ path }) => path)
    for (const path of this.failures.keys()) if (!paths.includes(path)) this.failures.delete(path)
    const now = performance.now()
    const rested = present.filter(({ path }) => (this.failures.get(path)?.untilMs ?? 0) <= now)
    return rested.find(({ path }) => path === this.lastGood) ?? rested[0] ?? null
  }

  succeed(path: string): void {
    this.failures.delete(path)
    this.lastGood = path
  }

  /** A port that nobody named and that stays silent may be another device's: it is left alone until it is plugged in anew. */
  fail({ path, isGuess }: FoundPort): void {
    const before = this.failures.get(path) ?? { count: 0, pauseMs: this.timings.retryMs / 2 }
    const count = before.count + 1
    const pauseMs = Math.min(before.pauseMs * 2, this.timings.longestRetryMs)
    const isGivenUp = isGuess && count >= mostGuesses && path !== this.lastGood
    const untilMs = isGivenUp ? Number.POSITIVE_INFINITY : performance.now() + pauseMs
    this.failures.set(path, { count, pauseMs, untilMs })
  }
}
