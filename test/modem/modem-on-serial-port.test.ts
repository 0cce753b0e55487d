import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSerialPort } from '../../src-main/core/modem/at/serial-port'
import {
  openModem,
  splitIntoParts,
  type DeliveryReport,
  type IncomingSms,
  type ModemPort,
  type OpenModemOptions,
  type OutgoingPart,
  type SendOutcome
} from '../../src-main/core/modem/index'
import { silentLog } from '../../src-main/core/modem/log'
import type { ModemModelOptions } from '../../src-main/core/modem/simulated/model-options'
import { noFaults, randomFaults } from '../modem-simulator/random-faults'
import { ModemSimulator } from '../modem-simulator/simulator'

const clock = { now: () => Temporal.Now.instant() }
let folder = ''
let link = ''
const closers: (() => Promise<void>)[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modem-'))
  link = join(folder, 'tty-first')
})

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  await rm(folder, { recursive: true, force: true })
})

async function simulate(model: Partial<ModemModelOptions> = {}): Promise<ModemSimulator> {
  const simulator = await ModemSimulator.start({ link, model })
  closers.push(() => simulator.close())
  return simulator
}

function use(options: Partial<OpenModemOptions> = {}): ModemPort {
  const modem = openModem({
    paths: [join(folder, 'tty-*')],
    clock,
    log: silentLog,
    atTimings: { promptMs: 300, probeMs: 300, graceMs: 200, syncMs: 150, commandMs: 1_500 },
    timings: { simMs: 50, bootMs: 50, registeringMs: 50, watchMs: 500 },
    ...options
  })
  closers.push(() => modem.close())
  return modem
}

async function state(modem: ModemPort, wanted: ModemPort['status']['state']): Promise<void> {
  await expect.poll(() => modem.status.state, { interval: 5, timeout: 10_000 }).toBe(wanted)
}

function partTo(to: string, text = 'Du har time 03.12 kl. 09.20.'): OutgoingPart {
  const [part] = splitIntoParts(text, 1)
  if (part === undefined) throw new Error('A text has at least one part.')
  return { to, part, validityMinutes: 60, wantsReport: true, moreToFollow: false }
}

function numbers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `+4740${String(index).padStart(6, '0')}`)
}

/** Sends to each number until the modem has taken it or may have; a refusal and a message not sent are tried again. */
async function sendAll(modem: ModemPort, receivers: readonly string[]): Promise<SendOutcome['kind'][]> {
  const outcomes: SendOutcome['kind'][] = []
  for (const to of receivers) {
    let outcome = await modem.sendPart(partTo(to))
    for (
      let tries = 1;
      tries < 20 && (outcome.kind === 'refused' || outcome.kind === 'not-sent');
      tries += 1
    ) {
      await state(modem, 'ready')
      outcome = await modem.sendPart(partTo(to))
    }
    outcomes.push(outcome.kind)
  }
  return outcomes
}

