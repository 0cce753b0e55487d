import { Temporal } from 'temporal-polyfill'
import { afterEach, describe, expect, it } from 'vitest'
import { silentLog } from '../log'
import type { DeliveryReport, ModemPort, OutgoingPart } from '../modem-port'
import { splitIntoParts } from '../pdu/segments'
import { connectInMemory } from '../simulated/in-memory-line'
import type { ModemModelOptions } from '../simulated/model-options'
import { ModemModel } from '../simulated/modem-model'
import type { PortInfo } from './find-ports'
import { ModemSupervisor, type ModemSupervisorOptions } from './modem-supervisor'

const clock = { now: () => Temporal.Now.instant() }
const timings = {
  bootMs: 2,
  bootTries: 3,
  simMs: 5,
  registeringMs: 5,
  searchMs: 2,
  listMs: 0,
  retryMs: 2,
  longestRetryMs: 4,
  collectMs: 10,
  watchMs: 10,
  stuckMs: 50,
  resetMs: 5
}

const open: ModemPort[] = []
afterEach(async () => {
  for (const modem of open.splice(0)) await modem.close()
})

/** Modems on ports of a computer whose ports are given, not real. */
function use(
  ports: () => ReadonlyMap<PortInfo, ModemModel>,
  options: Partial<ModemSupervisorOptions> = {}
): ModemPort {
  const supervisor = new ModemSupervisor({
    list: async () => [...ports().keys()],
    open: async (path) => {
      const found = [...ports()].find(([port]) => port.path === path)
      if (found === undefined) throw new Error('There is no such port.')
      return connectInMemory(found[1])
    },
    clock,
    log: silentLog,
    timings,
    atTimings: { commandMs: 400, syncMs: 100, promptMs: 250, answerMs: 900, probeMs: 100, graceMs: 50 },
    ...options
  })
  open.push(supervisor)
  return supervisor
}

function model(options: Partial<ModemModelOptions> = {}): ModemModel {
  return new ModemModel({ clock, ...options })
}

/** A modem that notes what it is told, and answers as `answer` says where that is not null. */
function notingModel(
  options: Partial<ModemModelOptions> = {},
  answer: (command: string) => string | null = () => null
): { modem: ModemModel; commands: string[] } {
  const commands: string[] = []
  const onCommand = (command: string): string | null => {
    commands.push(command)
    return answer(command)
  }
  return { modem: model({ ...options, faults: { ...options.faults, onCommand } }), commands }
}

async function ready(port: ModemPort): Promise<void> {
  await expect.poll(() => port.status.state, { interval: 2 }).toBe('ready')
}

function partTo(to: string): OutgoingPart {
  const [part] = splitIntoParts('Hei', 1)
  if (part === undefined) throw new Error('A text has at least one part.')
  return { to, part, validityMinutes: 60, wantsReport: true, moreToFollow: false }
}

const huawei = { vendorId: '12D1', productId: '1001' }
const com7 = { path: 'COM7', ...huawei }
const com9 = { path: 'COM9', ...huawei }

describe('the right modem', () => {
  it('is found again on another port than the one that was named, and no other is taken for it', async () => {
    const ours = model({ imei: '490154203237518' })
    const strangers = model({ imei: '356938035643809' })
    let ports = new Map([[com7, ours]])
    const port = use(() => ports, { paths: ['COM7'] })
    await ready(port)
    ports = new Map([
      [{ path: 'COM8', ...huawei }, strangers],
      [com9, ours]
    ])
    ours.vanish()
    await expect.poll(() => [port.status.state, port.status.path], { interval: 2 }).toEqual(['ready', 'COM9'])
    expect(port.status.imei).toBe('490154203237518')
  })

  it('is found where ports have changed places', async () => {
    const ours = model({ imei: '490154203237518' })
    const ports = new Map([
      [com7, model({ imei: '356938035643809' })],
      [com9, ours]
    ])
    const port = use(() => ports, { paths: ['COM7'], wantedImei: '490154203237518' })
    await ready(port)
    expect(port.status.path).toBe('COM9')
  })

  it('is not looked for on a port that something else has open', async () => {
    const { modem, commands } = notingModel()
    let isElsewhere = true
    const port = use(() => new Map([[com7, modem]]), { isOpenElsewhere: async () => isElsewhere })
    await expect.poll(() => port.status.state, { interval: 2 }).toBe('busy-elsewhere')
    expect(commands).toEqual([])
    isElsewhere = false
    await ready(port)
  })
})

