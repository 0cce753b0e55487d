/** The part of a serial port that asks its driver for the modem's lines (DSR, CTS). */
export interface AskedPort {
  get(): Promise<unknown>
}

const everyMs = 1_000

/**
 * Asks the driver every second whether the device is still there, until the returned function is called: some drivers
 * say nothing when it is pulled out (node-serialport#1361, #2351). A port without such lines, as a pseudo-terminal,
 * refuses from the beginning; another answer than the first means that it is gone.
 */
export function watchPort(port: AskedPort, onGone: () => void): () => void {
  let isAsking = false
  let first: string | undefined

  async function ask(): Promise<void> {
    // A driver that is slow with its answer is not asked twice.
    if (isAsking) return
    isAsking = true
    const refusal = await port.get().then(() => '', messageOf)
    isAsking = false
    first ??= refusal
    if (refusal !== '' && refusal !== first) onGone()
  }

  void ask()
  const timer = setInterval(() => void ask(), everyMs)
  return () => clearInterval(timer)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
