import { BAD_DAY } from '../../portal-simulator/faults/faults'
import { openWorld, type WorldOptions } from '../fixtures/portal-world'
import { COMMANDS, isRightRefusal, type Run } from './commands'
import { findViolations } from './equal'
import { Ledger } from './ledger'

const LONGEST_STEP_SECONDS = 90
const MOST_ROUNDS = 80
/** They change the weather, or the portal's memory. */
const CALM: ReadonlySet<string> = new Set(['weather', 'restore', 'clock'])

export interface ModelOptions extends Pick<WorldOptions, 'breakClient'> {
  readonly seed: number
  readonly steps: number
  /** Faults and late answers from the first step on, and never a restored backup. */
  readonly isStormy?: boolean
}

export interface ModelResult {
  readonly violations: readonly string[]
  readonly requests: number
  readonly faults: number
  readonly operations: number
}

/** So many steps by seed, then quiet; what of the invariants does not hold in the end. */
export async function runModel({
  seed,
  steps,
  breakClient,
  isStormy = false
}: ModelOptions): Promise<ModelResult> {
  const ledger = new Ledger()
  const world = await openWorld({ seed, onCommitted: ledger.hear, ...(breakClient && { breakClient }) })
  const { random, portal } = world
  await world.round()
  const run: Run = { world, ledger, backup: portal.store.snapshot(), done: new Map() }
  if (isStormy) portal.faults.randomly({ seed, rate: 0.3, faults: BAD_DAY })
  const commands = Object.entries(COMMANDS).filter(([name]) => !isStormy || !CALM.has(name))
  const names = commands.flatMap(([name, { weight }]) =>
    Array.from({ length: Math.round(weight * 10) }, () => name)
  )
  for (let step = 0; step < steps; step += 1) {
    const name = names[Math.floor(random() * names.length)] ?? ''
    try {
      await COMMANDS[name]?.run(run)
      run.done.set(name, (run.done.get(name) ?? 0) + 1)
    } catch (error) {
      if (!isRightRefusal(error)) throw error
    }
    world.pass(Math.floor(random() * LONGEST_STEP_SECONDS))
  }
  const isQuiet = await quieten(run)
  const violations = await findViolations(world, ledger)
  if (!isQuiet) violations.push('4: it does not come to rest')
  return {
    violations,
    requests: portal.requests,
    faults: portal.faults.met.length,
    operations: Number(
      world.core.database.driver.prepare('select count(*) from portal_operation').pluck().get()
    )
  }
}

/** All is well from now on, and everything that waits gets its time. */
async function quieten({ world }: Run): Promise<boolean> {
  const { portal, core } = world
  portal.isUp = true
  portal.lateRate = 0
  portal.faults.clear()
  portal.deliverLate()
  world.skew(0)
  const open = core.database.driver
    .prepare<[], number>(
      `select (select count(*) from portal_operation where state in ('waiting', 'in-doubt'))
        + (select count(*) from portal_set_aside where cause = 'pending')
        + (select count(*) from portal_run where ended_at is null)`
    )
    .pluck()
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if ((await world.round()) === 'epoch-changed') await world.answerEpoch('clinic')
    world.pass(301)
    if (open.get() === 0 && round > 1) return true
  }
  return false
}
