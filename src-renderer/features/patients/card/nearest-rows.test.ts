import { describe, expect, it } from 'vitest'
import { nearestRows } from './nearest-rows'

const NOW = '2026-11-20T09:00:00Z'
const on = (...days: number[]) => days.map((day) => ({ at: `2026-11-${day}T08:00:00Z` }))
const shown = (days: readonly number[], few: number): number[] =>
  nearestRows(on(...days), few, NOW).map(({ at }) => Number(at.slice(8, 10)))

describe('nearestRows', () => {
  it('stands in order of time, the latest first', () => {
    expect(shown([11, 17, 12, 25, 14], 5)).toEqual([25, 17, 14, 12, 11])
  })

  it('leaves room for what came last, however much is planned', () => {
    expect(shown([21, 22, 23, 24, 25, 26, 12], 5)).toEqual([24, 23, 22, 21, 12])
    expect(shown([21, 22, 23, 24, 14, 13, 12, 11], 4)).toEqual([22, 21, 14, 13])
    expect(shown([21, 14], 1)).toEqual([14])
  })

  it('fills up with what is planned where nothing has come', () => {
    expect(shown([21, 22, 23], 2)).toEqual([22, 21])
  })

  it('shows all where there is room', () => {
    expect(shown([21, 14], 9)).toEqual([21, 14])
  })
})
