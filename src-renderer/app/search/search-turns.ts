interface Turns<O> {
  readonly ask: (text: string) => Promise<O>
  /** Called with each answer newer than the one shown. */
  readonly show: (output: O, text: string) => void
  readonly failed: (error: unknown) => void
}

/**
 * Asks at every change of the text without waiting for the answers. An answer is shown unless a newer one is already
 * there, so what is shown never goes backwards and stays until something newer comes.
 */
export class SearchTurns<O> {
  #asked = 0
  #shown = 0
  #text = ''
  #waiting: (() => void)[] = []

  constructor(private readonly turns: Turns<O>) {}

  /** Whether what is shown answers the newest text. */
  get isSettled(): boolean {
    return this.#shown === this.#asked
  }

  async ask(text: string): Promise<void> {
    if (text === this.#text && this.#asked > 0) return
    this.#text = text
    this.#asked += 1
    const turn = this.#asked
    try {
      const output = await this.turns.ask(text)
      if (turn > this.#shown) this.turns.show(output, text)
    } catch (error) {
      if (turn === this.#asked) this.turns.failed(error)
    }
    this.#shown = Math.max(this.#shown, turn)
    if (this.isSettled) this.#release()
  }

  /** Resolves once the newest text is answered: Enter never takes a row of an older text. */
  settled(): Promise<void> {
    if (this.isSettled) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Forgets what was asked; answers still under way are not shown. */
  reset(): void {
    this.#asked += 1
    this.#shown = this.#asked
    this.#text = ''
    this.#release()
  }

  #release(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}
