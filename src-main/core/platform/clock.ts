import { Temporal } from 'temporal-polyfill'

/** Where the time comes from. An argument everywhere, so that a test can stand at the hour when summer time ends. */
export interface Clock {
  now(): Temporal.Instant
}

export const systemClock: Clock = { now: () => Temporal.Now.instant() }

/** A clock that starts at `start` and runs on with real seconds. */
export function clockStartingAt(start: Temporal.Instant): Clock {
  const startedMs = performance.now()
  return { now: () => start.add({ milliseconds: Math.round(performance.now() - startedMs) }) }
}

/** A clock whose source can be changed while others hold it. */
export function switchableClock(first: Clock): Clock & { follow(source: Clock): void } {
  let source = first
  return {
    now: () => source.now(),
    follow(next) {
      source = next
    }
  }
}

/** A clock that stands still until it is moved: for tests. */
export function manualClock(start: Temporal.Instant): Clock & { set(now: Temporal.Instant): void } {
  let now = start
  return {
    now: () => now,
    set(next) {
      now = next
    }
  }
}

/** The moment as it is stored and sent: UTC, whole milliseconds only where there are some. */
export function toStoredInstant(instant: Temporal.Instant): string {
  // A Date writes the same in a twentieth of the time, but for the zeros at the end of the fraction.
  const text = new Date(instant.epochMilliseconds).toISOString()
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text.replace(/0+Z$/, 'Z')
}
