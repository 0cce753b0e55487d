import type { Clock } from '../../src-main/core/platform/clock'

/** The portal's clock: the one it was given, put wrong by as much as a test wants. */
export class PortalTime {
  /** Milliseconds that the portal is ahead. */
  skewMs = 0

  constructor(private readonly clock: Clock) {}

  nowMs(): number {
    return this.clock.now().epochMilliseconds + this.skewMs
  }

  now(): Date {
    return new Date(this.nowMs())
  }

  /** ISO 8601, UTC, whole milliseconds. */
  text(offsetMs = 0): string {
    return new Date(this.nowMs() + offsetMs).toISOString()
  }
}
