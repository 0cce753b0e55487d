import fc from 'fast-check'
import { expect, it } from 'vitest'
import { drawArrivalCode } from './arrival-code.rules'

/** Draws what is listed, one after the other, again and again. */
function drawing(...numbers: number[]) {
  let index = -1
  return (below: number) => {
    index += 1
    return (numbers[index % numbers.length] ?? 0) % below
  }
}

it('is two letters and two digits, none of which is taken for another', () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (stream) => {
      const code = drawArrivalCode((below) => (stream.next().value ?? 0) % below, new Set())
      expect(code).toMatch(/^[CDFHJKLMNPRTVX]{2}[2-9]{2}$/)
      expect(code).not.toMatch(/^(HH|HJ|KK|FK)|88$/)
    })
  )
})

it('draws anew when somebody has the code today', () => {
  const draw = drawing(0, 1, 0, 1, 1, 2, 3, 4)
  expect(drawArrivalCode(draw, new Set(['CD23']))).toBe('DF56')
})

it('draws anew instead of a pair with a bad meaning', () => {
  // H H 2 3, then K T 4 7.
  expect(drawArrivalCode(drawing(3, 3, 0, 1, 5, 11, 2, 5), new Set())).toBe('KT47')
})
