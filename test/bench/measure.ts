import type { Timing } from './rows'

export const ROUNDS = 3

export interface Measuring {
  readonly what: string
  /** Calls of one round. */
  readonly calls: number
  /** Calls beforehand that are not counted. */
  readonly warmUp?: number
  readonly target?: Timing['target']
  /** Whether the work is done by this process, so that its processor time says something. */
  readonly isOwnWork?: boolean
  /** Made ready before each call, untimed. */
  readonly before?: (index: number) => void | Promise<void>
  readonly run: (index: number) => Promise<unknown>
}

/** Times single calls in three rounds. Each figure is the median of what the rounds say, since the machine may be shared. */
export async function measure({
  what,
  calls,
  warmUp = Math.ceil(calls / 5),
  target = null,
  isOwnWork = true,
  before = () => undefined,
  run
}: Measuring): Promise<Timing> {
  let index = 0
  const once = async (): Promise<{ wallMs: number; cpuMs: number }> => {
    await before(index)
    const cpu = process.cpuUsage()
    const start = performance.now()
    await run(index)
    const wallMs = performance.now() - start
    index += 1
    return { wallMs, cpuMs: cpuMsSince(cpu) }
  }
  for (let call = 0; call < warmUp; call += 1) await once()
  const rounds: Record<'p50' | 'p95' | 'p99' | 'cpu' | 'cpuP99', number>[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const timed = []
    for (let call = 0; call < calls; call += 1) timed.push(await once())
    const wall = timed.map(({ wallMs }) => wallMs)
    const cpu = timed.map(({ cpuMs }) => cpuMs)
    rounds.push({
      p50: percentile(wall, 50),
      p95: percentile(wall, 95),
      p99: percentile(wall, 99),
      cpu: cpu.reduce((sum, ms) => sum + ms, 0) / calls,
      cpuP99: percentile(cpu, 99)
    })
  }
  const typical = (figure: 'p50' | 'p95' | 'p99' | 'cpu' | 'cpuP99'): number =>
    median(rounds.map((round) => round[figure]))
  return {
    kind: 'timing',
    what,
    p50: typical('p50'),
    p95: typical('p95'),
    p99: typical('p99'),
    cpu: isOwnWork ? { mean: typical('cpu'), p99: typical('cpuP99') } : null,
    target
  }
}

export function cpuMsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1_000
}

export function median(values: readonly number[]): number {
  return percentile(values, 50)
}

/** The smallest value that so many per cent do not exceed. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0
}
