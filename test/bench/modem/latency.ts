import { join } from 'node:path'
import { silentLog } from '../../../src-main/core/platform/log'
import { systemClock } from '../../../src-main/core/platform/clock'
import { openModems } from '../../../src-main/core/modem-factory'
import { PatientId } from '../../../src-preload/contract/ids'
import { ModemSimulator } from '../../modem-simulator/simulator'
import { makeClinic } from '../clinic'
import { percentile } from '../measure'

const CODES = 60

export interface Latency {
  readonly p50: number
  readonly p95: number
}

/** From the desk's request for a one-time code until `AT+CMGS` comes out of the serial port; nothing else waits. */
export async function codeLatency(folder: string): Promise<Latency> {
  const link = join(folder, 'code-modem')
  const asked = { at: 0, heard: (_ms: number): void => undefined }
  const simulator = await ModemSimulator.start({
    link,
    model: {
      faults: {
        onCommand(command) {
          if (command.startsWith('AT+CMGS=')) asked.heard(performance.now() - asked.at)
          return null
        }
      }
    }
  })
  const size = { patients: CODES + 1, clinicians: 1, bookedDays: 0, appointmentsADay: 0 }
  const { core, call, people } = await makeClinic(join(folder, 'code-clinic'), size, {
    now: systemClock.now(),
    clock: systemClock,
    modems: (_, needs) => openModems(silentLog)({ kind: 'serial', path: link, imei: null }, needs),
    runsJobs: true
  })
  await core.chooseModem()
  await core.sendOperatorSms([{ to: '+4799999999', text: 'Først', key: 'first' }])
  const times: number[] = []
  for (const { id } of people.slice(0, CODES)) {
    const heard = new Promise<number>((resolve) => (asked.heard = resolve))
    asked.at = performance.now()
    const { id: codeId } = await call('codes.send', { patientId: PatientId.parse(id) })
    times.push(await heard)
    // The next one is asked for when nothing is on the air.
    while ((await core.messagingStatus()).queue.sending > 0) await new Promise(setImmediate)
    if (codeId === undefined) throw new Error('The code was not made.')
  }
  await core.close()
  await simulator.close()
  return { p50: percentile(times, 50), p95: percentile(times, 95) }
}
