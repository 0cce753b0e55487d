import { join } from 'node:path'
import { runCell, type CellResult } from './cell'
import type { Program } from './program'
import { skranke } from './skranke'

const SLOW_ANSWER_MS = 2_000
const ROUNDS = 3
const OURS_AT_ONCE = 6_000
/** V8 translates for some seconds what runs often; the core runs all day. The others are translated already. */
const OURS_WARM_UP = 2_000
const OTHERS_AT_ONCE = 40

export interface Speed {
  readonly program: Program
  readonly fast: CellResult
  readonly slow: CellResult
}

/**
 * With a modem that answers at once one program after another, alone, in rounds, so that all see the same hours of a
 * shared machine; with one that takes two seconds all beside each other, for there they wait.
 */
export async function measureSpeeds(
  folder: string,
  programs: readonly Program[],
  isQuick: boolean
): Promise<Speed[]> {
  const fast: (CellResult | undefined)[] = programs.map(() => undefined)
  for (let round = 0; round < (isQuick ? 1 : ROUNDS); round += 1)
    for (const [index, program] of programs.entries()) {
      const next = await measureFast(join(folder, `fast-${program.name}-${round}`), program, isQuick)
      fast[index] = better(fast[index], next)
    }
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
  return await runCell({
    program,
    folder,
    ...(program === skranke
      ? { messages: OURS_AT_ONCE, warmUp: OURS_WARM_UP }
      : { messages: OTHERS_AT_ONCE }),
    mostSeconds: isQuick ? 30 : 60
  })
}

/** The machine may be shared: the best of some rounds says most of a program, of its speed and of its cost. */
function better(known: CellResult | undefined, next: CellResult): CellResult {
  if (!known) return next
  const [best, other] = known.pace.perSecond < next.pace.perSecond ? [next, known] : [known, next]
  const cpuMsEach = Math.min(best.pace.cpuMsEach, other.pace.cpuMsEach)
  return { ...best, pace: { ...best.pace, cpuMsEach } }
}
