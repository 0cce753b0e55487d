/** The part of a serial port that asks its driver for the modem's lines (DSR, CTS). */
export interface AskedPort {
  get(callback: (error: Error | null) => void): void
}

const everyMs = 1_000

/**
 * Asks the driver every second whether the device is still there, until the returned function is called. A port that is
 * pulled out while bytes come in reads nothing for ever and says nothing: serialport takes a read of no bytes for a
 * reason to read again. A port without such lines, as a pseudo-terminal, refuses from the beginning; another answer
 * than the first means that it is gone.
 */
export function watchPort(port: AskedPort, onGone: () => void): () => void {
  let isAsking = false
  let first: string | undefined

  function ask(): void {
    // A driver that is slow with its answer is not asked twice.
    if (isAsking) return
    isAsking = true
    port.get((error) => {
      isAsking = false
      const answer = error === null ? '' : error.message
      first ??= answer
      if (error !== null && answer !== first) onGone()
    })
  }

  ask()
  const timer = setInterval(ask, everyMs)
  return () => clearInterval(timer)
}
