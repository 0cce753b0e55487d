import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { format, resolveConfig } from 'prettier'
import { describeMachine } from '../machine'
import { asMarkdown, asText, type Section } from '../report'
import type { Row } from '../rows'
import { copyOfClinic, makeSyncClinic, type SyncClinic, type SyncSize } from './clinic'
import { Connected } from './connected'
import { runCoreChild } from './core-child'
import {
  changesBothWays,
  codeLatency,
  drainAfter,
  firstLoad,
  idlePoll,
  killedLoad,
  readBack
} from './measures'
import { runPortalChild } from './portal-child'

const REPORT = 'docs/benchmarks-sync.md'

interface Plan {
  readonly simulator: SyncSize
  /** For the load that is killed, and for what is read back from the foreign server. */
  readonly part: SyncSize
  readonly small: SyncSize
  readonly mostForeignSeconds: number | null
  readonly mostLoadSeconds: number | null
  readonly changes: number
  readonly operations: number
  readonly codes: number
  readonly reconnects: number
  readonly idleSeconds: number
  readonly isQuick: boolean
}

const SMALL: SyncSize = { patients: 1_000, clinicians: 2, days: 40, weeksAhead: 2 }
const WHOLE: SyncSize = { patients: 20_000, clinicians: 20, days: 200, weeksAhead: 4 }
/** A fifth: the foreign server looks at everything for each search, and reading the whole back takes it half an hour. */
const PART: SyncSize = { patients: 4_000, clinicians: 10, days: 80, weeksAhead: 4 }
const FULL: Plan = {
  ...{ simulator: WHOLE, part: PART, small: SMALL, mostForeignSeconds: 900, mostLoadSeconds: 60 },
  ...{ changes: 100, operations: 1_000, codes: 40, reconnects: 5, idleSeconds: 30, isQuick: false }
}
/** A part of it, without the targets of the whole load: to see that it works, and for a machine that does other work. */
const QUICK: Plan = {
  ...{ simulator: { ...SMALL, clinicians: 4, patients: 2_000, days: 50 }, part: SMALL, small: SMALL },
  ...{ mostForeignSeconds: null, mostLoadSeconds: null },
  ...{ changes: 100, operations: 200, codes: 10, reconnects: 3, idleSeconds: 5, isQuick: true }
}

async function measureAll(plan: Plan): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'skranke-bench-sync-'))
  const machine = describeMachine()
  const sections: Section[] = []
  const add = (title: string, rows: Row[]) => {
    sections.push({ title, rows })
    console.log(`\n${asText({ title, rows })}`)
  }
  const at = async (
    clinic: SyncClinic,
    server: 'simulator' | 'foreign',
    work: (both: Connected) => Promise<void>
  ) => {
    const both = await Connected.open(clinic, server)
    try {
      await work(both)
    } finally {
      await both.close()
    }
  }
  try {
    const small = await makeSyncClinic(join(folder, 'small'), plan.small)
    const large = await makeSyncClinic(join(folder, 'large'), plan.simulator)
    const copy = (clinic: SyncClinic, name: string) => copyOfClinic(clinic, join(folder, name))
    await at(copy(large, 'load'), 'simulator', async (both) => {
      const load = await firstLoad(both, { most: plan.mostLoadSeconds })
      add('First load, the portal simulator', [...load, ...(await readBack(both))])
      add('Changes while both are at work', await changesBothWays(both, plan.changes))
      add('After days without the line', await drainAfter(both, plan.operations))
      add('Nothing to do, the large clinic', await idlePoll(both, plan.idleSeconds))
    })
    await at(copy(small, 'idle'), 'simulator', async (both) => {
      await both.call('portal.turnOn', {})
      await both.untilLoaded()
      await both.untilQuiet()
      add('Nothing to do, a small clinic', await idlePoll(both, plan.idleSeconds))
    })
    const part = plan.part === plan.small ? small : await makeSyncClinic(join(folder, 'part'), plan.part)
    await at(copy(part, 'killed'), 'simulator', async (both) => {
      add('First load, killed half way', await killedLoad(both))
    })
    const { codes, reconnects } = plan
    const link = join(folder, 'modem')
    add(
      'One-time codes, a modem with a round trip of 200 ms',
      await codeLatency(copy(small, 'codes'), { link, codes, reconnects })
    )
    await at(copy(large, 'foreign'), 'foreign', async (both) => {
      const load = await firstLoad(both, { most: plan.mostForeignSeconds })
      add('First load, Medplum’s router and repository', load)
    })
    await at(copy(part, 'foreign-part'), 'foreign', async (both) => {
      await both.call('portal.turnOn', {})
      await both.untilLoaded()
      add('Reading back, Medplum’s router and repository', await readBack(both))
    })
    await report(sections, machine, plan)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const QUICK_WORDS =
  '**Measured with `--quick`: a part of the records, so that the load as a whole has no target, while the machine did other work (see its load).**'

async function report(
  sections: readonly Section[],
  machine: [string, string][],
  { isQuick }: Plan
): Promise<void> {
  const title = '# Benchmarks of the line to the portal'
  const intro = [
    'Written by `npm run bench:sync`. The core of a clinic, as the program runs it, and the portal are processes of their own on one',
    'machine, over HTTP on loopback; all that is told of the core’s processor and memory is that process alone. Every patient is one',
    'the portal serves. Times of single events are milliseconds; ✓ and ✗ tell whether the target is met.',
    ...(isQuick ? [QUICK_WORDS] : [])
  ].join(' ')
  const options = await resolveConfig(REPORT)
  const text = asMarkdown(sections, machine, { title, intro })
  writeFileSync(REPORT, await format(text, { ...options, parser: 'markdown' }))
  console.log(`\nWritten to ${REPORT}.`)
}

const [role, argument = ''] = process.argv.slice(2)
if (role === 'core-child') await runCoreChild(JSON.parse(argument))
else if (role === 'portal-child') await runPortalChild(JSON.parse(argument))
else await measureAll(role === '--quick' ? QUICK : FULL)
