import type { PortalTime } from '../portal-time'

const WINDOW_MS = 10 * 60_000

/** So many times in ten minutes for one key. */
export class Throttle {
  readonly #time: PortalTime
  readonly #most: number
  readonly #times = new Map<string, number[]>()

  constructor(time: PortalTime, most: number) {
    this.#time = time
    this.#most = most
  }

  /** Counts it, and says whether it is too many. */
  isTooMany(key: string): boolean {
    const now = this.#time.nowMs()
    for (const [other, times] of this.#times)
      if (times.every((at) => now - at >= WINDOW_MS)) this.#times.delete(other)
    const recent = (this.#times.get(key) ?? []).filter((at) => now - at < WINDOW_MS)
    this.#times.set(key, [...recent, now])
    return recent.length >= this.#most
  }
}
