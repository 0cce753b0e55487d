import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import type { OperatorSmsSummary } from '../../src-main/core/features/messaging'
import type { ModemFaults, SubmitFault } from '../../src-main/core/modem/simulated/model-options'
import { openModem, silentModemLog } from '../../src-main/core/modem'
import { noFaults, randomFaults, type FaultRates } from '../modem-simulator/random-faults'
import { buildCli, type BuiltCli } from './fixtures/built-cli'
import { openTestClinic } from './fixtures/clinic'
import { temporaryFolder } from './fixtures/folder'
import { account, chances, simulate, texts, writeTexts } from './fixtures/operator-sms'

/** `SKRANKE_SOAK=20 vitest run test/core/send-sms-at-most-once` makes it twenty times as long. */
const SOAK = Number(process.env['SKRANKE_SOAK'] ?? 1)
const LATER_MS = 10
const EVERYTHING_IN_ORDER = { twice: [], invented: [], denied: [] }

let cli: BuiltCli
beforeAll(async () => {
  cli = await buildCli()
}, 60_000)

/**
 * Calls `kill` at chosen moments on the way of some messages: at the prompt, at Ctrl-Z, when the network has it, and at
 * any moment of the milliseconds after that.
 */
function killingFaults(count: number, seed: number) {
  const next = chances(seed)
  const moments = ['prompt', 'submit', 'accepted', 'later'] as const
  const plan = new Map(
    Array.from({ length: count }, (_, index) => {
      const share = 500 / count
      return [Math.floor((index + next()) * share), moments[index % moments.length]] as const
    })
  )
  const state = { submits: 0, kill: () => undefined as void, kills: 0 }
  const strike = (moment: (typeof moments)[number]): boolean => {
    if (plan.get(state.submits) !== moment) return false
    plan.delete(state.submits)
    state.kills += 1
    if (moment === 'later') setTimeout(() => state.kill(), next() * LATER_MS)
    else state.kill()
    return true
  }
  const faults: ModemFaults = {
    onPrompt: () => {
      strike('prompt')
      return null
    },
    onSubmit: (): SubmitFault | null => {
      strike('submit')
      strike('later')
      const isKilled = strike('accepted')
      state.submits += 1
      // The answer of a modem whose program has died goes nowhere.
      return isKilled ? 'lose-answer' : null
    }
  }
  return { faults, state }
}

it(
  'sends none of 500 texts twice and loses none unsaid, killed at moments spread over the run',
  { timeout: 60_000 * SOAK },
  async () => {
    const folder = temporaryFolder()
    const data = join(folder, 'data')
    const link = join(folder, 'tty')
    const messages = texts(500)
    const file = writeTexts(folder, messages)
    await cli.run('init', '--training', '--data', data)
    const { faults, state } = killingFaults(8 * SOAK, 7)
    const simulator = await simulate({ link, model: { faults, reportDelayMs: 20 } })
    let last: OperatorSmsSummary | null = null
    while (last === null) {
      const running = cli.start('send-sms', file, '--data', data, '--modem', link)
      state.kill = () => void running.child.kill('SIGKILL')
      const { signal, code, json } = await running.ended
      if (signal === 'SIGKILL') continue
      expect(code).toBe(0)
      last = json as OperatorSmsSummary
    }
    expect(state.kills).toBe(8 * SOAK)
    expect(account(last, simulator)).toEqual({ ...EVERYTHING_IN_ORDER, total: 500 })
    expect(last.messages.map(({ key }) => key)).toEqual(messages.map(({ key }) => key))
    expect(last).toMatchObject({ failed: 0, expired: 0 })
    // What was on the modem when the program died, and nothing else, is in doubt.
    expect(last.uncertain).toBeLessThanOrEqual(state.kills)
    expect(last.uncertain).toBeGreaterThan(0)
    expect(last.messages.filter(({ state: how, attempts }) => how !== 'uncertain' && attempts !== 1)).toEqual(
      []
    )
  }
)

/** Sends through a real port in this process, with the clock moved on whenever nothing is left to do at that hour. */
async function sendThrough(
  rates: Partial<FaultRates>,
  { count, replugMs = 100 }: { count: number; replugMs?: number }
) {
  const folder = temporaryFolder()
  const link = join(folder, 'tty')
  const clinic = await openTestClinic({ now: '2026-12-03T08:00:00Z' })
  const { clock, core } = clinic
  const simulator = await simulate({
    link,
    replugMs,
    model: { clock, reportDelayMs: 5, faults: randomFaults({ ...noFaults, seed: 11, ...rates }) }
  })
  const modem = openModem({
    paths: [link],
    clock,
    log: silentModemLog,
    atTimings: { promptMs: 200, probeMs: 200, graceMs: 100, syncMs: 100, commandMs: 800, answerMs: 1_500 },
    timings: { simMs: 20, bootMs: 20, registeringMs: 20, watchMs: 300, searchMs: 20, retryMs: 20 }
  })
  core.attachModem(modem)
  let summary: OperatorSmsSummary | null = null
  const sending = core.sendOperatorSms(texts(count)).then((result) => (summary = result))
  while (summary === null) {
    await expect.poll(() => modem.status.state, { interval: 5, timeout: 10_000 }).toBe('ready')
    await core.runOutbox()
    const waiting = await core.messagingStatus()
    if (waiting.queue.sending === 0) clock.set(clock.now().add({ seconds: 5 }))
    await Promise.race([sending, new Promise(setImmediate)])
  }
  await core.close()
  return { summary: await sending, simulator }
}

const FAULTS: readonly [string, Partial<FaultRates>, number][] = [
  ['the modem is pulled out before the network has the message', { vanishBeforeRate: 0.08 }, 60],
  ['the modem is pulled out after the network has the message', { vanishAfterRate: 0.08 }, 60],
  ['answers get lost', { lostAnswerRate: 0.1 }, 60],
  ['prompts get lost', { lostPromptRate: 0.1 }, 60],
  ['there is noise before every line', { noiseRate: 1 }, 60],
  [
    'all of it happens',
    {
      vanishBeforeRate: 0.02,
      vanishAfterRate: 0.03,
      lostAnswerRate: 0.05,
      lostPromptRate: 0.05,
      noiseRate: 0.5,
      errorRate: 0.05
    },
    100
  ]
]

it.each(FAULTS)(
  'sends nothing twice and loses nothing unsaid when %s',
  { timeout: 30_000 * SOAK },
  async (_, rates, count) => {
    const { summary, simulator } = await sendThrough(rates, { count: count * SOAK })
    expect(account(summary, simulator)).toEqual({ ...EVERYTHING_IN_ORDER, total: count * SOAK })
    expect(summary).toMatchObject({ failed: 0, expired: 0 })
  }
)

it(
  'sends all when the network refuses every tenth with "network out of order"',
  { timeout: 30_000 * SOAK },
  async () => {
    const { summary, simulator } = await sendThrough({ errorRate: 0.1 }, { count: 200 * SOAK })
    expect(account(summary, simulator)).toEqual({ ...EVERYTHING_IN_ORDER, total: 200 * SOAK })
    expect(summary).toMatchObject({ uncertain: 0, failed: 0, expired: 0, sent: 200 * SOAK })
    expect(summary.messages.some(({ attempts }) => attempts > 1)).toBe(true)
  }
)
