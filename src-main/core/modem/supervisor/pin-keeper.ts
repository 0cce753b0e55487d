import type { PinOutcome } from '../modem-port'

/**
 * Sees to it that a stored PIN is tried once: three wrong ones lock the SIM. It counts as tried before it is sent,
 * for the answer may be lost.
 */
export class PinKeeper {
  private readonly stored: () => string | null
  private readonly onRejected: () => void
  private tried: string | null = null
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

  /** A PIN that was right may be used again after the modem's next start. */
  note(pin: string, outcome: PinOutcome): void {
    if (outcome === 'ok') this.tried = null
    this.isRejected = outcome === 'wrong' || outcome === 'puk-required'
    if (this.isRejected && pin === this.stored()) this.onRejected()
  }
}
