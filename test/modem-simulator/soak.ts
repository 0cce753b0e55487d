import { Temporal } from 'temporal-polyfill'
import type { Core } from '../../src-main/core/core'
import { silentLog } from '../../src-main/core/modem/log'
import { connectInMemory } from '../../src-main/core/modem/simulated/in-memory-line'
import { ModemModel } from '../../src-main/core/modem/simulated/modem-model'
import { ModemSupervisor } from '../../src-main/core/modem/supervisor/modem-supervisor'
import type { manualClock } from '../../src-main/core/platform/clock'
import { noFaults, randomFaults } from './random-faults'

export interface SoakOptions {
  readonly core: Core
  readonly clock: ReturnType<typeof manualClock>
  /** Messages, sent in four quarters. */
  readonly count: number
  /** After each quarter, with nothing under way. */
  readonly onQuarter: (quarter: 1 | 2 | 3 | 4) => void
}

export interface SoakResult {
  readonly sent: number
  readonly uncertain: number
  readonly failed: number
  readonly expired: number
  /** Messages the network got more than once. */
  readonly twice: number
  /** Said to be sent, though the network has not got them; or the other way round and not in doubt. */
  readonly untrue: number
  readonly pluggedIn: number
  readonly received: number
}

const RATES = {
  ...noFaults,
  errorRate: 0.04,
  errorCode: 42,
  lostPromptRate: 0.01,
  lostAnswerRate: 0.02,
  noiseRate: 0.5,
  vanishBeforeRate: 0.01,
  vanishAfterRate: 0.01,
  seed: 10
}
const TIMINGS = { simMs: 5, bootMs: 5, registeringMs: 5, searchMs: 2, retryMs: 2, watchMs: 1_000 }
const AT_TIMINGS = { promptMs: 60, probeMs: 60, graceMs: 30, syncMs: 60, commandMs: 500, answerMs: 500 }
const INCOMING_EVERY = 25
const QUARTERS = [1, 2, 3, 4] as const
const FIRST_NUMBER = 4_740_000_000

/** Sends so many messages through the outbox and a modelled modem that fails in every way, and keeps the accounts. */
export async function soak({ core, clock, count, onQuarter }: SoakOptions): Promise<SoakResult> {
  const network = new Uint8Array(count)
  const totals = { sent: 0, uncertain: 0, failed: 0, expired: 0, untrue: 0, pluggedIn: 0, received: 0 }
  const model = new ModemModel({ clock, reportDelayMs: 2, faults: randomFaults(RATES) })
  let left = 0
  model.onSent(({ to }) => {
    network[placeOf(to)] = (network[placeOf(to)] ?? 0) + 1
    left += 1
    if (left % INCOMING_EVERY === 0 && model.receive(to, 'Takk, det passer fint. '.repeat(left % 9)))
      totals.received += 1
  })
  const modem = new ModemSupervisor({
    paths: ['modelled'],
    list: async () => [{ path: 'modelled' }],
    open: async () => {
      totals.pluggedIn += 1
      model.restart()
      return connectInMemory(model)
    },
    clock,
    log: silentLog,
    timings: TIMINGS,
    atTimings: AT_TIMINGS
  })
  core.attachModem(modem)
  for (const quarter of QUARTERS) {
    const first = Math.round((count * (quarter - 1)) / QUARTERS.length)
    const last = Math.round((count * quarter) / QUARTERS.length)
    const texts = Array.from({ length: last - first }, (_, index) => ({
      to: `+${FIRST_NUMBER + first + index}`,
      text: `Du har time i morgen kl. 09.${String(index % 60).padStart(2, '0')}.`,
      key: `soak-${first + index}`
    }))
    const { messages, ...ended } = await send({ core, clock, modem }, texts)
    for (const kind of ['sent', 'uncertain', 'failed', 'expired'] as const) totals[kind] += ended[kind]
    totals.untrue += messages.filter(({ to, state }) => {
      const isOut = (network[placeOf(to)] ?? 0) > 0
      return state !== 'uncertain' && isOut !== (state === 'sent' || state === 'delivered')
    }).length
    onQuarter(quarter)
  }
  return { ...totals, twice: network.filter((times) => times > 1).length }
}

function placeOf(to: string): number {
  return Number(to.slice(1)) - FIRST_NUMBER
}

/** Moves the clock on whenever nothing is left to do at that hour. */
async function send(
  { core, clock, modem }: Pick<SoakOptions, 'core' | 'clock'> & { modem: ModemSupervisor },
  texts: Parameters<Core['sendOperatorSms']>[0]
): ReturnType<Core['sendOperatorSms']> {
  let isOver = false
  const sending = core.sendOperatorSms(texts).finally(() => {
    isOver = true
  })
  while (!isOver) {
    await Promise.race([sending, becomesReady(modem)])
    await core.runOutbox()
    const { queue } = await core.messagingStatus()
    if (queue.sending === 0 && modem.status.state === 'ready')
      clock.set(clock.now().add(Temporal.Duration.from({ seconds: 5 })))
    await Promise.race([sending, new Promise(setImmediate)])
  }
  return sending
}

async function becomesReady(modem: ModemSupervisor): Promise<void> {
  if (modem.status.state === 'ready') return
  const ready = Promise.withResolvers<undefined>()
  const stop = modem.onStatus(({ state }) => {
    if (state === 'ready') ready.resolve(undefined)
  })
  await ready.promise
  stop()
}
