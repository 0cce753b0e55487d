import { describe, expect, it } from 'vitest'
import { minutesSince } from '../../lib/dates'
import { waitLevel } from './waited'

describe('time waited', () => {
  it('counts whole minutes since the arrival', () => {
    expect(minutesSince('2026-12-03T08:52:00Z', Date.parse('2026-12-03T09:23:59Z'))).toBe(31)
    expect(minutesSince('2026-12-03T08:52:00Z', Date.parse('2026-12-03T09:24:00Z'))).toBe(32)
  })

  it('is the same over the hour that summer time gives back', () => {
    expect(minutesSince('2026-10-25T00:50:00Z', Date.parse('2026-10-25T01:10:00Z'))).toBe(20)
  })

  it('turns at the limits themselves', () => {
    expect([14, 15, 29, 30].map((minutes) => waitLevel(minutes, [15, 30]))).toEqual([
      'ok',
      'wait',
      'wait',
      'late'
    ])
  })
})
