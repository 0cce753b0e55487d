export interface UndoStep {
  readonly text: string
  /** May answer what is said once it is taken back; else its text is. */
  readonly undo: () => Promise<string | void>
  /** What it is about, where that can be taken back in another way, too. */
  readonly about?: string | undefined
}

interface Undone {
  readonly step: UndoStep
  readonly said: string
}

/** The last steps that can be taken back, newest first; `limit` bounds how many are remembered. */
export class UndoStack {
  #steps: UndoStep[] = []

  constructor(private readonly limit = 20) {}

  get size(): number {
    return this.#steps.length
  }

  push(step: UndoStep): void {
    this.#steps = [...this.#steps, step].slice(-this.limit)
  }

  /** Takes back `step`, or the newest one. Answers with what was taken back; it is gone even when that fails. */
  async undo(step: UndoStep | undefined = this.#steps.at(-1)): Promise<Undone | null> {
    if (!step || !this.#steps.includes(step)) return null
    this.#steps = this.#steps.filter((other) => other !== step)
    const said = await step.undo()
    return { step, said: said ?? step.text }
  }

  /** Forgets the steps about this. @returns them */
  drop(about: string): readonly UndoStep[] {
    const dropped = this.#steps.filter((step) => step.about === about)
    this.#steps = this.#steps.filter((step) => step.about !== about)
    return dropped
  }

  clear(): void {
    this.#steps = []
  }
}
