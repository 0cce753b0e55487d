import type { CoreFrame } from '@contract/frames'
import type { WebSocket } from 'ws'
import { createPace } from './pace'

/** Frames in one go, as when a page starts, and as many each second after that. */
const PACE = { burst: 200, perSecond: 40 }
/** A browser that reads so little of what it is sent is gone or stuck. */
const MOST_UNREAD_BYTES = 8_000_000

/** Why a socket was closed, told to the page; 1012 is the standard's "service restart". */
export const CLOSED = { moving: 1012, unknownAddress: 4404, tooMany: 4429, ended: 4401 } as const

export interface OpenSocket {
  push(frame: CoreFrame): void
  /** Asks whether it is still there; one that did not answer the last time is ended. */
  beat(): void
  close(code: number): void
}

export interface SocketListeners {
  /** One frame as it came, `null` for what is no JSON. */
  frame(frame: unknown): void
  closed(): void
}

/** Carries frames over one WebSocket: text only, within a size, within a pace. */
export function carryFrames(socket: WebSocket, listeners: SocketListeners): OpenSocket {
  const pace = createPace(PACE)
  let isAlive = true
  socket.on('pong', () => {
    isAlive = true
  })
  socket.on('message', (data, isBinary) => {
    if (isBinary) return socket.close(1003)
    if (!pace.take(performance.now())) return socket.close(CLOSED.tooMany)
    listeners.frame(parsed(textOf(data)))
  })
  socket.on('close', () => listeners.closed())
  // What breaks the protocol closes the socket, which `close` tells of.
  socket.on('error', () => socket.terminate())
  return {
    push(frame) {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > MOST_UNREAD_BYTES) return socket.terminate()
      socket.send(JSON.stringify(frame))
    },
    beat() {
      if (!isAlive) return socket.terminate()
      isAlive = false
      socket.ping()
    },
    close: (code) => socket.close(code)
  }
}

function textOf(data: Buffer | ArrayBuffer | Buffer[]): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8')
  return Buffer.isBuffer(data) ? data.toString('utf8') : Buffer.from(data).toString('utf8')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Answered as a frame that cannot be read.
    return null
  }
}
