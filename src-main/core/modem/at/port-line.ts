import { readSync, writeSync } from 'node:fs'
import type { SerialPort } from 'serialport'
import { PortError, type SerialLine } from './line'
import { watchPort } from './port-watch'

export type OpenedPort = Awaited<ReturnType<typeof SerialPort.binding.open>>
/** A port of a system with file descriptors, which never block. */
type PolledPort = Extract<OpenedPort, { readonly poller: unknown }>

const mostBytes = 4096

/**
 * An opened port as a line. Where there are file descriptors it reads when the system says that there is something, and
 * writes at once: serialport's own stream goes through a thread for each of a dozen steps of a message, which cost as
 * much as all the rest of it.
 */
export class PortLine implements SerialLine {
  private readonly port: OpenedPort
  private readonly stopWatching: () => void
  private dataListener: (bytes: Uint8Array) => void = () => undefined
  private closeListener: () => void = () => undefined
  private failDrain: () => void = () => undefined
  /** What the driver had no room for, and all that was written after it. */
  private backlog: Promise<void> | null = null
  private closing: Promise<void> | null = null

  constructor(port: OpenedPort) {
    this.port = port
    this.stopWatching = watchPort(port, () => this.fail())
    const reading = { take: (bytes: Uint8Array) => this.dataListener(bytes), fail: () => this.fail() }
    if ('poller' in port) readWhenReady(port, reading)
    else void readInTurn(port, reading)
  }

  write(bytes: Uint8Array): void {
    if (this.closing !== null) return
    try {
      const written = this.backlog === null && 'poller' in this.port ? writeNow(this.port, bytes) : 0
      if (written < bytes.length) this.writeLater(Buffer.from(bytes.subarray(written)))
    } catch {
      this.fail() // a port that takes nothing more is of no use
    }
  }

  drain(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.failDrain = () => reject(new PortError('failed'))
      if (this.closing !== null) return this.failDrain()
      this.drained().then(resolve, this.failDrain)
    })
  }

  onData(listener: (bytes: Uint8Array) => void): void {
    this.dataListener = listener
  }

  onClose(listener: () => void): void {
    this.closeListener = listener
    if (this.closing !== null) listener()
  }

  close(): Promise<void> {
    this.closing ??= this.closeNow()
    return this.closing
  }

  private fail(): void {
    void this.close()
  }

  private async closeNow(): Promise<void> {
    this.stopWatching()
    await this.port.close().catch(() => undefined) // one that is gone is as good as closed
    this.failDrain()
    this.closeListener()
  }

  private async drained(): Promise<void> {
    await this.backlog
    await this.port.drain()
  }

  private writeLater(bytes: Buffer): void {
    const backlog = (this.backlog ?? Promise.resolve()).then(() => this.port.write(bytes))
    this.backlog = backlog
    backlog.then(
      () => {
        if (this.backlog === backlog) this.backlog = null
      },
      () => this.fail()
    )
  }
}

interface Reading {
  readonly take: (bytes: Uint8Array) => void
  readonly fail: () => void
}

function readWhenReady(port: PolledPort, { take, fail }: Reading): void {
  const buffer = Buffer.alloc(mostBytes)

  function read(): void {
    if (port.fd === null) return
    try {
      const count = readSync(port.fd, buffer, 0, buffer.length, null)
      // The end: the device has hung up.
      if (count === 0) return fail()
      take(Uint8Array.from(buffer.subarray(0, count)))
    } catch (error) {
      if (!isWaiting(error)) return fail()
    }
    waitAndRead()
  }

  function waitAndRead(): void {
    if (!port.isOpen) return
    // Not in the poller's own call: it must not be closed there, and promises resolved there would wait for other events.
    port.poller.once('readable', (error: Error | null) => setImmediate(error === null ? read : fail))
  }

  waitAndRead()
}

/** Windows reads in a thread of its own, and answers when there is something. */
async function readInTurn(port: OpenedPort, { take, fail }: Reading): Promise<void> {
  const buffer = Buffer.alloc(mostBytes)
  try {
    while (port.isOpen) {
      const { bytesRead } = await port.read(buffer, 0, buffer.length)
      take(Uint8Array.from(buffer.subarray(0, bytesRead)))
    }
  } catch {
    fail() // it was pulled out, or we have closed it
  }
}

/** @returns how many bytes the driver had room for */
function writeNow({ fd }: PolledPort, bytes: Uint8Array): number {
  if (fd === null) return 0
  try {
    return writeSync(fd, bytes)
  } catch (error) {
    if (isWaiting(error)) return 0
    throw error
  }
}

function isWaiting(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null
  return code === 'EAGAIN' || code === 'EWOULDBLOCK' || code === 'EINTR'
}
