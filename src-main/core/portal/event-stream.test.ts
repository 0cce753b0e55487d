import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { listen } from './event-stream'
import { PortalFault, type PortalFaultName } from './faults'
import { makeKeyPair } from './keys'
import { PortalSession } from './portal-session'

const TRIES = 12
const KEY = makeKeyPair()

/** How long is waited after each try, in milliseconds, while every one fails in the same way. */
async function waitsAfter(fault: PortalFaultName): Promise<number[]> {
  const ending = new AbortController()
  const waits: number[] = []
  const session = new PortalSession({
    http: async () => await Promise.reject(new PortalFault(fault)),
    ...{ pause: async () => undefined, clock: { now: () => Temporal.Instant.from('2026-12-03T08:00:00Z') } },
    ...{ newId: () => 'one', base: 'https://portal.example', clientId: 'c1', key: KEY }
  })
  const pause = async (ms: number): Promise<void> => {
    waits.push(ms)
    if (waits.length === TRIES) ending.abort()
    return await Promise.resolve()
  }
  const options = {
    ...{ session, pause, random: () => 1, lastEventId: async () => await Promise.resolve(null) },
    ...{ onEvent: async () => await Promise.resolve(), onState: () => undefined }
  }
  await listen(options, ending.signal)
  return waits
}

it('asks again within two seconds while nobody is there, however the line is down', async () => {
  for (const fault of ['unreachable', 'address-unknown', 'broken-off', 'timeout'] as const)
    expect([fault, Math.max(...(await waitsAfter(fault)))]).toEqual([fault, 2_000])
})

it('leaves a portal that answers what cannot be used alone for longer and longer', async () => {
  expect(Math.max(...(await waitsAfter('bad-answer')))).toBe(300_000)
})
