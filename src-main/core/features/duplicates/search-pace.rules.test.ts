import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { isSearchDue, nextSlice } from './search-pace.rules'

const at = (moment: string) => Temporal.Instant.from(moment)
const due = (startedAt: string | null, finishedAt: string | null, now: string): boolean =>
  isSearchDue(
    {
      startedAt: startedAt === null ? null : at(startedAt),
      finishedAt: finishedAt === null ? null : at(finishedAt)
    },
    at(now),
    'Europe/Oslo'
  )

describe('when a search is due', () => {
  it.each([
    ['never before', null, null, '2026-12-03T10:00:00Z', true],
    ['broken off', '2026-12-03T01:00:00Z', '2026-12-02T02:00:00Z', '2026-12-03T10:00:00Z', true],
    ['the night after', null, '2026-12-02T02:00:00Z', '2026-12-03T01:20:00Z', true],
    ['twice in one night', null, '2026-12-03T01:20:00Z', '2026-12-03T03:20:00Z', false],
    ['by day after a night', null, '2026-12-03T02:00:00Z', '2026-12-03T12:00:00Z', false],
    ['by day after a night with the PC off', null, '2026-12-02T02:00:00Z', '2026-12-03T08:20:00Z', true]
  ])('%s', (_when, startedAt, finishedAt, now, isDue) => {
    expect(due(startedAt, finishedAt, now)).toBe(isDue)
  })
})

describe('how many the next slice has', () => {
  it('grows to what fits, at most to the double', () => {
    expect(nextSlice(50, 3)).toBe(100)
    expect(nextSlice(100, 10)).toBe(120)
  })
  it('shrinks at once, but goes on', () => {
    expect(nextSlice(200, 48)).toBe(50)
    expect(nextSlice(20, 1_000)).toBe(10)
  })
})
