import { expect, it } from 'vitest'
import { runModel } from './portal-model/model'
import { SEEDS, STEPS } from './portal-model/runs'

it.each(SEEDS)(
  'holds every invariant, whatever happens on the way: seed %i',
  async (seed) => {
    expect((await runModel({ seed, steps: STEPS })).violations).toEqual([])
  },
  120_000
)
