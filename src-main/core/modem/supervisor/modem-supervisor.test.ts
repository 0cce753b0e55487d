import { Temporal } from 'temporal-polyfill'
import { afterEach, describe, expect, it } from 'vitest'
import type { SerialLine } from '../at/line'
import { silentLog } from '../log'
import type { DeliveryReport, IncomingSms, OutgoingPart } from '../modem-port'
import { splitIntoParts } from '../pdu/segments'
import type { ModemModelOptions, SentSms } from '../simulated/model-options'
import { createSimulatedModem, type SimulatedModem } from '../simulated/simulated-modem'
import { ModemSupervisor, type ModemSupervisorOptions } from './modem-supervisor'

const clock = { now: () => Temporal.Now.instant() }
const quickTimings = {
  bootMs: 5,
  simMs: 10,
  registeringMs: 10,
  searchMs: 5,
  retryMs: 5,
  collectMs: 30,
  watchMs: 20
}
const quickAt = {
  commandMs: 400,
  syncMs: 100,
  promptMs: 250,
  answerMs: 900,
  probeMs: 100,
  graceMs: 50,
  drainMs: 200
}

const open: SimulatedModem[] = []
afterEach(async () => {
  for (const modem of open.splice(0)) await modem.close()
})

function start(
  model: Partial<Omit<ModemModelOptions, 'clock'>> = {},
  extra: Partial<Pick<ModemSupervisorOptions, 'timings' | 'atTimings' | 'pin'>> = {}
): { modem: SimulatedModem; sent: SentSms[]; commands: string[] } {
  const sent: SentSms[] = []
  const commands: string[] = []
  const onCommand = (command: string): string | null => {
    commands.push(command)
    return model.faults?.onCommand?.(command) ?? null
  }
  const modem = createSimulatedModem({
    clock,
    model: { answerDelayMs: 0, reportDelayMs: 0, ...model, faults: { ...model.faults, onCommand } },
    supervisor: { timings: quickTimings, atTimings: quickAt, ...extra }
  })
  modem.onSent((sms) => sent.push(sms))
  open.push(modem)
  return { modem, sent, commands }
}

async function ready(modem: SimulatedModem): Promise<void> {
  await expect.poll(() => modem.status.state, { interval: 2, timeout: 5_000 }).toBe('ready')
}

function partTo(to: string, text = 'Hei'): OutgoingPart {
  const [part] = splitIntoParts(text, 1)
  if (part === undefined) throw new Error('A text has at least one part.')
  return { to, part, validityMinutes: 60, wantsReport: true, moreToFollow: false }
}

describe('a modem that works', () => {
  it('is set up, told who it is, and has its signal shown', async () => {
    const { modem, commands } = start()
    await ready(modem)
    expect(modem.status).toMatchObject({
      imei: '490154203237518',
      manufacturer: 'Skranke',
      operator: 'Simulert nett',
      signal: 5,
      signalDbm: -71
    })
    expect(commands).toEqual(
      expect.arrayContaining(['ATE0', 'AT+CMGF=0', 'AT+CPMS="SM","SM","SM"', 'AT+CNMI=2,1,0,1,0'])
    )
  })

  it('sends a text and brings its delivery report', async () => {
    const { modem, sent } = start()
    const reports: DeliveryReport[] = []
    modem.onReport(async (report) => void reports.push(report))
    await ready(modem)
    expect(await modem.sendPart(partTo('+4740000001', 'Din kode er 123456'))).toMatchObject({
      kind: 'accepted',
      mr: 0
    })
    await expect
      .poll(() => reports)
      .toMatchObject([{ mr: 0, recipient: '+4740000001', outcome: 'delivered' }])
    expect(sent).toMatchObject([{ to: '+4740000001', text: 'Din kode er 123456', validityMinutes: 60 }])
  })

  it('fetches reports that are stored rather than shown', async () => {
    const { modem, commands } = start({ reportModes: [0, 2] })
    const reports: DeliveryReport[] = []
    modem.onReport(async (report) => void reports.push(report))
    await ready(modem)
    await modem.sendPart(partTo('+4740000001'))
    await expect.poll(() => reports.length).toBe(1)
    await expect.poll(() => commands).toContain('AT+CMGD=1')
  })

  it('asks for the link to be kept only between the parts of one message', async () => {
    const { modem, commands } = start()
    await ready(modem)
    const parts = splitIntoParts('a'.repeat(400), 5)
    for (const [index, part] of parts.entries()) {
      await modem.sendPart({ ...partTo('+4740000001'), part, moreToFollow: index < parts.length - 1 })
    }
    expect(commands.filter((command) => command === 'AT+CMMS=1')).toHaveLength(1)
  })

  it('sends what many callers ask for at once, one at a time and each once', async () => {
    const { modem, sent } = start()
    await ready(modem)
    const numbers = Array.from({ length: 100 }, (_, index) => `+474000${String(index).padStart(4, '0')}`)
    const outcomes = await Promise.all(numbers.map((to) => modem.sendPart(partTo(to))))
    expect(outcomes.map((outcome) => outcome.kind === 'accepted' && outcome.mr)).toEqual(
      numbers.map((_, index) => index)
    )
    expect(sent.map(({ to }) => to)).toEqual(numbers)
  })
})

