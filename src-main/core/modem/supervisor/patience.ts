import type { RunCommand } from '../at/at-session'
import type { AtAnswer } from '../at/command-exchange'
import { Signal } from './signal'
import type { SupervisorTimings } from './timings'

interface Patience {
  readonly run: RunCommand
  readonly command: string
  readonly timings: Pick<SupervisorTimings, 'bootMs' | 'bootTries'>
  /** Whether an answer ends the waiting. */
  readonly isEnough: (answer: AtAnswer) => boolean
  readonly mostTries?: number | undefined
}

/** Repeats a command while a booting modem is not ready for it; answers with the last answer. */
export async function runPatiently({
  run,
  command,
  timings,
  isEnough,
  mostTries
}: Patience): Promise<AtAnswer> {
  const tries = Math.min(mostTries ?? timings.bootTries, timings.bootTries)
  for (let attempt = 1; ; attempt += 1) {
    const answer = await run(command)
    if (isEnough(answer) || attempt >= tries) return answer
    await new Signal().wait(timings.bootMs)
  }
}
