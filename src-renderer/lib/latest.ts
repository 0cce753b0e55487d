interface Question<I, O> {
  readonly ask: (input: I) => Promise<O>
  readonly answered: (output: O, input: I) => void
  readonly failed: (error: unknown) => void
  /** How long the typing must rest before the question is asked. */
  readonly delayMs: number
}

export interface Latest<I> {
  /** Asks when the typing rests; whatever was asked before is no longer listened to. */
  ask(input: I): void
  /** Listens to no answer that is still under way. */
  stop(): void
}

/** Asks while someone types, and listens to the answer of the latest question only, in whatever order answers come. */
export function latest<I, O>({ ask, answered, failed, delayMs }: Question<I, O>): Latest<I> {
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function run(input: I, mine: number): Promise<void> {
    try {
      const output = await ask(input)
      if (mine === turn) answered(output, input)
    } catch (error) {
      if (mine === turn) failed(error)
    }
  }

  function stop(): void {
    turn += 1
    clearTimeout(timer)
  }

  return {
    stop,
    ask(input) {
      stop()
      const mine = turn
      timer = setTimeout(() => void run(input, mine), delayMs)
    }
  }
}
