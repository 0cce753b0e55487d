import { expect, it } from 'vitest'
import { runModel, type ModelOptions } from './portal-model/model'
import { NaiveRetry, NoOwnCheck, RefreshingPull } from './portal-model/mutants'
import { SEEDS, STEPS } from './portal-model/runs'

/** Faults all the time. `portal-model-weather.test.ts` has the same seeds with weather that changes. */
it.each(SEEDS)(
  'holds every invariant while faults go on: seed %i',
  async (seed) => {
    expect((await runModel({ seed, steps: STEPS, isStormy: true })).violations).toEqual([])
  },
  120_000
)

/** Broken clients, and the invariant by which the same seeds, with which the real one holds, find them out. */
const MUTANTS: readonly (readonly [
  name: string,
  invariant: 1 | 2,
  breakClient: NonNullable<ModelOptions['breakClient']>
])[] = [
  ['sends again what was not answered', 1, (session) => new NaiveRetry(session)],
  ['does not know its own operations again', 2, (session) => new NoOwnCheck(session)],
  ['takes versions from the pull', 1, (session, database) => new RefreshingPull(session, database)]
]

it.each(MUTANTS)(
  'catches a client that %s, by invariant %i',
  async (_name, invariant, breakClient) => {
    for (const seed of SEEDS) {
      const broken = { seed, steps: STEPS, isStormy: true, breakClient }
      const { violations } = await runModel({ ...broken, seeksDoubles: true })
      if (violations.some((violation) => violation.startsWith(`${invariant}:`))) return
    }
    expect.fail('no seed found it out')
  },
  120_000
)
