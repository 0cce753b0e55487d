import { expect, it } from 'vitest'
import { NoOwnCheck } from './portal-model/mutants'
import { runModel } from './portal-model/model'

const STEPS = 120
const MOST_SEEDS = 8

/** Invariants 1 and 2 of the sync: no slot for two, and no operation twice. */
const isDouble = (violation: string) => violation.startsWith('1:') || violation.startsWith('2:')

it('catches a client that does not know its own operations again', { timeout: 60_000 }, async () => {
  for (let seed = 1; seed <= MOST_SEEDS; seed += 1) {
    const broken = await runModel({
      seed,
      steps: STEPS,
      isStormy: true,
      breakClient: (session) => new NoOwnCheck(session)
    })
    if (!broken.violations.some(isDouble)) continue
    const sound = await runModel({ seed, steps: STEPS, isStormy: true })
    expect(sound.violations.filter(isDouble)).toEqual([])
    return
  }
  expect.fail('no seed found it out')
})
