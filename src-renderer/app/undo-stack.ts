export interface UndoStep {
  readonly text: string
  readonly undo: () => Promise<void>
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

  /** Takes back `step`, or the newest one. Answers with the step taken back; it is gone even when that fails. */
  async undo(step: UndoStep | undefined = this.#steps.at(-1)): Promise<UndoStep | null> {
    if (!step || !this.#steps.includes(step)) return null
    this.#steps = this.#steps.filter((other) => other !== step)
    await step.undo()
    return step
  }

  clear(): void {
    this.#steps = []
  }
}
