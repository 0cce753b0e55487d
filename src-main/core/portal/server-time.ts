import type { Temporal } from 'temporal-polyfill'
import type { Clock } from '../platform/clock'

/** What the portal's clock shows, by the `Date` of its answers: ours may be wrong, and nothing is decided by it. */
export class ServerTime {
  #offsetMs: number | null = null

  constructor(private readonly clock: Clock) {}

  /** @param date the header, RFC 9110 § 6.6.1; whole seconds */
  note(date: string | undefined): void {
    const at = date === undefined ? NaN : Date.parse(date)
    if (!Number.isNaN(at)) this.#offsetMs = at - this.clock.now().epochMilliseconds
  }

  /** How far the portal's clock is ahead of ours; null until it has answered. */
  get offsetMs(): number | null {
    return this.#offsetMs
  }

  now(): Temporal.Instant {
    return this.clock.now().add({ milliseconds: this.#offsetMs ?? 0 })
  }
}
