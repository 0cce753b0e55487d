import { expect, it } from 'vitest'
import { code128Bars, code128Values } from './code-128'

it('writes digits two to a symbol, with the check symbol of the standard', () => {
  // Start C, 12, 34, 56, 78, 90: (105 + 12 + 2·34 + 3·56 + 4·78 + 5·90) mod 103 = 85.
  expect(code128Values('1234567890')).toEqual([105, 12, 34, 56, 78, 90, 85, 106])
})

it('writes the last of an odd number of digits alone', () => {
  expect(code128Values('17858710227')?.slice(0, 8)).toEqual([105, 17, 85, 87, 10, 22, 100, 23])
  expect(code128Values('7')).toEqual([104, 23, (104 + 23) % 103, 106])
})

it('has no bars for what is no number', () => {
  expect(code128Bars('')).toBeNull()
  expect(code128Bars('12A')).toBeNull()
})

it('makes every symbol eleven modules wide, the stop thirteen, and keeps both sides quiet', () => {
  const { bars, modules } = code128Bars('1234567890') ?? { bars: [], modules: 0 }
  expect(modules).toBe(10 + 7 * 11 + 13 + 10)
  expect(bars[0]?.x).toBe(10)
  expect(bars.at(-1)).toEqual({ x: modules - 10 - 2, width: 2 })
  expect(bars).toHaveLength(7 * 3 + 4)
})
