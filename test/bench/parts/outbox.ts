import { join } from 'node:path'
import { silentLog } from '../../../src-main/core/platform/log'
import { systemClock } from '../../../src-main/core/platform/clock'
import { openModems } from '../../../src-main/core/modem-factory'
import { ModemSimulator } from '../../modem-simulator/simulator'
import { makeClinic } from '../clinic'
import { cpuMsSince } from '../measure'
import type { Bench, Part } from '../part'
import { amount } from '../rows'

const SLOW_ANSWER_MS = 2_000

interface Sent {
  readonly messages: number
  readonly wallMs: number
  readonly cpuMs: number
}

/** Texts through the outbox and a serial port (a pseudo-terminal), every change of state on disk. */
export const outbox: Part = {
  name: 'outbox',
  title: 'Outbox through a modem on a serial port, every change of state on disk',
  async run(bench) {
    const fast = await send(bench, { messages: 1_000, answerDelayMs: 0 })
    const slow = await send(bench, { messages: 8, answerDelayMs: SLOW_ANSWER_MS })
    const airMs = slow.messages * SLOW_ANSWER_MS
    return [
      amount('a modem that answers at once', fast.messages / (fast.wallMs / 1_000), 'messages/s', {
        least: 200
      }),
      amount('processor time, the simulated modem’s included', fast.cpuMs / fast.messages, 'ms/message'),
      amount(
        'a modem that takes two seconds: share of the time it is busy',
        (airMs / slow.wallMs) * 100,
        '%',
        {
          least: 99
        }
      )
    ]
  }
}

async function send(
  { folder }: Bench,
  { messages, answerDelayMs }: { messages: number; answerDelayMs: number }
): Promise<Sent> {
  const link = join(folder, `modem-${answerDelayMs}`)
  const simulator = await ModemSimulator.start({ link, model: { answerDelayMs } })
  const size = { patients: 0, clinicians: 1, bookedDays: 0, appointmentsADay: 0 }
  const { core } = await makeClinic(join(folder, `outbox-${answerDelayMs}`), size, {
    clock: systemClock,
    modems: (_, needs) => openModems(silentLog)({ kind: 'serial', path: link, imei: null }, needs),
    runsJobs: true
  })
  await core.chooseModem()
  await core.sendOperatorSms([{ to: '+4799999999', text: 'Først', key: 'first' }])
  const texts = Array.from({ length: messages }, (_, index) => ({
    to: `+4790${String(index).padStart(6, '0')}`,
    text: `Du har time i morgen kl. 09.${String(index % 60).padStart(2, '0')} hos Eksempel legesenter.`,
    key: `bench-${index}`
  }))
  const cpu = process.cpuUsage()
  const start = performance.now()
  const { sent } = await core.sendOperatorSms(texts)
  const wallMs = performance.now() - start
  const cpuMs = cpuMsSince(cpu)
  await core.close()
  await simulator.close()
  if (sent !== messages) throw new Error(`${sent} of ${messages} messages were sent.`)
  return { messages, wallMs, cpuMs }
}
