import fc from 'fast-check'
import { expect, it } from 'vitest'
import { findOpenings, type OpeningSearch, type Span } from './openings.rules'

const at = (hours: number, minutes = 0): number => (hours * 60 + minutes) * 60_000

const search: OpeningSearch = {
  windows: [[at(8), at(12)]],
  busy: [],
  durationMs: at(0, 20),
  notBeforeMs: 0,
  gridMs: at(0, 5),
  limit: 3
}

it('offers one opening after another in a gap', () => {
  expect(findOpenings(search)).toEqual([at(8), at(8, 20), at(8, 40)])
})

it('begins on the grid after now and after what is taken', () => {
  const busy: Span[] = [[at(8, 30), at(8, 52)]]
  expect(findOpenings({ ...search, busy, notBeforeMs: at(8, 7), limit: 2 })).toEqual([at(8, 10), at(8, 55)])
})

it('offers nothing that would run past the end of the working hours', () => {
  expect(findOpenings({ ...search, notBeforeMs: at(11, 41) })).toEqual([])
  expect(findOpenings({ ...search, notBeforeMs: at(11, 40) })).toEqual([at(11, 40)])
})

it('goes on in the next window of the day', () => {
  const windows: Span[] = [
    [at(8), at(8, 30)],
    [at(12), at(12, 30)]
  ]
  expect(findOpenings({ ...search, windows })).toEqual([at(8), at(12)])
})

it('sees through appointments that lie upon one another', () => {
  const busy: Span[] = [
    [at(8), at(10)],
    [at(8, 10), at(8, 20)]
  ]
  expect(findOpenings({ ...search, busy, limit: 1 })).toEqual([at(10)])
})

it('finds an opening exactly when trying every start finds one, and the same first one', () => {
  const span = fc
    .tuple(fc.integer({ min: 90, max: 150 }), fc.integer({ min: 1, max: 30 }))
    .map(([start, length]): Span => [at(0, start * 5), at(0, start * 5 + length * 3)])
  const starts = Array.from({ length: 48 }, (_, index) => at(8, index * 5))
  fc.assert(
    fc.property(fc.array(span, { maxLength: 12 }), fc.integer({ min: 1, max: 24 }), (spans, steps) => {
      const busy = spans.sort((a, b) => a[0] - b[0])
      const durationMs = at(0, steps * 5)
      const isFree = (start: number): boolean =>
        start + durationMs <= at(12) && busy.every(([from, to]) => to <= start || from >= start + durationMs)
      const found = findOpenings({ ...search, busy, durationMs, limit: 50 })
      expect(found[0]).toBe(starts.find(isFree))
      expect(found.every(isFree)).toBe(true)
    })
  )
})