describe('incoming messages', () => {
  it('are handed over in parts and deleted only when they are on disk', async () => {
    const { modem, commands } = start()
    const received: IncomingSms[] = []
    let store: () => void = () => undefined
    const stored = new Promise<void>((resolve) => {
      store = resolve
    })
    modem.onIncoming(async (message) => {
      received.push(message)
      await stored
    })
    await ready(modem)
    modem.injectIncoming('+4740000002', 'Avbud '.repeat(40))
    await expect.poll(() => received.length).toBe(1)
    expect(commands.filter((command) => command.startsWith('AT+CMGD'))).toEqual([])
    store()
    await expect
      .poll(() => commands.filter((command) => command.startsWith('AT+CMGD')))
      .toEqual(['AT+CMGD=1', 'AT+CMGD=2'])
    expect(received.map(({ concat }) => concat?.part)).toEqual([1, 2])
    expect(received.map(({ text }) => text).join('')).toBe('Avbud '.repeat(40))
  })

  it('stay on the SIM when they could not be stored, and are offered again', async () => {
    const { modem } = start()
    let tries = 0
    modem.onIncoming(async () => {
      tries += 1
      if (tries < 3) throw new Error('The disk is full.')
    })
    await ready(modem)
    modem.injectIncoming('+4740000002', 'Ja')
    await expect.poll(() => tries).toBe(3)
  })

  it('wait in the storage until somebody listens, and a full one is emptied', async () => {
    const { modem } = start({ memorySize: 3 })
    await ready(modem)
    const kept = [1, 2, 3, 4].map((number) => modem.injectIncoming('+4740000002', `Svar ${number}`))
    expect(kept).toEqual([true, true, true, false])
    const texts: string[] = []
    modem.onIncoming(async ({ text }) => void texts.push(text))
    await expect.poll(() => texts).toEqual(['Svar 1', 'Svar 2', 'Svar 3'])
    await expect.poll(() => modem.injectIncoming('+4740000002', 'Svar 4')).toBe(true)
    await expect.poll(() => texts).toContain('Svar 4')
  })

  it('are not offered twice when only the deleting failed', async () => {
    let deletions = 0
    const { modem } = start({
      faults: {
        onCommand: (command) =>
          command.startsWith('AT+CMGD') && (deletions += 1) < 3 ? '+CMS ERROR: 314' : null
      }
    })
    const texts: string[] = []
    modem.onIncoming(async ({ text }) => void texts.push(text))
    await ready(modem)
    modem.injectIncoming('+4740000002', 'Ja')
    await expect.poll(() => deletions).toBe(3)
    expect(texts).toEqual(['Ja'])
  })
})

describe('the SIM', () => {
  it('is opened with the stored PIN', async () => {
    const { modem } = start({ pin: '1234' }, { pin: () => '1234' })
    await ready(modem)
  })

  it('is given its PIN once, also when the modem goes on asking for a while', async () => {
    let asked = 0
    const { modem, commands } = start(
      {
        pin: '1234',
        faults: {
          onCommand: (command) =>
            command === 'AT+CPIN?' && (asked += 1) <= 6 ? '+CPIN: SIM PIN\r\n\r\nOK' : null
        }
      },
      { pin: () => '1234' }
    )
    await ready(modem)
    expect(commands.filter((command) => command.startsWith('AT+CPIN='))).toEqual(['AT+CPIN="1234"'])
  })

  it('is never tried twice with a stored PIN that is wrong', async () => {
    const { modem, commands } = start({ pin: '1234' }, { pin: () => '9999' })
    await expect.poll(() => modem.status).toMatchObject({ state: 'pin-required', detail: 'pin-wrong' })
    const polls = (): number => commands.filter((command) => command === 'AT+CPIN?').length
    const before = polls()
    await expect.poll(polls).toBeGreaterThan(before + 5)
    expect(commands.filter((command) => command.startsWith('AT+CPIN='))).toHaveLength(1)
    expect(await modem.enterPin('1234')).toBe('ok')
    await ready(modem)
  })

  it('says when a person must find the PUK', async () => {
    const { modem } = start({ pin: '1234' })
    await expect.poll(() => modem.status.state).toBe('pin-required')
    expect(await modem.enterPin('1111')).toBe('wrong')
    expect(await modem.enterPin('2222')).toBe('wrong')
    expect(await modem.enterPin('3333')).toBe('puk-required')
    await expect.poll(() => modem.status.state).toBe('puk-required')
    expect(await modem.sendPart(partTo('+4740000001'))).toEqual({ kind: 'not-sent', reason: 'not-ready' })
  })
})

