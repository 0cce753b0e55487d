import { readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { Temporal } from 'temporal-polyfill'
import type { MethodOutput } from '../../../src-preload/contract'
import { PatientId } from '../../../src-preload/contract/ids'
import { ModemSimulator } from '../../modem-simulator/simulator'
import { percentile } from '../measure'
import { amount, type Row, type Timing } from '../rows'
import type { SyncClinic } from './clinic'
import { Connected } from './connected'
import type { Call } from './core-child'

const count = (value: number): string => value.toLocaleString('en-GB')

/** The most memory a process has had resident, megabytes; proc(5). */
function peakMegabytes(pid: number): number {
  const text = readFileSync(`/proc/${pid}/status`, 'utf8')
  return (Number(/VmHWM:\s+(\d+)/.exec(text)?.[1] ?? 0) * 1_024) / 1e6
}

async function recordsAt({ portal }: Connected): Promise<number> {
  return Object.values(await portal.ask('counts')).reduce((sum, each) => sum + each.count, 0)
}

interface LoadOptions {
  /** Seconds that it may take; null: no target. */
  readonly most: number | null
}

/** Everything to an empty portal. */
export async function firstLoad(connected: Connected, { most }: LoadOptions): Promise<Row[]> {
  const { core, clinic } = connected
  const cpu = core.cpuMs
  const start = performance.now()
  await connected.call('portal.turnOn', {})
  await connected.untilLoaded()
  const seconds = (performance.now() - start) / 1_000
  const cpuMs = core.cpuMs - cpu
  const records = await recordsAt(connected)
  return [
    amount(`first load: ${sizeOf(clinic)}`, seconds, 's', most === null ? null : { most }),
    amount('records at the portal then', records, ''),
    amount('pace', records / seconds, 'records/s'),
    amount('processor time of the core', (cpuMs * 1_000) / records, 'µs/record'),
    amount('memory of the core at its peak', peakMegabytes(core.pid), 'MB')
  ]
}

/** What follows a load: all that is there is read once more, and what has changed meanwhile is sent. */
export async function readBack(connected: Connected): Promise<Row[]> {
  const quietMs = await connected.untilQuiet()
  const what = `after the load of ${sizeOf(connected.clinic)}, until all was read back and nothing waited`
  return [amount(what, quietMs / 1_000, 's')]
}

function sizeOf({ size, appointments }: Connected['clinic']): string {
  return `${count(size.patients)} patients, ${count(appointments)} appointments`
}

/** Killed in the middle of the load, and begun again. */
export async function killedLoad(connected: Connected): Promise<Row[]> {
  const half = (connected.clinic.size.patients + connected.clinic.appointments) / 2
  await connected.call('portal.turnOn', {})
  await connected.until(async () => ((await connected.status()).run?.sent ?? 0) >= half)
  await connected.core.kill()
  connected.core = connected.startCore()
  const start = performance.now()
  await connected.untilLoaded()
  const seconds = (performance.now() - start) / 1_000
  await connected.untilQuiet()
  const counts = Object.values(await connected.portal.ask('counts'))
  const twice = counts.reduce((sum, each) => sum + each.count - each.names, 0)
  const { patients } = connected.clinic.size
  const counted = await connected.portal.ask('counts')
  const missing =
    patients -
    (counted['Patient']?.names ?? 0) +
    connected.clinic.appointments -
    (counted['Appointment']?.names ?? 0)
  return [
    amount('killed half way: the rest of the load, the program’s start included', seconds, 's'),
    amount('twice at the portal', twice, '', { most: 0 }),
    amount('missing at the portal', missing, '', { most: 0 })
  ]
}

type Booked = MethodOutput<'appointments.forPatient'>['appointments']

/** Appointments from tomorrow on, of one patient after the other. */
async function bookedHere(connected: Connected, wanted: number): Promise<Booked> {
  const today = Temporal.Now.plainDateISO().toString()
  const found: Booked = []
  for (let patient = 1; found.length < wanted && patient <= connected.clinic.size.patients; patient += 1) {
    const patientId = PatientId.parse(patient)
    const { appointments } = await connected.call('appointments.forPatient', { patientId, limit: 5 })
    found.push(...appointments.filter(({ status, date }) => status === 'booked' && date > today))
  }
  return found.slice(0, wanted)
}

function cancellations(booked: Booked): Call<'appointments.cancel'>[] {
  return booked.map(({ id, version }) => ({
    method: 'appointments.cancel',
    input: { id, version, reason: 'clinic', notifyPatient: false }
  }))
}

/**
 * What was changed within the last two minutes is asked for once more with each pull (the overlap). After a load that is
 * all there is: here it is as if that were long ago.
 */
async function asLongAfter(connected: Connected): Promise<void> {
  const { portal } = connected
  await portal.ask('skip', 10)
  await portal.ask('tellAll')
  await untilAsked(connected)
}

async function untilAsked({ portal }: Connected): Promise<void> {
  const total = async () => Object.values(await portal.ask('requests')).reduce((sum, times) => sum + times, 0)
  for (let before = -1, now = await total(); before !== now; now = await total()) {
    before = now
    await wait(QUIET_MS)
  }
}

/** Without a request for so long, all that was to be asked has been. */
const QUIET_MS = 3_000

/** So many cancelled by the desk and as many booked by patients, at the same time. */
export async function changesBothWays(connected: Connected, changes: number): Promise<Row[]> {
  const { portal, core } = connected
  await asLongAfter(connected)
  const calls = cancellations(await bookedHere(connected, changes))
  const cancelled = await portal.ask('cancelled')
  const confirmed = await portal.ask('confirmed')
  const booked = await portal.ask('prepareBookings', changes)
  const start = performance.now()
  await portal.ask('book')
  const desk = core.ask('callAll', calls)
  await connected.until(
    async () =>
      (await portal.ask('cancelled')) >= cancelled + calls.length &&
      (await portal.ask('confirmed')) >= confirmed + booked
  )
  const seconds = (performance.now() - start) / 1_000
  await desk
  return [
    amount(
      `${booked} bookings of patients and ${calls.length} cancellations of the desk at the other side`,
      seconds,
      's',
      {
        most: 3
      }
    )
  ]
}

/** The line is down while the desk works on, and comes back. */
export async function drainAfter(connected: Connected, operations: number): Promise<Row[]> {
  const { portal, core } = connected
  const calls = cancellations(await bookedHere(connected, operations))
  const cancelled = await portal.ask('cancelled')
  await portal.ask('setLine', false)
  const deskMs = await core.ask('callAll', calls)
  await connected.until(async () => (await connected.status()).trouble !== null)
  const cpu = core.cpuMs
  await portal.ask('setLine', true)
  const ms = await connected.until(async () => (await portal.ask('cancelled')) >= cancelled + calls.length)
  const quietMs = await connected.untilQuiet()
  return [
    amount('a cancellation at the desk meanwhile', deskMs / calls.length, 'ms'),
    amount(`${count(calls.length)} operations sent, from the line’s return`, ms / 1_000, 's', { most: 120 }),
    amount('until nothing waits any more', (ms + quietMs) / 1_000, 's'),
    amount('processor time of the core', (core.cpuMs - cpu) / calls.length, 'ms/operation')
  ]
}

/** What is asked when nothing has changed, and what it costs to be there. */
export async function idlePoll(connected: Connected, seconds: number): Promise<Row[]> {
  const { portal, core } = connected
  const records = await recordsAt(connected)
  await asLongAfter(connected)
  const before = await portal.ask('requests')
  const cpu = core.cpuMs
  const start = performance.now()
  await portal.ask('tellAll')
  await untilAsked(connected)
  const after = await portal.ask('requests')
  const asked = Object.entries(after)
    .filter(([name]) => name.startsWith('GET /fhir/') && !name.includes('well-known'))
    .map(([name, times]) => times - (before[name] ?? 0))
  const pollCpuMs = core.cpuMs - cpu
  const idleFrom = core.cpuMs
  await wait(seconds * 1_000)
  const idleCpuMs = core.cpuMs - idleFrom
  return [
    amount(`${count(records)} records: requests for each type, at most`, Math.max(...asked), '', { most: 1 }),
    amount(`${count(records)} records: types asked for`, asked.filter((times) => times > 0).length, ''),
    amount(
      `${count(records)} records: processor time of the core while it polled once`,
      pollCpuMs,
      `ms in ${((performance.now() - start) / 1_000 - seconds).toFixed(0)} s`
    ),
    amount(
      `${count(records)} records: processor of the core with nothing to do`,
      idleCpuMs / seconds / 10,
      '%'
    ),
    amount(`${count(records)} records: memory of the core with nothing to do`, core.residentMegabytes, 'MB')
  ]
}

const ROUND_TRIP_MS = 200

/** From a patient's button at the portal until `AT+CMGS` comes out of the serial port. */
export async function codeLatency(
  clinic: SyncClinic,
  { link, codes, reconnects }: { link: string; codes: number; reconnects: number }
): Promise<Row[]> {
  const asked = { heard: (_at: number): void => undefined }
  const modem = await ModemSimulator.start({
    link,
    model: {
      answerDelayMs: ROUND_TRIP_MS,
      faults: {
        onCommand(command) {
          if (command.startsWith('AT+CMGS=')) asked.heard(Date.now())
          return null
        }
      }
    }
  })
  const connected = await Connected.open(clinic, 'simulator', link)
  try {
    await connected.call('portal.turnOn', {})
    await connected.untilLoaded()
    await connected.untilQuiet()
    const { portal, core } = connected
    const idle = async () => await connected.until(async () => (await core.ask('sending')) === 0)
    const once = async (index: number, between: () => Promise<number | null>): Promise<number> => {
      await idle()
      const heard = new Promise<number>((resolve) => (asked.heard = resolve))
      const saidAt = await portal.ask('askCode', index)
      const from = (await between()) ?? saidAt
      return (await heard) - from
    }
    const usual: number[] = []
    for (let index = 0; index < codes; index += 1) usual.push(await once(index, async () => null))
    const afterDown: number[] = []
    for (let index = codes; index < codes + reconnects; index += 1) {
      await idle()
      await portal.ask('setLine', false)
      await wait(5_000)
      afterDown.push(
        await once(index, async () => {
          const upAt = Date.now()
          await portal.ask('setLine', true)
          return upAt
        })
      )
    }
    return [
      timing('a code asked for at the portal, until AT+CMGS on the modem', usual, 1_000),
      timing('asked for while the line was down, from its return', afterDown, 5_000)
    ]
  } finally {
    await connected.close()
    await modem.close()
  }
}

function timing(what: string, values: readonly number[], most: number): Timing {
  return {
    ...{ kind: 'timing', what, cpu: null, target: { of: 'p95', most } },
    p50: percentile(values, 50),
    p95: percentile(values, 95),
    p99: percentile(values, 99)
  }
}
