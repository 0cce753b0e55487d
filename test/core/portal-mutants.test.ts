import { describe, expect, it } from 'vitest'
import type { WorldOptions } from './fixtures/portal-world'
import { NaiveRetry, NoOwnCheck, RefreshingPull } from './portal-model/mutants'
import { runModel } from './portal-model/model'

const STEPS = 120
const MOST_SEEDS = 8

/** The first seed by which a broken client is found out; null where none of them is enough. */
async function seedThatCatches(
  breakClient: NonNullable<WorldOptions['breakClient']>
): Promise<number | null> {
  for (let seed = 1; seed <= MOST_SEEDS; seed += 1) {
    const { violations } = await runModel({ seed, steps: STEPS, breakClient, isStormy: true })
    if (violations.length > 0) return seed
  }
  return null
}

describe('the model', () => {
  it('catches a client that sends again without looking', async () => {
    expect(await seedThatCatches((session) => new NaiveRetry(session))).not.toBeNull()
  }, 60_000)

  it('catches a client that does not know its own operations again', async () => {
    expect(await seedThatCatches((session) => new NoOwnCheck(session))).not.toBeNull()
  }, 60_000)

  it('catches a client whose pull refreshes versions', async () => {
    expect(await seedThatCatches((session, database) => new RefreshingPull(session, database))).not.toBeNull()
  }, 60_000)
})