describe('a modem on a serial port', () => {
  it('sends, reports and receives', async () => {
    const simulator = await simulate()
    const modem = use()
    const reports: DeliveryReport[] = []
    const received: IncomingSms[] = []
    modem.onReport(async (report) => void reports.push(report))
    modem.onIncoming(async (message) => void received.push(message))
    await state(modem, 'ready')
    expect(modem.status).toMatchObject({ path: link, imei: '490154203237518' })
    for (const part of splitIntoParts('Blåbærsyltetøy '.repeat(20), 7)) {
      expect(await modem.sendPart({ ...partTo('+4740000001'), part })).toMatchObject({ kind: 'accepted' })
    }
    expect(simulator.journal.messages).toMatchObject([
      { to: '+4740000001', text: 'Blåbærsyltetøy '.repeat(20), parts: 2 }
    ])
    await expect
      .poll(() => reports.map(({ mr, outcome }) => [mr, outcome]))
      .toEqual([
        [0, 'delivered'],
        [1, 'delivered']
      ])
    simulator.model.receive('+4740000002', 'JA 👍')
    await expect
      .poll(() => received.map(({ from, text }) => [from, text]))
      .toEqual([['+4740000002', 'JA 👍']])
    await expect.poll(() => simulator.model.memory('SM').used).toBe(0)
  })

  it('sends what many callers ask for, each once, to a modem that answers at once', async () => {
    const simulator = await simulate({ reportDelayMs: null })
    const modem = use()
    await state(modem, 'ready')
    const outcomes = await sendAll(modem, numbers(300))
    expect(outcomes.every((kind) => kind === 'accepted')).toBe(true)
    expect(simulator.journal.sent).toHaveLength(300)
  })

  it('is used by one program only', async () => {
    await simulate()
    const holder = await openSerialPort(link)
    const modem = use()
    await state(modem, 'busy-elsewhere')
    await holder.close()
    await state(modem, 'ready')
  })

  it('is told from a port where nothing speaks AT', async () => {
    const simulator = await simulate({ faults: { onCommand: () => '' } })
    const modem = use()
    await state(modem, 'not-a-modem')
    expect(await modem.sendPart(partTo('+4740000001'))).toEqual({ kind: 'not-sent', reason: 'not-ready' })
    expect(simulator.journal.sent).toEqual([])
  })

  it('is left alone when it is not the one asked for', async () => {
    await simulate()
    const modem = use({ wantedImei: '356938035643809' })
    await expect.poll(() => modem.status.detail, { timeout: 5_000 }).toBe('wrong-imei')
    expect(modem.status.state).not.toBe('ready')
  })
})

describe('a modem that is pulled out', () => {
  it('is ready again after its return, also under another name', async () => {
    const simulator = await simulate()
    const modem = use()
    await state(modem, 'ready')
    await simulator.unplug()
    await state(modem, 'absent')
    await simulator.replug(join(folder, 'tty-second'))
    await state(modem, 'ready')
    expect(modem.status.path).toBe(join(folder, 'tty-second'))
    expect(await modem.sendPart(partTo('+4740000001'))).toMatchObject({ kind: 'accepted' })
  })

  it.each([
    ['between the PDU and the answer, having sent it', 'vanish-after', 1],
    ['between the PDU and the answer, not having sent it', 'vanish-before', 0]
  ] as const)('%s, leaves the message uncertain and never sends it again', async (_, fault, count) => {
    let submitted = 0
    const simulator = await simulate({ faults: { onSubmit: () => ((submitted += 1) === 1 ? fault : null) } })
    const modem = use()
    await state(modem, 'ready')
    expect(await modem.sendPart(partTo('+4740000001'))).toEqual({ kind: 'unknown', reason: 'port-lost' })
    await simulator.replug()
    await state(modem, 'ready')
    expect(await modem.sendPart(partTo('+4740000002'))).toMatchObject({ kind: 'accepted' })
    expect(simulator.journal.sent.filter(({ to }) => to === '+4740000001')).toHaveLength(count)
  })

  it('in the middle of a PDU, has sent nothing and never sends it by itself', async () => {
    let hasVanished = false
    const simulator = await simulate({
      faults: {
        onPduByte: (count) => {
          if (hasVanished || count < 20) return false
          hasVanished = true
          return true
        }
      }
    })
    const modem = use()
    await state(modem, 'ready')
    const outcome = await modem.sendPart(partTo('+4740000001'))
    expect(['unknown', 'not-sent']).toContain(outcome.kind)
    await simulator.replug()
    await state(modem, 'ready')
    expect(simulator.journal.sent).toEqual([])
  })
})

