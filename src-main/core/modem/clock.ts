import type { Temporal } from 'temporal-polyfill'

/** The part of the program's clock that the modem needs. */
export interface ModemClock {
  now(): Temporal.Instant
}
