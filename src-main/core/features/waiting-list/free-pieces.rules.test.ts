import fc from 'fast-check'
import { expect, it } from 'vitest'
import { freedSpans, freePieces } from './free-pieces.rules'

const MINUTE = 60_000
const at = (from: number, until: number): [number, number] => [from * MINUTE, until * MINUTE]

it('gives back the whole place, or what a shorter or later one leaves of it', () => {
  expect(freedSpans(at(0, 30), null)).toEqual([at(0, 30)])
  expect(freedSpans(at(0, 30), at(0, 20))).toEqual([at(20, 30)])
  expect(freedSpans(at(0, 30), at(10, 40))).toEqual([at(0, 10)])
  expect(freedSpans(at(0, 30), at(60, 90))).toEqual([at(0, 30)])
  expect(freedSpans(null, at(0, 30))).toEqual([])
})

it('leaves out what is past, taken, or too short to be of use', () => {
  expect(freePieces(at(0, 30), [], 0)).toEqual([at(0, 30)])
  expect(freePieces(at(0, 30), [], 11 * MINUTE)).toEqual([at(15, 30)])
  expect(freePieces(at(0, 30), [at(10, 20)], 0)).toEqual([at(0, 10), at(20, 30)])
  expect(freePieces(at(0, 30), [at(3, 27)], 0)).toEqual([])
  expect(freePieces(at(0, 30), [], 30 * MINUTE)).toEqual([])
})

it('never offers a minute that is taken', () => {
  const span = fc
    .tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 1, max: 40 }))
    .map(([from, minutes]) => at(from, from + minutes))
  fc.assert(
    fc.property(span, fc.array(span, { maxLength: 6 }), fc.nat(120), (place, taken, now) => {
      for (const [from, until] of freePieces(place, taken, now * MINUTE)) {
        expect(from).toBeGreaterThanOrEqual(Math.max(place[0], now * MINUTE))
        expect(until).toBeLessThanOrEqual(place[1])
        expect(taken.some(([start, end]) => start < until && end > from)).toBe(false)
      }
    })
  )
})
