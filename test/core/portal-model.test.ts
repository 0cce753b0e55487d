import { expect, it } from 'vitest'
import { runModel } from './portal-model/model'

/** More by environment: a seed that failed is repeated with PORTAL_SEED, PORTAL_SEEDS=1 and its PORTAL_STEPS. */
const SEEDS = Number(process.env['PORTAL_SEEDS'] ?? 6)
const FIRST = Number(process.env['PORTAL_SEED'] ?? 1)
const STEPS = Number(process.env['PORTAL_STEPS'] ?? 80)

it.each(Array.from({ length: SEEDS }, (_, index) => FIRST + index))(
  'holds every invariant, whatever happens on the way: seed %i',
  async (seed) => {
    const { violations } = await runModel({ seed, steps: STEPS })
    expect(violations).toEqual([])
  },
  300_000
)
