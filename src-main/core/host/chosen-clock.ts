import { Temporal } from 'temporal-polyfill'
import { clockStartingAt, systemClock, type Clock } from '../platform/clock'

/** The real clock, or one that starts where `SKRANKE_NOW` says. The shell hands that on in development only. */
export function chosenClock(start = process.env['SKRANKE_NOW']): { clock: Clock; hasNamedClock: boolean } {
  if (start === undefined || start === '') return { clock: systemClock, hasNamedClock: false }
  return { clock: clockStartingAt(Temporal.Instant.from(start)), hasNamedClock: true }
}
