/** A set of listeners; `add` returns the function that removes. */
export class Listeners<T, R> {
  private readonly listeners = new Set<(value: T) => R>()

  get isEmpty(): boolean {
    return this.listeners.size === 0
  }

  add(listener: (value: T) => R): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  notify(value: T): R[] {
    return [...this.listeners].map((listener) => listener(value))
  }
}
