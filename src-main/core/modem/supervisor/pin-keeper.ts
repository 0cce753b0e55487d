import type { PinOutcome } from '../modem-port'

/**
 * Outlives the connections, so that what must happen once happens once. A stored PIN is tried once, for three wrong
 * ones lock the SIM; it counts as tried before it is sent, for the answer may be lost.
 */
export class PinKeeper {
  private readonly stored: () => string | null
  private readonly onRejected: () => void
  private tried: string | null = null
  private hasReset = false
  /** The last try, ours or a person's, was wrong. */
  isRejected = false

  constructor(stored: () => string | null, onRejected: () => void) {
    this.stored = stored
    this.onRejected = onRejected
  }

  /** The stored PIN if it may be tried now. */
  take(): string | null {
    const pin = this.stored()
    if (pin === null || pin === this.tried || !/^\d{4,8}$/.test(pin)) return null
    this.tried = pin
    return pin
  }

  /** Whether the modem may be restarted because its SIM failed (CMS 313): once, until a SIM has been open again. */
  mayReset(): boolean {
    const may = !this.hasReset
    this.hasReset = true
    return may
  }

  noteOpen(): void {
    this.hasReset = false
  }

  /** A stored PIN that was right may be used again after the modem's next start; one that was wrong may not, whoever opened the SIM then. */
  note(pin: string, outcome: PinOutcome): void {
    if (outcome === 'ok' && pin === this.tried) this.tried = null
    this.isRejected = outcome === 'wrong' || outcome === 'puk-required'
    if (this.isRejected && pin === this.stored()) this.onRejected()
  }
}
