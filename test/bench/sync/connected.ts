import { setTimeout as wait } from 'node:timers/promises'
import type { MethodInput, MethodName, MethodOutput } from '../../../src-preload/contract'
import { Child } from './child'
import type { SyncClinic } from './clinic'
import type { Call, CoreStart, CoreTasks } from './core-child'
import type { PortalTasks, Server } from './portal-child'

const LOOK_EVERY_MS = 100
/** What the status costs is measured with the load. */
const LOOK_AT_LOAD_MS = 500

const MOST_MS = 15 * 60_000

/** A clinic and a portal, each a process of its own. */
export class Connected {
  core: Child<CoreTasks>

  private constructor(
    readonly clinic: SyncClinic,
    readonly portal: Child<PortalTasks>,
    private readonly modem: string | null
  ) {
    this.core = this.startCore()
  }

  static async open(clinic: SyncClinic, server: Server, modem: string | null = null): Promise<Connected> {
    const portal = Child.start<PortalTasks>('portal-child', server)
    await portal.ask('register', JSON.parse(clinic.publicKeys))
    const connected = new Connected(clinic, portal, modem)
    await connected.call('portal.saveSettings', {
      ...{ baseUrl: await portal.ask('url'), clientId: 'bench', weeksAhead: clinic.size.weeksAhead },
      clientCertificate: null
    })
    return connected
  }

  startCore(): Child<CoreTasks> {
    return Child.start<CoreTasks>('core-child', {
      folder: this.clinic.folder,
      modem: this.modem
    } satisfies CoreStart)
  }

  async call<M extends MethodName>(method: M, input: MethodInput<M>): Promise<MethodOutput<M>> {
    // The child answers what that method answers.
    return (await this.core.ask('call', { method, input } as Call)) as MethodOutput<M>
  }

  async status(): Promise<MethodOutput<'portal.status'>> {
    return await this.call('portal.status', {})
  }

  /** @returns how long it took, in milliseconds */
  async until(isThere: () => Promise<boolean>, everyMs = LOOK_EVERY_MS): Promise<number> {
    const start = performance.now()
    while (!(await isThere())) {
      if (performance.now() - start > MOST_MS)
        throw new Error(`Not within ${MOST_MS / 60_000} minutes: ${JSON.stringify(await this.status())}`)
      await wait(everyMs)
    }
    return performance.now() - start
  }

  async untilLoaded(): Promise<number> {
    return await this.until(async () => {
      const { run, state } = await this.status()
      return run?.phase === 'done' && state === 'on'
    }, LOOK_AT_LOAD_MS)
  }

  /** Nothing waits, and the portal has been heard. */
  async untilQuiet(): Promise<number> {
    return await this.until(async () => {
      const { waiting, isListening, lastExchangeAt } = await this.status()
      return waiting.length === 0 && isListening && lastExchangeAt !== null
    })
  }

  async close(): Promise<void> {
    await this.core.kill()
    await this.portal.kill()
  }
}
