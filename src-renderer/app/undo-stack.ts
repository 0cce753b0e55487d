export interface UndoStep {
  readonly text: string
  /** May answer what is said once it is taken back; else its text is. */
  readonly undo: () => Promise<string | void>
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

  clear(): void {
    this.#steps = []
  }
}
