export interface Pace {
  /** Whether one more is within the measure now. */
  take(nowMs: number): boolean
}

/** A bucket of `burst` that fills again by `perSecond`. */
export function createPace({ burst, perSecond }: { burst: number; perSecond: number }): Pace {
  let left = burst
  let atMs: number | null = null
  return {
    take(nowMs) {
      left = Math.min(burst, left + ((nowMs - (atMs ?? nowMs)) / 1_000) * perSecond)
      atMs = nowMs
      if (left < 1) return false
      left -= 1
      return true
    }
  }
}
