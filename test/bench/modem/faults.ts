import { join } from 'node:path'
import { runCell, type CellResult } from './cell'
import type { Program } from './program'
import { FAULTS, type FaultRow } from './fault-rows'
import { skranke } from './skranke'

export interface FaultResult {
  readonly row: FaultRow
  readonly program: Program
  readonly label: string
  readonly result: CellResult
}

interface Run {
  readonly folder: string
  readonly isQuick: boolean
  /** In milliseconds of `performance.now`; what has not ended by then is counted as it stands. */
  readonly deadlineMs: number
}

const QUICK_SECONDS = 100
const WHOLE_SECONDS = 360
const LEAST_SECONDS = 5

/** Ours one row after another, apart from what waits; the others, which wait for most of their time, each in a row of its own beside it. */
export async function measureFaults(
  { folder, isQuick }: Pick<Run, 'folder' | 'isQuick'>,
  programs: readonly Program[]
): Promise<FaultResult[]> {
  const deadlineMs = performance.now() + (isQuick ? QUICK_SECONDS : WHOLE_SECONDS) * 1_000
  const run = { folder, isQuick, deadlineMs }
  const lanes = programs.map(async (program) =>
    program === skranke ? await oneByOne(run, program) : await allAtOnce(run, program)
  )
  return (await Promise.all(lanes)).flat()
}

async function oneByOne(run: Run, program: Program): Promise<FaultResult[]> {
  const waiting = FAULTS.filter(({ isMostlyWaiting = false }) => isMostlyWaiting)
  const beside = Promise.all(waiting.map((row) => measureFault(run, program, row)))
  const results: FaultResult[] = []
  for (const row of FAULTS) if (!waiting.includes(row)) results.push(await measureFault(run, program, row))
  return [...results, ...(await beside)]
}

async function allAtOnce(run: Run, program: Program): Promise<FaultResult[]> {
  return await Promise.all(FAULTS.map((row) => measureFault(run, program, row)))
}

async function measureFault(
  { folder, isQuick, deadlineMs }: Run,
  program: Program,
  row: FaultRow
): Promise<FaultResult> {
  const isOurs = program === skranke
  const [whole, quick] = isOurs ? [row.ours, row.oursQuick] : [row.others, row.othersQuick]
  const amount = isQuick ? quick : whole
  const label = row.name(amount)
  const result = await runCell({
    ...row.run(amount),
    program,
    folder: join(folder, `fault-${program.name}-${FAULTS.indexOf(row)}`),
    mostSeconds: Math.max(LEAST_SECONDS, (deadlineMs - performance.now()) / 1_000)
  })
  console.error(`… ${program.name}: ${label}`)
  return { row, program, label, result }
}
