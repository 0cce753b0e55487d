import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { namedPorts, probablePorts, type PortInfo } from './find-ports'
import { PortFinder } from './port-finder'
import { PortTrials } from './port-trials'

const bridge = { path: '/dev/ttyUSB10', vendorId: '10C4', productId: 'EA60' }
const huawei = { path: 'COM7', vendorId: '12D1', productId: '1001', serialNumber: '0815' }
const quectel = { path: 'COM3', vendorId: '2C7C', productId: '0125' }
const other = { path: '/dev/ttyS0' }
const imei = '490154203237518'

describe('ports', () => {
  it('are tried with known modems first, and never where nothing speaks for a modem', () => {
    expect(probablePorts([bridge, other, huawei])).toEqual([huawei.path, bridge.path])
  })

  it('are found by name and by pattern, also where names are no files', async () => {
    const list = async () => [{ path: 'COM7' }, { path: 'COM12' }]
    expect(await namedPorts(['COM7'], list)).toEqual(['COM7'])
    expect(await namedPorts(['COM*'], list)).toEqual(['COM12', 'COM7'])
    expect(await namedPorts(['/dev/nul?', '/nowhere/tty*'], list)).toEqual(['/dev/null'])
    expect(await namedPorts(['COM3'], list)).toEqual([])
  })
})

describe('the port finder', () => {
  function finder(
    present: () => readonly PortInfo[] | Promise<readonly PortInfo[]>,
    options: { patterns?: string[]; wantedImei?: string } = {}
  ): PortFinder {
    return new PortFinder({
      patterns: options.patterns ?? [],
      arePatternsGuesses: false,
      list: async () => present(),
      listMs: 0,
      listWaitMs: 20,
      wantedImei: options.wantedImei ?? null
    })
  }

  it('does not let a slow list keep it from a named port that is back', async () => {
    const slow = Promise.withResolvers<readonly PortInfo[]>()
    const folder = mkdtempSync(join(tmpdir(), 'ports-'))
    const path = join(folder, 'modem')
    try {
      const ports = finder(() => slow.promise, { patterns: [path] })
      expect(await ports.find()).toEqual([])
      writeFileSync(path, '')
      expect(await ports.find()).toEqual([{ path, isGuess: false }])
    } finally {
      rmSync(folder, { recursive: true })
      slow.resolve([])
    }
  })

  it('looks for the modem that was on a named port under other names, by its USB id first', async () => {
    let present: PortInfo[] = [huawei]
    const ports = finder(() => present, { patterns: ['COM7'] })
    await ports.remember('COM7', imei)
    expect(await ports.find()).toEqual([{ path: 'COM7', isGuess: false }])
    present = [quectel, other, { ...huawei, path: 'COM9' }]
    const found = await ports.find()
    expect(found).toEqual([
      { path: 'COM9', isGuess: true },
      { path: 'COM3', isGuess: true }
    ])
    expect(found.map((port) => ports.imeiFor(port))).toEqual([imei, imei])
  })

  it('takes any modem on a port that a person has named', async () => {
    const ports = finder(() => [huawei], { patterns: ['COM7'] })
    await ports.remember('COM7', imei)
    expect(ports.imeiFor({ path: 'COM7', isGuess: false })).toBeNull()
  })

  it('looks elsewhere from the start for a modem chosen by its IMEI', async () => {
    const ports = finder(() => [huawei, quectel], { patterns: ['COM7'], wantedImei: imei })
    expect(await ports.find()).toEqual([
      { path: 'COM7', isGuess: false },
      { path: 'COM3', isGuess: true }
    ])
  })

  it('touches nothing that was not named before it knows which modem it looks for', async () => {
    const ports = finder(() => [quectel], { patterns: ['COM7'] })
    expect(await ports.find()).toEqual([])
  })

  it('goes on with named ports where the system cannot list them', async () => {
    const ports = new PortFinder({
      patterns: ['/dev/null', '/dev/nowhere'],
      arePatternsGuesses: false,
      list: async () => Promise.reject(new Error('There is no udevadm.')),
      listMs: 0,
      listWaitMs: 20,
      wantedImei: imei
    })
    expect(await ports.find()).toEqual([{ path: '/dev/null', isGuess: false }])
  })
})

describe('ports on trial', () => {
  const guess = { path: '/dev/ttyUSB0', isGuess: true }
  const first = { path: 'COM1', isGuess: false }
  const second = { path: 'COM2', isGuess: false }

  it('leaves a silent port alone that nobody named, until it is plugged in anew', () => {
    const trials = new PortTrials({ retryMs: 0, longestRetryMs: 0 })
    for (let attempt = 1; attempt <= 6; attempt += 1) {
      expect(trials.next([guess])).toBe(guess)
      trials.fail(guess)
    }
    expect(trials.next([guess])).toBeNull()
    trials.next([])
    expect(trials.next([guess])).toBe(guess)
  })

  it('goes on with a port that was named, and prefers the one that worked', () => {
    const trials = new PortTrials({ retryMs: 0, longestRetryMs: 0 })
    for (let attempt = 1; attempt <= 20; attempt += 1) trials.fail(first)
    expect(trials.next([first])).toBe(first)
    trials.succeed('COM2')
    expect(trials.next([first, second])).toBe(second)
  })
})
