// The sync with the portal against its model, for long:
// `npm run soak:sync [-- --first 1 --seeds 1000 --steps 500 --minutes 30]`.
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { withSetUp } from './setup/prepare.mjs'
import { capture, tool } from './setup/run.mjs'

const { values } = parseArgs({
  options: {
    first: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '1000' },
    steps: { type: 'string', default: '500' },
    minutes: { type: 'string', default: '30' }
  }
})

await withSetUp(async () => {
  const shares = Array.from(
    { length: Math.min(availableParallelism(), Number(values.seeds)) },
    (_, own) => own
  )
  console.log(`${values.seeds} seeds of ${values.steps} steps, ${values.minutes} minutes at most …`)
  const outputs = await Promise.all(shares.map((own) => soak(`${own}/${shares.length}`)))
  const runs = outputs.flatMap(({ output }) => [...output.matchAll(/seed (\d+): (\{.*\})$/gm)])
  /** @type {Map<string, string[]>} by the number of the invariant, which seeds */
  const broken = new Map()
  for (const [, seed = '', told = '{}'] of runs)
    for (const invariant of invariantsIn(told))
      broken.set(invariant, [...(broken.get(invariant) ?? []), seed])
  const sum = (/** @type {string} */ name) =>
    runs.reduce((total, [, , told = '{}']) => total + JSON.parse(told)[name], 0)
  for (const [, seed = '', told = '{}'] of runs.sort(([, one], [, other]) => Number(one) - Number(other)))
    console.log(outcomeOf(seed, JSON.parse(told)))
  console.log(
    `${runs.length} seeds: ${sum('operations')} operations, ${sum('requests')} requests, ${sum('faults')} faults`
  )
  const left = Number(values.seeds) - runs.length
  if (left > 0) console.log(`${left} seeds were not run, or came to no end.`)
  for (const [invariant, seeds] of [...broken].sort())
    console.log(`invariant ${invariant} did not hold with ${seeds.length} seeds: ${seeds.join(', ')}`)
  const isWell = outputs.every(({ code }) => code === 0)
  console.log(isWell ? 'Every invariant held.' : 'Not every run went well.')
  for (const { code, output } of outputs) if (code !== 0) console.log(output.slice(-20_000))
  return isWell ? 0 : 1
})

/** @param {string} told @returns {Set<string>} the numbers of the invariants that did not hold */
function invariantsIn(told) {
  return new Set(JSON.parse(told).violations.map((/** @type {string} */ each) => each.slice(0, 1)))
}

/**
 * @param {string} seed
 * @param {{ operations: number, faults: number, violations: string[] }} told
 */
function outcomeOf(seed, { operations, faults, violations }) {
  if (violations.length === 0) return `seed ${seed} held: ${operations} operations, ${faults} faults`
  const again = `npm run soak:sync -- --first ${seed} --seeds 1 --steps ${values.steps}`
  return [`seed ${seed} did not hold; once more: ${again}`, ...violations.map((each) => `  ${each}`)].join(
    '\n'
  )
}

/** @param {string} share */
async function soak(share) {
  return await capture(
    process.execPath,
    [tool('vitest'), 'run', '--config', 'vitest.soak.config.ts', '--silent=false'],
    {
      env: {
        PORTAL_SEED: values.first,
        PORTAL_SEEDS: values.seeds,
        PORTAL_STEPS: values.steps,
        PORTAL_MINUTES: values.minutes,
        PORTAL_SHARE: share,
        NO_COLOR: '1'
      }
    }
  )
}
