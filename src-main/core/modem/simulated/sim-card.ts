import type { SimState } from './model-state'

const mostTries = 3

/** The SIM of the simulated modem: locked by its PIN after each loss of power, blocked after three wrong ones. */
export class SimCard {
  state: SimState
  private readonly pin: string | null
  private triesLeft = mostTries

  constructor(pin: string | null) {
    this.pin = pin
    this.state = pin === null ? 'ready' : 'pin'
  }

  losePower(): void {
    if (this.pin !== null && this.state === 'ready') this.state = 'pin'
  }

  /** Null when the PIN was right, else the CME number of the refusal. */
  enter(pin: string): number | null {
    if (this.state === 'puk') return 12
    if (this.state !== 'pin') return 3
    if (pin === this.pin) {
      this.state = 'ready'
      this.triesLeft = mostTries
      return null
    }
    this.triesLeft -= 1
    if (this.triesLeft > 0) return 16
    this.state = 'puk'
    return 12
  }
}
