import { fork, type ChildProcess } from 'node:child_process'
import { z } from 'zod'
import { residentBytesOf, cpuMsOf, killTree } from '../modem/process-tree'

/** The flag with which the shell starts the core. */
const FLAGS = ['--max-semi-space-size=64']

const Asked = z.object({ id: z.number(), name: z.string(), argument: z.unknown().optional() })
const Answered = z.object({ id: z.number(), value: z.unknown().optional(), error: z.string().nullable() })

/** What a process of its own can be asked. */
export type Tasks = Readonly<Record<string, (argument: never) => unknown>>

/** Another process of this benchmark, so that what it costs is told apart from what the others cost. */
export class Child<T extends Tasks> {
  readonly #process: ChildProcess
  readonly #waiting = new Map<number, (answer: z.infer<typeof Answered>) => void>()
  #ids = 0

  private constructor(role: string, argument: unknown) {
    this.#process = fork(process.argv[1] ?? '', [role, JSON.stringify(argument)], { execArgv: FLAGS })
    this.#process.on('message', (message) => {
      const answer = Answered.parse(message)
      this.#waiting.get(answer.id)?.(answer)
      this.#waiting.delete(answer.id)
    })
  }

  static start<T extends Tasks>(role: string, argument: unknown): Child<T> {
    return new Child<T>(role, argument)
  }

  get pid(): number {
    return this.#process.pid ?? 0
  }

  get cpuMs(): number {
    return cpuMsOf(this.pid)
  }

  get residentMegabytes(): number {
    return residentBytesOf(this.pid) / 1e6
  }

  async ask<N extends keyof T & string>(
    name: N,
    ...[argument]: Parameters<T[N]>
  ): Promise<Awaited<ReturnType<T[N]>>> {
    const id = (this.#ids += 1)
    const answer = new Promise<z.infer<typeof Answered>>((resolve) => this.#waiting.set(id, resolve))
    this.#process.send({ id, name, argument })
    const { value, error } = await answer
    if (error !== null) throw new Error(error)
    // Both ends are of one build.
    return value as Awaited<ReturnType<T[N]>>
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once('exit', resolve))
    killTree(this.pid)
    await gone
  }
}

/** Answers what the parent asks, until the parent is gone. */
export function answerParent(tasks: Tasks): void {
  process.on('disconnect', () => process.exit())
  process.on('message', (message) => {
    const { id, name, argument } = Asked.parse(message)
    const task = tasks[name]
    Promise.resolve()
      .then(() => task?.(argument as never))
      .then(
        (value) => process.send?.({ id, value, error: null }),
        (error: unknown) => process.send?.({ id, value: null, error: String(error) })
      )
  })
}
