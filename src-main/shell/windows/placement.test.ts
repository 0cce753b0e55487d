import { expect, it } from 'vitest'
import { arrangement, displayName, openingPlacement, wallDisplay } from './placement'

const screen = { x: 0, y: 0, width: 1920, height: 1040 }
const saved = { x: 1900, y: 100, width: 1200, height: 800, isMaximised: false }

it('opens where the window stood while that is on a display', () => {
  const second = { x: 1920, y: 0, width: 1920, height: 1040 }
  expect(openingPlacement(saved, [screen, second])).toEqual(saved)
})

it('opens in the middle when the display it stood on is gone', () => {
  expect(openingPlacement(saved, [screen])).toEqual({
    x: 240,
    y: 70,
    width: 1440,
    height: 900,
    isMaximised: false
  })
})

it('takes the whole of a small screen', () => {
  const small = { x: 0, y: 0, width: 1366, height: 728 }
  expect(openingPlacement(undefined, [small])).toEqual({
    x: 0,
    y: 0,
    width: 1366,
    height: 728,
    isMaximised: true
  })
})

it('names an arrangement whatever the order of its displays', () => {
  const one = { id: 1, bounds: screen, workArea: screen }
  const other = { id: 2, bounds: { ...screen, x: 1920 }, workArea: screen }
  expect(arrangement([one, other])).toBe(arrangement([other, one]))
})

it('puts the wall on the display it stood on last, else on one beside the desk, and on none of one alone', () => {
  const display = (id: number, x: number) => ({ id, bounds: { ...screen, x }, workArea: screen })
  const [desk, left, right] = [display(1, 0), display(2, -1920), display(3, 1920)] as const
  const displays = [desk, left, right]
  expect(wallDisplay(displays, { last: displayName(right), deskId: 1 })).toBe(right)
  expect(wallDisplay(displays, { last: undefined, deskId: 1 })).toBe(left)
  expect(wallDisplay(displays, { last: displayName(desk), deskId: 1 })).toBe(left)
  expect(wallDisplay([desk], { last: undefined, deskId: 1 })).toBeNull()
})
