import { expect, it } from 'vitest'
import { backOffMs } from './back-off'

it('waits longer after each failure, up to eight seconds, and never all at the same moment', () => {
  expect([0, 1, 2, 3, 10, 100].map((failures) => backOffMs(failures, 1))).toEqual([
    300, 600, 1200, 2400, 8000, 8000
  ])
  expect(backOffMs(10, 0)).toBe(4000)
})
