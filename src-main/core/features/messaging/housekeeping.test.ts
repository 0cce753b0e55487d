import { Temporal } from 'temporal-polyfill'
import { describe, expect, it } from 'vitest'
import { manualClock } from '../../platform/clock'
import { silentLog } from '../../platform/log'
import { createHousekeeping, type Chore } from './housekeeping'

const START = '2026-12-03T08:00:00Z'

describe('the chores of the outbox', () => {
  it('go on when one of them fails, which rests for a minute', async () => {
    const { clock, ran, failures, housekeeping } = stage()
    failures.add('first')
    await housekeeping.run()
    await housekeeping.run()
    expect(ran).toEqual(['first', 'second', 'second'])
    expect(String(await housekeeping.nextMoment())).toBe('2026-12-03T08:01:00Z')
    failures.clear()
    clock.set(Temporal.Instant.from('2026-12-03T08:01:00Z'))
    await housekeeping.run()
    expect(ran).toEqual(['first', 'second', 'second', 'first', 'second'])
  })

  it('wake at the earliest moment one of them asks for', async () => {
    const { housekeeping } = stage()
    expect(String(await housekeeping.nextMoment())).toBe('2026-12-03T07:00:00Z')
  })
})

function stage() {
  const clock = manualClock(Temporal.Instant.from(START))
  const ran: string[] = []
  const failures = new Set<string>()
  const chore = (name: string, next: string): Chore => ({
    name,
    run() {
      ran.push(name)
      return failures.has(name) ? Promise.reject(new Error('disk full')) : Promise.resolve()
    },
    nextMoment: () => Promise.resolve(Temporal.Instant.from(next))
  })

  const housekeeping = createHousekeeping({ clock, log: silentLog }, [
    chore('first', '2026-12-03T07:00:00Z'),
    chore('second', '2026-12-03T09:00:00Z')
  ])
  return { clock, ran, failures, housekeeping }
}
