import type { Frame } from './framer'

/** One command and what comes back: the only thing an answer can belong to while it lasts. */
export interface Exchange {
  /** What the modem may echo; such text is cut off the lines before they are offered. */
  readonly echoes: readonly string[]
  /** Offers a frame; false when it does not belong to this exchange. */
  take(frame: Frame): boolean
  /** The port is gone. */
  lose(): void
}

/** The modem gave no complete answer in time. What it says later must not be taken for the next answer. */
export class AtTimeoutError extends Error {
  override readonly name = 'AtTimeoutError'

  constructor(command: string) {
    super(`The modem did not answer ${command.slice(0, 12)} in time.`)
  }
}

/** The port closed while a command was in flight, or before it could be sent. */
export class PortLostError extends Error {
  override readonly name = 'PortLostError'

  constructor() {
    super('The modem went away.')
  }
}
