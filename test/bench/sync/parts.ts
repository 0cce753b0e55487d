import { join } from 'node:path'
import type { Section } from '../report'
import { copyOfClinic, makeSyncClinic, type SyncClinic, type SyncSize } from './clinic'
import { Connected } from './connected'
import { deskSees } from './desk-sees'
import {
  changesBothWays,
  codeLatency,
  drainAfter,
  firstLoad,
  idlePoll,
  killedLoad,
  readBack
} from './measures'
import type { Plan } from './plan'

/** What the parts are measured on. */
export class Ground {
  readonly #made = new Map<SyncSize, Promise<SyncClinic>>()

  constructor(
    /** Removed at the end. */
    readonly folder: string,
    readonly plan: Plan
  ) {}

  /** A copy of a clinic of that size, which is made when first asked for. */
  async clinic(size: SyncSize, name: string): Promise<SyncClinic> {
    const made = this.#made.get(size) ?? makeSyncClinic(join(this.folder, `made-${this.#made.size}`), size)
    this.#made.set(size, made)
    return copyOfClinic(await made, join(this.folder, name))
  }

  async at<T>(
    clinic: SyncClinic,
    server: 'simulator' | 'foreign',
    work: (both: Connected) => Promise<T>
  ): Promise<T> {
    const both = await Connected.open(clinic, server)
    try {
      return await work(both)
    } finally {
      await both.close()
    }
  }
}

export interface SyncPart {
  /** As `npm run bench:sync -- <name>` takes it. */
  readonly name: string
  run(ground: Ground): Promise<Section[]>
}

export const PARTS: readonly SyncPart[] = [
  {
    name: 'load',
    async run(ground) {
      const { plan } = ground
      return await ground.at(await ground.clinic(plan.simulator, 'load'), 'simulator', async (both) => [
        {
          title: 'First load, the portal simulator',
          rows: [...(await firstLoad(both, { most: plan.mostLoadSeconds })), ...(await readBack(both))]
        },
        { title: 'Changes while both are at work', rows: await changesBothWays(both, plan.changes) },
        { title: 'After days without the line', rows: await drainAfter(both, plan.operations) },
        { title: 'Nothing to do, the large clinic', rows: await idlePoll(both, plan.idleSeconds) }
      ])
    }
  },
  {
    name: 'idle',
    async run(ground) {
      const { plan } = ground
      return await ground.at(await ground.clinic(plan.small, 'idle'), 'simulator', async (both) => {
        await both.call('portal.turnOn', {})
        await both.untilLoaded()
        await both.untilQuiet()
        return [{ title: 'Nothing to do, a small clinic', rows: await idlePoll(both, plan.idleSeconds) }]
      })
    }
  },
  {
    name: 'killed',
    async run(ground) {
      return await ground.at(await ground.clinic(ground.plan.part, 'killed'), 'simulator', async (both) => [
        { title: 'First load, killed half way', rows: await killedLoad(both) }
      ])
    }
  },
  {
    name: 'codes',
    async run(ground) {
      const { codes, reconnects, small } = ground.plan
      const link = join(ground.folder, 'modem')
      const rows = await codeLatency(await ground.clinic(small, 'codes'), { link, codes, reconnects })
      return [{ title: 'One-time codes, a modem with a round trip of 200 ms', rows }]
    }
  },
  {
    name: 'desk',
    async run(ground) {
      const { seen, desk } = ground.plan
      const rows = await deskSees(await ground.clinic(desk, 'desk'), seen)
      return [{ title: 'A patient books, until the desk sees it', rows }]
    }
  },
  {
    name: 'foreign',
    async run(ground) {
      const { plan } = ground
      const most = plan.mostForeignSeconds
      const whole = await ground.clinic(plan.simulator, 'foreign')
      const loaded = await ground.at(whole, 'foreign', async (both) => await firstLoad(both, { most }))
      const part = await ground.clinic(plan.part, 'foreign-part')
      const read = await ground.at(part, 'foreign', async (both) => {
        await both.call('portal.turnOn', {})
        await both.untilLoaded()
        return await readBack(both)
      })
      return [
        { title: 'First load, Medplum’s router and repository', rows: loaded },
        { title: 'Reading back, Medplum’s router and repository', rows: read }
      ]
    }
  }
]