describe('delivery reports', () => {
  it('are acknowledged by a modem that shows the next one only then', async () => {
    const { modem, commands } = notingModel({ wantsAcknowledgement: true })
    const port = use(() => new Map([[com7, modem]]))
    const reports: number[] = []
    port.onReport(async ({ mr }: DeliveryReport) => void reports.push(mr))
    await ready(port)
    for (const number of [1, 2, 3]) await port.sendPart(partTo(`+474000000${number}`))
    await expect.poll(() => reports.toSorted(), { interval: 2 }).toEqual([0, 1, 2])
    expect(commands).toEqual(expect.arrayContaining(['AT+CSMS=1', 'AT+CNMA']))
  })

  it('are not acknowledged before they are on disk', async () => {
    const { modem, commands } = notingModel({ wantsAcknowledgement: true })
    const port = use(() => new Map([[com7, modem]]))
    const stored = Promise.withResolvers<undefined>()
    port.onReport(() => stored.promise)
    await ready(port)
    await port.sendPart(partTo('+4740000001'))
    await expect.poll(() => modem.state.isUnacknowledged, { interval: 2 }).toBe(true)
    await port.sendPart(partTo('+4740000002'))
    expect(commands).not.toContain('AT+CNMA')
    stored.resolve(undefined)
    await expect.poll(() => commands, { interval: 2 }).toContain('AT+CNMA')
  })

  it('are found in their memory when their notices were lost, and so are messages', async () => {
    const { modem } = notingModel({ reportModes: [0, 2], announcesStored: false })
    const port = use(() => new Map([[com7, modem]]))
    const reports: number[] = []
    const texts: string[] = []
    port.onReport(async ({ mr }: DeliveryReport) => void reports.push(mr))
    port.onIncoming(async ({ text }) => void texts.push(text))
    await ready(port)
    await port.sendPart(partTo('+4740000001'))
    modem.receive('+4740000002', 'Ja')
    await expect.poll(() => [reports, texts], { interval: 2 }).toEqual([[0], ['Ja']])
    await expect
      .poll(() => [modem.memory('SR').used, modem.memory('SM').used], { interval: 2 })
      .toEqual([0, 0])
  })
})

describe('a modem that does not come round', () => {
  it('is started anew when setting it up fails again and again', async () => {
    let isBroken = true
    const { modem, commands } = notingModel({}, (command) => {
      if (command === 'AT+CFUN=1,1') isBroken = false
      return isBroken && command === 'AT+CMGF=0' ? '+CMS ERROR: 302' : null
    })
    const port = use(() => new Map([[com7, modem]]))
    await ready(port)
    expect(commands.filter((command) => command === 'AT+CFUN=1,1')).toHaveLength(1)
  })

  it('is set up anew, and then started anew, when it refuses each message', async () => {
    let isBroken = true
    const { modem, commands } = notingModel(
      { faults: { onSubmit: () => (isBroken ? { cms: 300 } : null) } },
      (command) => {
        if (command === 'AT+CFUN=1,1') isBroken = false
        return null
      }
    )
    const port = use(() => new Map([[com7, modem]]))
    const setUps = (): number => commands.filter((command) => command === 'AT+CMGF=0').length
    for (const expected of [1, 2, 3]) {
      await expect.poll(setUps, { interval: 2 }).toBe(expected)
      await ready(port)
      expect(await port.sendPart(partTo('+4740000001'))).toMatchObject({ kind: 'refused', class: 'reinit' })
    }
    await expect.poll(async () => (await port.sendPart(partTo('+4740000001'))).kind).toBe('accepted')
    expect(commands.filter((command) => command === 'AT+CFUN=1,1')).toHaveLength(1)
  })

  it('is started anew when it finds no network for long', async () => {
    const { modem, commands } = notingModel()
    modem.setRegistration(2)
    const port = use(() => new Map([[com7, modem]]))
    await expect.poll(() => port.status.state, { interval: 2 }).toBe('registering')
    await expect.poll(() => commands, { interval: 2 }).toContain('AT+CFUN=1,1')
    modem.setRegistration(1)
    await ready(port)
  })
})

describe('watching a modem', () => {
  it('asks for the name of its operator only once while it stays registered', async () => {
    const { modem, commands } = notingModel()
    const port = use(() => new Map([[com7, modem]]))
    const count = (sought: string): number => commands.filter((command) => command === sought).length
    await expect.poll(() => count('AT+CREG?'), { interval: 2 }).toBeGreaterThan(4)
    expect(count('AT+COPS?')).toBe(1)
    modem.setRegistration(2)
    await expect.poll(() => port.status.state, { interval: 2 }).toBe('registering')
    modem.setRegistration(1)
    await ready(port)
    expect(count('AT+COPS?')).toBeGreaterThan(1)
  })
})

describe('letting go of a modem', () => {
  it('gives up the radio link that the last part asked for', async () => {
    const { modem, commands } = notingModel()
    const port = use(() => new Map([[com7, modem]]))
    await ready(port)
    await port.sendPart({ ...partTo('+4740000001'), moreToFollow: true })
    await port.close()
    expect(commands.at(-1)).toBe('AT+CMMS=0')
  })
})
