import { expect, it } from 'vitest'
import { edgeStep } from './edge-scroll'

const area = { top: 100, right: 900, bottom: 700, left: 50 }

it('stands still while the pointer is well inside', () => {
  expect(edgeStep(area, 400, 400)).toEqual({ x: 0, y: 0 })
})

it('scrolls faster the nearer the pointer comes, and as fast as it goes beyond the edge', () => {
  const down = [670, 690, 700, 760].map((y) => edgeStep(area, 400, y).y)
  expect(down).toEqual([...down].sort((a, b) => a - b))
  expect(down.at(-1)).toBe(14)
  expect(edgeStep(area, 400, 90)).toEqual({ x: 0, y: -14 })
})

it('scrolls sideways and down at once in a corner', () => {
  expect(edgeStep(area, 899, 699)).toEqual({ x: 14, y: 14 })
  expect(edgeStep(area, 51, 400).x).toBeLessThan(0)
})
