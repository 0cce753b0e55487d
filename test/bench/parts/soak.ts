import { join } from 'node:path'
import { manualClock } from '../../../src-main/core/platform/clock'
import { Temporal } from 'temporal-polyfill'
import { soak as runSoak } from '../../modem-simulator/soak'
import { makeClinic } from '../clinic'
import type { Part } from '../part'
import { amount, type Row } from '../rows'

const MESSAGES = 10_000
const MEGABYTE = 1024 * 1024
const SIZE = { patients: 0, clinicians: 1, bookedDays: 0, appointmentsADay: 0 }

/** What is still referred to, in MB: garbage is collected first. */
function heapInUse(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed / MEGABYTE
}

/** Outbox and driver for a long time, with every fault of the simulator: nothing twice, nothing untrue, memory flat. */
export const soak: Part = {
  name: 'soak',
  title: `${MESSAGES.toLocaleString('en')} messages with faults: refusals, lost prompts and answers, noise, the modem pulled out`,
  async run({ folder }) {
    const clock = manualClock(Temporal.Instant.from('2026-12-03T08:00:00Z'))
    const { core } = await makeClinic(join(folder, 'soak'), SIZE, { clock, runsJobs: false })
    const quarters: { heap: number; rss: number }[] = []
    const startedMs = performance.now()
    const result = await runSoak({
      core,
      clock,
      count: MESSAGES,
      onQuarter: () => void quarters.push({ heap: heapInUse(), rss: process.memoryUsage().rss / MEGABYTE })
    })
    const seconds = (performance.now() - startedMs) / 1_000
    await core.close()
    const [first, , , last] = quarters
    const growth = (last?.heap ?? 0) - (first?.heap ?? 0)
    const memory = quarters.flatMap(({ heap, rss }, index): Row[] => [
      amount(`memory in use after quarter ${index + 1}`, heap, 'MB'),
      amount(`resident after quarter ${index + 1}, the database’s cache included`, rss, 'MB')
    ])
    return [
      amount('all of it', seconds, 's', { most: 180 }),
      amount('said to be sent', result.sent, 'messages'),
      amount('in doubt and not repeated', result.uncertain, 'messages'),
      amount('sent twice', result.twice, 'messages', { most: 0 }),
      amount('failed, expired or told wrongly', result.failed + result.expired + result.untrue, 'messages', {
        most: 0
      }),
      amount('the modem was plugged in', result.pluggedIn, 'times'),
      amount('texts that came in meanwhile', result.received, 'messages'),
      ...memory,
      amount('memory in use, from the first quarter to the last', growth, 'MB more', { most: 2 })
    ]
  }
}
