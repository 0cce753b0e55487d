import { expect, it } from 'vitest'
import { createPace } from './pace'

it('lets a burst through, then as many as come back each second', () => {
  const pace = createPace({ burst: 3, perSecond: 2 })
  expect([0, 0, 0, 0].map((ms) => pace.take(ms))).toEqual([true, true, true, false])
  expect([500, 500].map((ms) => pace.take(ms))).toEqual([true, false])
  expect([60_000, 60_000, 60_000, 60_000].map((ms) => pace.take(ms))).toEqual([true, true, true, false])
})
