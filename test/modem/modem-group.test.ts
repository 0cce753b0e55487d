import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { OperatorSmsSummary } from '../../src-main/core/features/messaging'
import { openModem, openModemGroup, silentModemLog, type ModemPort } from '../../src-main/core/modem'
import type { ModemFaults } from '../../src-main/core/modem/simulated/model-options'
import { openTestClinic, type TestClinic } from '../core/fixtures/clinic'
import { temporaryFolder } from '../core/fixtures/folder'
import { account, simulate, texts } from '../core/fixtures/operator-sms'
import { Journal } from '../modem-simulator/journal'
import type { ModemSimulator } from '../modem-simulator/simulator'

interface Pair {
  readonly clinic: TestClinic
  readonly first: ModemSimulator
  readonly second: ModemSimulator
  readonly ports: readonly ModemPort[]
}

/** Two modems on two pseudo-terminals, found by one pattern; the second one's faults are the test's. */
async function openPair(faults: ModemFaults): Promise<Pair> {
  const folder = temporaryFolder()
  const clinic = await openTestClinic({ now: '2026-12-03T08:00:00Z' })
  const { clock, core } = clinic
  const model = { clock, reportDelayMs: 5, answerDelayMs: 5 }
  const first = await simulate({ link: join(folder, 'tty-a'), model: { ...model, imei: '490154203237518' } })
  const second = await simulate({
    link: join(folder, 'tty-b'),
    model: { ...model, imei: '356938035643809', faults }
  })
  const ports: ModemPort[] = []
  const attach = (modem: ModemPort): void => {
    ports.push(modem)
    core.attachModem(modem)
  }
  attach(
    openModemGroup({
      start: (shares) =>
        openModem({
          paths: [join(folder, 'tty-*')],
          shares,
          clock,
          log: silentModemLog,
          atTimings: { promptMs: 500, probeMs: 200, graceMs: 100, syncMs: 100, answerMs: 1_500 },
          timings: { simMs: 20, bootMs: 20, registeringMs: 20, watchMs: 300, searchMs: 20, retryMs: 20 }
        }),
      onAnother: attach
    })
  )
  await expect
    .poll(() =>
      ports
        .filter(({ status }) => status.state === 'ready')
        .map(({ status }) => status.imei)
        .sort()
    )
    .toEqual(['356938035643809', '490154203237518'])
  return { clinic, first, second, ports }
}

/** Sends all texts; the clock moves on whenever nothing is left to do at that hour. */
async function send({ clinic: { core, clock } }: Pair, count: number): Promise<OperatorSmsSummary> {
  let isOver = false
  const sending = core.sendOperatorSms(texts(count)).finally(() => {
    isOver = true
  })
  while (!isOver) {
    await core.runOutbox()
    const { queue } = await core.messagingStatus()
    if (queue.sending === 0) clock.set(clock.now().add({ seconds: 5 }))
    await Promise.race([sending, new Promise(setImmediate)])
  }
  await core.close()
  return sending
}

/** What the network got from both. */
function together({ first, second }: Pair): { journal: Journal } {
  const journal = new Journal(null)
  for (const { journal: one } of [first, second]) journal.messages.push(...one.messages)
  return { journal }
}

it('shares the queue between two modems, each text once', async () => {
  const pair = await openPair({})
  const summary = await send(pair, 80)
  expect(summary).toMatchObject({ uncertain: 0, failed: 0, expired: 0 })
  expect(account(summary, together(pair))).toEqual({ twice: [], invented: [], denied: [], total: 80 })
  for (const { journal } of [pair.first, pair.second]) expect(journal.messages.length).toBeGreaterThan(10)
})

it.each([
  ['before', 'vanish-before'],
  ['after', 'vanish-after']
] as const)(
  'hands the work of a modem that is pulled out %s the network has its message to the other, and repeats nothing',
  async (_, fault) => {
    let submits = 0
    const pair = await openPair({ onSubmit: () => ((submits += 1) === 5 ? fault : null) })
    const summary = await send(pair, 60)
    expect(account(summary, together(pair))).toEqual({ twice: [], invented: [], denied: [], total: 60 })
    // A report may have proved the one that the network had; nothing else can be in doubt.
    expect(summary.uncertain).toBeLessThanOrEqual(1)
    expect(summary.failed + summary.expired).toBe(0)
    expect(pair.second.journal.messages.length).toBeLessThanOrEqual(5)
    expect(pair.first.journal.messages.length).toBeGreaterThanOrEqual(54)
  }
)

it('leaves what a modem without network was given to the other', async () => {
  const pair = await openPair({})
  pair.second.model.setRegistration(2)
  const summary = await send(pair, 30)
  expect(summary).toMatchObject({ uncertain: 0, failed: 0, expired: 0 })
  expect(account(summary, together(pair))).toEqual({ twice: [], invented: [], denied: [], total: 30 })
  expect(pair.first.journal.messages).toHaveLength(30)
})
