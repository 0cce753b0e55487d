import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CompactIndex } from './compact-index'

it('gives every text one number, in the order they came', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { maxLength: 3_000 }), (texts) => {
      const index = new CompactIndex()
      const different = [...new Set(texts)]
      for (const text of texts) index.add(text)
      expect(index.size).toBe(different.length)
      expect(different.map((text) => index.find(text))).toEqual(different.map((_, number) => number))
      expect(index.find(`${different.join('')}·`)).toBe(-1)
    }),
    { numRuns: 50 }
  )
})

it('tells a hundred thousand numbers apart that differ in one digit', () => {
  const index = new CompactIndex()
  for (let number = 0; number < 100_000; number += 1) index.add(String(17_000_000_000 + number))
  expect(index.size).toBe(100_000)
  expect(index.find('17000054321')).toBe(54_321)
})
