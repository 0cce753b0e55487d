import { valueAfter } from '../at/answers'
import type { RunCommand } from '../at/at-session'

export interface NetworkReading {
  readonly state: 'ready' | 'registering' | 'denied'
  readonly operator: string | null
  readonly signal: number | null
  readonly signalDbm: number | null
}

async function value(run: RunCommand, command: string, prefix: string): Promise<string | null> {
  const answer = await run(command)
  return answer.ok ? valueAfter(prefix, answer.lines) : null
}

function registration(answer: string | null): number | null {
  const stat = answer?.split(',')[1]
  return stat === undefined ? null : Number(stat)
}

/** Home, roaming, and "SMS only" of LTE are as good as each other (3GPP TS 27.007 § 7.2). */
function stateOf(stats: readonly number[]): NetworkReading['state'] {
  if (stats.length === 0 || stats.some((stat) => [1, 5, 6, 7].includes(stat))) return 'ready'
  return stats.includes(3) ? 'denied' : 'registering'
}

const barThresholdsDbm = [-107, -99, -91, -83, -75]

/** `+CSQ` in dBm (TS 27.007 § 8.5); null for 99, unknown. */
export function signalDbm(rssi: number): number | null {
  return rssi >= 0 && rssi <= 31 ? -113 + 2 * rssi : null
}

/** Bars as a telephone shows them, 0 to 5. */
export function signalBars(dbm: number | null): number | null {
  return dbm === null ? null : barThresholdsDbm.filter((threshold) => dbm >= threshold).length
}

async function readOperator(run: RunCommand): Promise<string | null> {
  return /"([^"]*)"/.exec((await value(run, 'AT+COPS?', '+COPS:')) ?? '')?.[1] ?? null
}

/**
 * Registration on 2G/3G or LTE, the operator's name and the signal. Also the watchdog: a dead modem does not answer.
 * @param known the operator while the modem stays registered: its name takes some modems long, and a code may be waiting
 */
export async function readNetwork(run: RunCommand, known: string | null = null): Promise<NetworkReading> {
  const circuit = registration(await value(run, 'AT+CREG?', '+CREG:'))
  const packet = registration(await value(run, 'AT+CEREG?', '+CEREG:'))
  const rssi = Number((await value(run, 'AT+CSQ', '+CSQ:'))?.split(',')[0] ?? 99)
  const operator = known ?? (await readOperator(run))
  const dbm = signalDbm(rssi)
  const stats = [circuit, packet].filter((stat) => stat !== null)
  return { state: stateOf(stats), operator, signal: signalBars(dbm), signalDbm: dbm }
}
