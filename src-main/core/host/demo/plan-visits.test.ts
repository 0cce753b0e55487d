import { Temporal } from 'temporal-polyfill'
import { expect, it } from 'vitest'
import { planVisits, type Visit } from './plan-visits'
import { createChance } from './random'

const TODAY = Temporal.PlainDate.from('2026-12-03')
const NOW = 10 * 60 + 24

const seeds = Array.from({ length: 40 }, (_, seed) => seed)
const plan = (seed: number): Visit[] =>
  planVisits(
    { days: [TODAY], today: TODAY, now: NOW, clinicians: 3, patientsOf: () => [1, 2, 3] },
    createChance(seed)
  )

it.each(seeds)('has no clinician with two patients at a time (seed %i)', (seed) => {
  for (const clinician of [0, 1, 2]) {
    const visits = plan(seed).filter((visit) => visit.clinician === clinician && visit.kind !== 'telephone')
    expect(visits.filter(({ state }) => state === 'in-room').length).toBeLessThanOrEqual(1)
    const seen = visits.filter(({ calledIn }) => calledIn !== null)
    for (const [index, { finished }] of seen.entries()) {
      const next = seen[index + 1]
      if (next) expect(finished).toBeLessThanOrEqual(next.calledIn ?? 0)
    }
  }
})

it('has somebody waiting, somebody in a room and somebody still to come', () => {
  const states = new Set(seeds.flatMap((seed) => plan(seed).map(({ state }) => state)))
  expect(states).toEqual(new Set(['booked', 'waiting', 'in-room', 'finished', 'noshow', 'cancelled']))
})