describe('a modem with faults', () => {
  it('refuses with the code and its class, and goes on', async () => {
    let count = 0
    const { modem, sent } = start({ faults: { onSubmit: () => ((count += 1) === 1 ? { cms: 38 } : null) } })
    await ready(modem)
    expect(await modem.sendPart(partTo('+4740000001'))).toEqual({
      kind: 'refused',
      code: 'cms-38',
      class: 'retry-late'
    })
    expect(await modem.sendPart(partTo('+4740000001'))).toMatchObject({ kind: 'accepted' })
    expect(sent).toHaveLength(1)
  })

  it('says "unknown" for a network that did not answer', async () => {
    const { modem } = start({ faults: { onSubmit: () => ({ cms: 332 }) } })
    await ready(modem)
    expect(await modem.sendPart(partTo('+4740000001'))).toEqual({
      kind: 'unknown',
      reason: 'network-timeout'
    })
  })

  it('sends nothing without a prompt, and can send after it', async () => {
    let count = 0
    const { modem, sent } = start({ faults: { onPrompt: () => ((count += 1) === 1 ? 'lose' : null) } })
    await ready(modem)
    expect(await modem.sendPart(partTo('+4740000001'))).toEqual({ kind: 'not-sent', reason: 'no-prompt' })
    expect(await modem.sendPart(partTo('+4740000001'))).toMatchObject({ kind: 'accepted' })
    expect(sent).toHaveLength(1)
  })

  it('leaves a message uncertain when its answer is lost, soon after the modem listens again', async () => {
    let count = 0
    const { modem, sent } = start({
      reportDelayMs: null,
      faults: { onSubmit: () => ((count += 1) === 1 ? 'lose-answer' : null) }
    })
    await ready(modem)
    expect(await modem.sendPart(partTo('+4740000001'))).toEqual({ kind: 'unknown', reason: 'no-reference' })
    expect(await modem.sendPart(partTo('+4740000003'))).toMatchObject({ kind: 'accepted', mr: 1 })
    expect(sent).toHaveLength(2)
  })

  it('takes a delivery report as the answer that was lost', async () => {
    let count = 0
    const { modem } = start({ faults: { onSubmit: () => ((count += 1) === 2 ? 'lose-answer' : null) } })
    await ready(modem)
    await modem.sendPart(partTo('+4740000001'))
    expect(await modem.sendPart(partTo('+4740000003'))).toMatchObject({ kind: 'accepted', mr: 1 })
    expect(await modem.sendPart(partTo('+4740000001'))).toMatchObject({ kind: 'accepted', mr: 2 })
  })

  it.each([
    ['vanish-before', 0],
    ['vanish-after', 1]
  ] as const)('is uncertain after %s and does not send again when it is back', async (fault, count) => {
    let submitted = 0
    const { modem, sent } = start({ faults: { onSubmit: () => ((submitted += 1) === 1 ? fault : null) } })
    await ready(modem)
    expect(await modem.sendPart(partTo('+4740000001'))).toEqual({ kind: 'unknown', reason: 'port-lost' })
    await ready(modem)
    expect(sent).toHaveLength(count)
  })

  it('is uncertain when the modem starts anew before it has answered', async () => {
    let count = 0
    const { modem, sent } = start({
      faults: { onSubmit: () => ((count += 1) === 1 ? 'restart-after' : null) }
    })
    await ready(modem)
    expect(await modem.sendPart(partTo('+4740000001'))).toEqual({
      kind: 'unknown',
      reason: 'modem-restarted'
    })
    await expect.poll(async () => (await modem.sendPart(partTo('+4740000003'))).kind).toBe('accepted')
    expect(sent.map(({ to }) => to)).toEqual(['+4740000001', '+4740000003'])
  })

  it('is not trusted with a message when it starts anew without a word', async () => {
    let count = 0
    const { modem, sent, commands } = start({
      announcesRestart: false,
      faults: { onSubmit: () => ((count += 1) === 1 ? 'answer-then-restart' : null) }
    })
    await ready(modem)
    const first = modem.sendPart(partTo('+4740000001'))
    const second = modem.sendPart(partTo('+4740000002'))
    expect((await first).kind).toBe('accepted')
    expect(await second).toEqual({ kind: 'not-sent', reason: 'modem-restarted' })
    await ready(modem)
    expect(await modem.sendPart(partTo('+4740000003'))).toMatchObject({ kind: 'accepted' })
    expect(commands.filter((command) => command === 'AT+CMGF=0').length).toBeGreaterThan(1)
    expect(sent.map(({ to }) => to)).toEqual(['+4740000001', '+4740000003'])
  })

  it('answers late, after it was asked whether it listens: what follows is not mixed up', async () => {
    const { modem } = start({ answerDelayMs: 150 })
    await ready(modem)
    const outcomes = []
    for (const number of [1, 2, 3, 4]) outcomes.push(await modem.sendPart(partTo(`+474000000${number}`)))
    expect(outcomes).toMatchObject([0, 1, 2, 3].map((mr) => ({ kind: 'accepted', mr })))
  })

  it('holds the queue for a while when the network is lost', async () => {
    let count = 0
    const { modem } = start({ faults: { onSubmit: () => ((count += 1) === 1 ? { cms: 331 } : null) } })
    await ready(modem)
    expect(await modem.sendPart(partTo('+4740000001'))).toMatchObject({ class: 'wait-for-state' })
    expect(modem.status).toMatchObject({ state: 'registering', detail: 'cms-331' })
    await ready(modem)
  })

  it('tells that the SIM knows no service centre', async () => {
    const { modem } = start({ serviceCentre: '"",129' })
    await ready(modem)
    expect(modem.status.detail).toBe('smsc-unknown')
  })

  it('restarts once for a SIM that fails, and then asks for a person', async () => {
    const { modem, commands } = start({
      faults: { onCommand: (command) => (command === 'AT+CPIN?' ? '+CME ERROR: 13' : null) }
    })
    await expect.poll(() => modem.status).toMatchObject({ state: 'sim-failure', detail: 'cme-13' })
    await expect.poll(() => commands.filter((command) => command === 'AT+CPIN?').length).toBeGreaterThan(5)
    expect(commands.filter((command) => command === 'AT+CFUN=1,1')).toHaveLength(1)
  })

  it('works with noise between all lines, echo that stays on and a prompt without its space', async () => {
    const { modem, sent } = start({
      prompt: '\r\n>\r\n',
      ignoresEchoOff: true,
      faults: { noise: () => '%\u0080^RSSI:12 x' }
    })
    await ready(modem)
    for (const number of [1, 2, 3]) {
      expect(await modem.sendPart(partTo(`+474000000${number}`))).toMatchObject({ kind: 'accepted' })
    }
    expect(sent).toHaveLength(3)
  })

  it('finds the error that is glued to the echo', async () => {
    const { modem } = start({ faults: { onSubmit: () => 'glue-error-to-echo' } })
    await ready(modem)
    expect(await modem.sendPart(partTo('+4740000001'))).toMatchObject({ kind: 'refused', code: 'cms-38' })
  })

  it('is set up again after it has started by itself', async () => {
    const { modem, commands } = start()
    await ready(modem)
    const setUps = (): number => commands.filter((command) => command === 'AT+CMGF=0').length
    await modem.reset()
    await expect.poll(setUps).toBeGreaterThan(1)
    await ready(modem)
    expect(await modem.sendPart(partTo('+4740000001'))).toMatchObject({ kind: 'accepted' })
  })

  it('is given up after two silences and taken up again when it answers', async () => {
    let isDead = false
    const { modem } = start({ faults: { onCommand: () => (isDead ? '' : null) } })
    await ready(modem)
    isDead = true
    await expect.poll(() => modem.status.state, { timeout: 5_000 }).toBe('not-a-modem')
    isDead = false
    await ready(modem)
  })
})

describe('closing', () => {
  it('closes a port whose opening was still under way, and ends', async () => {
    const opening = Promise.withResolvers<SerialLine>()
    let isClosed = false
    const line: SerialLine = {
      write: () => undefined,
      drain: () => Promise.resolve(),
      onData: () => undefined,
      onClose: () => undefined,
      close: () => {
        isClosed = true
        return Promise.resolve()
      }
    }
    const asked = Promise.withResolvers<undefined>()
    const supervisor = new ModemSupervisor({
      paths: ['/dev/null'],
      list: () => Promise.resolve([]),
      open: () => {
        asked.resolve(undefined)
        return opening.promise
      },
      clock,
      log: silentLog,
      timings: quickTimings
    })
    await asked.promise
    const closing = supervisor.close()
    opening.resolve(line)
    await closing
    expect(isClosed).toBe(true)
  })
})
