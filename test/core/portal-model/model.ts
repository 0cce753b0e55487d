import { BAD_DAY } from '../../portal-simulator/faults/faults'
import { openWorld, type WorldOptions } from '../fixtures/portal-world'
import { COMMANDS, cutIn, isRightRefusal, type Run } from './commands'
import { doublesIn, findViolations } from './equal'
import { Ledger } from './ledger'
import { mend, spoiltIn, unnamedIn } from './spoil'

const LONGEST_STEP_SECONDS = 90
const MOST_ROUNDS = 80
/** Of the requests in a storm: more often than that hardly a round comes to its sending. */
const STORM_RATE = 0.1
/** It would end the storm. */
const CALM: ReadonlySet<string> = new Set(['weather'])

export interface ModelOptions extends Pick<WorldOptions, 'breakClient'> {
  readonly seed: number
  readonly steps: number
  /** Faults from the first step to the last. */
  readonly isStormy?: boolean
  /** Ends at once where one slot has two, or an operation has taken effect twice, and does not wait for rest. */
  readonly seeksDoubles?: boolean
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
  isStormy = false,
  seeksDoubles = false
}: ModelOptions): Promise<ModelResult> {
  const ledger = new Ledger()
  const world = await openWorld({ seed, onCommitted: ledger.hear, ...(breakClient && { breakClient }) })
  const { random, portal } = world
  await world.round()
  const run: Run = { world, ledger, backup: portal.store.snapshot(), done: new Map() }
  portal.onArrival = (call) => cutIn(run, call)
  if (isStormy) portal.faults.randomly({ seed, rate: STORM_RATE, faults: BAD_DAY })
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
    if (seeksDoubles && doublesIn(world, ledger).length > 0) break
  }
  return {
    violations: seeksDoubles ? doublesIn(world, ledger) : await violationsAtRest(run),
    requests: portal.requests,
    faults: portal.faults.met.length,
    operations: Number(
      world.core.database.driver.prepare('select count(*) from portal_operation').pluck().get()
    )
  }
}

async function violationsAtRest(run: Run): Promise<string[]> {
  const { world, ledger } = run
  let isQuiet = await quieten(run)
  const unnamed = unnamedIn(world)
  if (spoiltIn(world.portal).length > 0) {
    mend(world.portal)
    isQuiet &&= await quieten(run)
  }
  const violations = [...unnamed, ...(await findViolations(world, ledger))]
  return isQuiet ? violations : [...violations, '4: it does not come to rest']
}

/** All is well from now on, and everything that waits gets its time. */
async function quieten({ world }: Run): Promise<boolean> {
  const { portal, core } = world
  portal.isUp = true
  portal.onArrival = () => undefined
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
