import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Span } from '../appointments'
import { capacityOf } from './capacity.rules'

const at = (minute: number): number => minute * 60_000
const span = (from: number, until: number): Span => [at(from), at(until)]
const query = { durationMs: at(20), notBeforeMs: 0 }

it('counts what is offered, taken and free', () => {
  const windows = [span(480, 690), span(720, 930)]
  const busy = [span(480, 500), span(720, 780)]
  expect(capacityOf({ ...query, windows, busy })).toEqual({
    offeredMinutes: 420,
    usedMinutes: 80,
    freeMinutes: 340,
    openings: 16
  })
})

it('counts time once that two bookings share, and none outside the hours', () => {
  const busy = [span(470, 490), span(485, 500), span(520, 560)]
  expect(capacityOf({ ...query, windows: [span(480, 540)], busy })).toEqual({
    offeredMinutes: 60,
    usedMinutes: 40,
    freeMinutes: 20,
    openings: 1
  })
})

it('offers nothing that has passed', () => {
  const passed = capacityOf({ ...query, windows: [span(480, 540)], busy: [], notBeforeMs: at(540) })
  expect(passed).toEqual({ offeredMinutes: 60, usedMinutes: 0, freeMinutes: 0, openings: 0 })
})

it('says of every day that taken and free time are what it offers', () => {
  const minute = fc.integer({ min: 0, max: 1_440 })
  const spans = fc.array(fc.tuple(minute, fc.integer({ min: 5, max: 120 })), { maxLength: 30 })
  fc.assert(
    fc.property(spans, minute, fc.integer({ min: 1, max: 600 }), (booked, from, length) => {
      const busy = booked.map(([start, long]) => span(start, start + long)).sort(([a], [b]) => a - b)
      const { offeredMinutes, usedMinutes, freeMinutes, openings } = capacityOf({
        ...query,
        windows: [span(from, from + length)],
        busy
      })
      expect(usedMinutes + freeMinutes).toBe(offeredMinutes)
      expect(openings * 20).toBeLessThanOrEqual(freeMinutes)
    })
  )
})
