import type { MethodInput, MethodName } from '../../../src-preload/contract'
import { createCore } from '../../../src-main/core/core'
import { dataFolderPaths, readKeyFile } from '../../../src-main/core/database/data-folder'
import { Database } from '../../../src-main/core/database/database'
import { openModems } from '../../../src-main/core/modem-factory'
import { systemClock } from '../../../src-main/core/platform/clock'
import { silentLog } from '../../../src-main/core/platform/log'
import { callerOf } from '../clinic'
import { answerParent } from './child'

export interface CoreStart {
  readonly folder: string
  /** The serial port of a modem. */
  readonly modem: string | null
}

export interface Call<M extends MethodName = MethodName> {
  readonly method: M
  readonly input: MethodInput<M>
}

/** The core of a clinic, as the program runs it, called as the pages call it. */
async function open({ folder, modem }: CoreStart) {
  const paths = dataFolderPaths(folder)
  const key = readKeyFile(paths.trainingKey)
  const database = await Database.open({ file: paths.database, key })
  const core = createCore({
    ...{ clock: systemClock, log: silentLog, database, key, runsJobs: true },
    ...(modem === null
      ? {}
      : { modems: (_, needs) => openModems(silentLog)({ kind: 'serial', path: modem, imei: null }, needs) })
  })
  const call = callerOf(core)
  if (modem !== null) {
    await core.chooseModem()
    await core.sendOperatorSms([{ to: '+4799999999', text: 'Først', key: 'first' }])
  }
  return {
    call: async ({ method, input }: Call) => await call(method, input),
    /** Many calls, one after the other, as one desk makes them; how long all of them took. */
    async callAll(calls: readonly Call[]): Promise<number> {
      const start = performance.now()
      for (const { method, input } of calls) await call(method, input)
      return performance.now() - start
    },
    sending: async () => (await core.messagingStatus()).queue.sending,
    close: async () => await core.close()
  }
}

export type CoreTasks = Awaited<ReturnType<typeof open>>

export async function runCoreChild(start: CoreStart): Promise<void> {
  const opened = open(start)
  answerParent({
    call: async (given: Call) => await (await opened).call(given),
    callAll: async (given: readonly Call[]) => await (await opened).callAll(given),
    sending: async () => await (await opened).sending(),
    close: async () => await (await opened).close()
  })
  await opened
}
