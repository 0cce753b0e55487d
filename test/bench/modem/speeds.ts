import { join } from 'node:path'
import { runCell, type CellResult } from './cell'
import type { Program } from './program'
import { skranke } from './skranke'

const SLOW_ANSWER_MS = 2_000

export interface Speed {
  readonly program: Program
  readonly fast: CellResult
  readonly slow: CellResult
}

/**
 * With a modem that answers at once one program after another, alone; with one that takes two seconds all beside each
 * other, for there they wait.
 */
export async function measureSpeeds(
  folder: string,
  programs: readonly Program[],
  isQuick: boolean
): Promise<Speed[]> {
  const fast: CellResult[] = []
  for (const program of programs) fast.push(await measureFast(folder, program, isQuick))
  const slow = await Promise.all(programs.map((program) => measureSlow(folder, program, isQuick)))
  return programs.flatMap((program, index) => {
    const [ofFast, ofSlow] = [fast[index], slow[index]]
    return ofFast && ofSlow ? [{ program, fast: ofFast, slow: ofSlow }] : []
  })
}

async function measureSlow(folder: string, program: Program, isQuick: boolean): Promise<CellResult> {
  return await runCell({
    program,
    folder: join(folder, `slow-${program.name}`),
    messages: isQuick ? 6 : 15,
    answerDelayMs: SLOW_ANSWER_MS,
    mostSeconds: isQuick ? 25 : 60
  })
}

async function measureFast(folder: string, program: Program, isQuick: boolean): Promise<CellResult> {
  const isOurs = program === skranke
  return await bestOf(isOurs && !isQuick ? 3 : 1, (round) =>
    runCell({
      program,
      folder: join(folder, `fast-${program.name}-${round}`),
      messages: isOurs ? 1_000 : 200,
      mostSeconds: isQuick ? 12 : 30
    })
  )
}

/** The machine may be shared: the fastest of some rounds says most of the program. */
async function bestOf(rounds: number, run: (round: number) => Promise<CellResult>): Promise<CellResult> {
  let best = await run(0)
  for (let round = 1; round < rounds; round += 1) {
    const next = await run(round)
    if (next.pace.perSecond > best.pace.perSecond) best = next
  }
  return best
}
