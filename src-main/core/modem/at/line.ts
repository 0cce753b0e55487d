/** An open port: bytes out, bytes in, and the news that it is gone. The modem session knows nothing else of it. */
export interface SerialLine {
  /** Hands bytes to the system. A port that is gone says so through `onClose`, not here. */
  write(bytes: Uint8Array): void
  /** Resolves when everything written has left the computer, as far as the driver can tell; rejects when the port is gone. */
  drain(): Promise<void>
  /** One listener; bytes that arrive earlier are lost. */
  onData(listener: (bytes: Uint8Array) => void): void
  /** Called once, however the port came to be closed. */
  onClose(listener: () => void): void
  close(): Promise<void>
}

/** Why a port could not be opened; `busy` means that another program holds it. */
export class PortError extends Error {
  override readonly name = 'PortError'
  readonly reason: 'busy' | 'failed'

  constructor(reason: 'busy' | 'failed', options?: ErrorOptions) {
    super(reason === 'busy' ? 'Another program uses the port.' : 'The port could not be used.', options)
    this.reason = reason
  }
}

/** Opens a port by path; rejects with {@link PortError}. */
export type PortOpener = (path: string) => Promise<SerialLine>
