import { queryObjects } from 'node:v8'
import { expect, it } from 'vitest'
import { SubmitExchange } from '../../src-main/core/modem/at/submit-exchange'
import { Connection } from '../../src-main/core/modem/supervisor/connection'
import { openTestClinic } from '../core/fixtures/clinic'
import { soak } from '../modem-simulator/soak'

/** `npm run soak` does the same with 10,000. */
const COUNT = 400
/** Maps of the test's own making. */
const TOLERANCE = 10

function alive(kind: Parameters<typeof queryObjects>[0]): number {
  return queryObjects(kind, { format: 'count' })
}

it('keeps nothing of messages that are over and of modems that are gone', { timeout: 120_000 }, async () => {
  const { core, clock } = await openTestClinic()
  const maps: number[] = []
  const result = await soak({
    core,
    clock,
    count: COUNT,
    onQuarter: (quarter) => {
      if (quarter === 1 || quarter === 4) maps.push(alive(Map))
    }
  })
  expect(result).toMatchObject({ twice: 0, untrue: 0, failed: 0, expired: 0 })
  expect(result.sent + result.uncertain).toBe(COUNT)
  expect(result.uncertain).toBeGreaterThan(0)
  expect(result.pluggedIn).toBeGreaterThan(2)
  expect(result.received).toBeGreaterThan(10)
  const [first = 0, last = 0] = maps
  expect(last).toBeLessThanOrEqual(first + TOLERANCE)
  expect([Connection, SubmitExchange].map(alive).every((count) => count <= 1)).toBe(true)
})