describe('a modem with faults on the line', () => {
  it('sends each message once through heavy noise', async () => {
    const simulator = await simulate({
      reportDelayMs: null,
      faults: randomFaults({ ...noFaults, noiseRate: 1 })
    })
    const modem = use()
    await state(modem, 'ready')
    const receivers = numbers(100)
    const outcomes = await sendAll(modem, receivers)
    expect(outcomes.every((kind) => kind === 'accepted')).toBe(true)
    expect(simulator.journal.sent.map(({ to }) => to)).toEqual(receivers)
  })

  it('sends each message at most once, and none lost unsaid, with errors, lost prompts and lost answers', async () => {
    const faults = randomFaults({
      ...noFaults,
      errorRate: 0.1,
      lostPromptRate: 0.05,
      lostAnswerRate: 0.05,
      seed: 7
    })
    const simulator = await simulate({ reportDelayMs: null, faults })
    const modem = use()
    await state(modem, 'ready')
    const receivers = numbers(60)
    const outcomes = await sendAll(modem, receivers)
    const sentTo = simulator.journal.sent.map(({ to }) => to)
    expect(new Set(sentTo).size).toBe(sentTo.length)
    expect(outcomes).toContain('unknown')
    const accepted = receivers.filter((_, index) => outcomes[index] === 'accepted')
    expect(accepted.every((to) => sentTo.includes(to))).toBe(true)
    expect(outcomes.every((kind) => kind === 'accepted' || kind === 'unknown')).toBe(true)
  })

  it('leaves a prompt that another program left open', async () => {
    const simulator = await simulate()
    const careless = await openSerialPort(link)
    const prompt = new Promise<void>((resolve) => {
      careless.onData((bytes) => {
        if (Buffer.from(bytes).includes('>')) resolve()
      })
    })
    simulator.model.change({ isPduMode: true })
    careless.write(Buffer.from('AT+CMGS=20\r'))
    await prompt
    await careless.close()
    const modem = use()
    await state(modem, 'ready')
    expect(await modem.sendPart(partTo('+4740000001'))).toMatchObject({ kind: 'accepted' })
    expect(simulator.journal.sent).toHaveLength(1)
  })

  it('is set up again after a brown-out and goes on receiving', async () => {
    const simulator = await simulate()
    const modem = use()
    const texts: string[] = []
    modem.onIncoming(async ({ text }) => void texts.push(text))
    await state(modem, 'ready')
    simulator.model.restart()
    await expect.poll(() => simulator.model.state.cnmi[1], { timeout: 5_000 }).toBe(1)
    simulator.model.receive('+4740000002', 'AVBUD')
    await expect.poll(() => texts).toEqual(['AVBUD'])
  })

  it('empties a full SIM that was filled while nobody was there', async () => {
    const simulator = await simulate({ memorySize: 5 })
    for (const number of [1, 2, 3, 4, 5]) simulator.model.receive('+4740000002', `Svar ${number}`)
    const modem = use()
    const texts: string[] = []
    modem.onIncoming(async ({ text }) => void texts.push(text))
    await expect.poll(() => texts, { timeout: 5_000 }).toHaveLength(5)
    await expect.poll(() => simulator.model.memory('SM').used).toBe(0)
  })
})

describe('a SIM with a PIN on a serial port', () => {
  it('is tried once with a wrong stored PIN, even when the modem is plugged in anew', async () => {
    const tries: string[] = []
    const onCommand = (command: string): string | null => {
      if (command.startsWith('AT+CPIN=')) tries.push(command)
      return null
    }
    const simulator = await simulate({ pin: '1234', faults: { onCommand } })
    let rejections = 0
    const modem = use({ pin: () => '9999', onPinRejected: () => void (rejections += 1) })
    await expect.poll(() => modem.status.detail, { timeout: 5_000 }).toBe('pin-wrong')
    await simulator.unplug()
    await state(modem, 'absent')
    await simulator.replug()
    await state(modem, 'pin-required')
    expect({ tries, rejections }).toEqual({ tries: ['AT+CPIN="9999"'], rejections: 1 })
    expect(await modem.enterPin('1234')).toBe('ok')
    await state(modem, 'ready')
  })
})
