/** A pause that can be cut short. A wake-up that comes while nobody waits is kept for the next pause. */
export class Signal {
  private isSet = false
  private wakeUp: (() => void) | null = null

  set(): void {
    this.isSet = true
    this.wakeUp?.()
  }

  /** Resolves after the time or at the next {@link set}, whichever comes first. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.isSet) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds)
        this.wakeUp = () => {
          clearTimeout(timer)
          resolve()
        }
      })
      this.wakeUp = null
    }
    this.isSet = false
  }
}
