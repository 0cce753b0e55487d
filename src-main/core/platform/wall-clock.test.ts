import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toStoredInstant } from './clock'
import { Temporal } from 'temporal-polyfill'
import { minutesBetween } from './wall-clock'

const instant = fc
  .integer({ min: 0, max: 4_000_000_000 })
  .map((seconds) => toStoredInstant(Temporal.Instant.fromEpochMilliseconds(seconds * 1_000)))

describe('minutes between two stored moments', () => {
  it.each([
    ['2026-12-03T08:20:00Z', '2026-12-03T08:35:00Z', 15],
    ['2026-12-03T23:50:00Z', '2026-12-04T00:10:00Z', 20],
    ['2026-12-03T08:20:00Z', '2026-12-03T08:20:30Z', 0.5],
    ['2026-12-03T08:20:30Z', '2026-12-03T07:20:30Z', -60]
  ] as const)('from %s to %s: %d', (from, to, minutes) => {
    expect(minutesBetween(from, to)).toBe(minutes)
  })

  it('agrees with the calendar for any two', () => {
    fc.assert(
      fc.property(instant, instant, (from, to) => {
        expect(minutesBetween(from, to)).toBe((Date.parse(to) - Date.parse(from)) / 60_000)
      })
    )
  })
})
