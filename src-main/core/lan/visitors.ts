import { timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { CoreFrame } from '@contract/frames'
import type { LanClient } from '@contract/lan'
import { WebSocketServer, type WebSocket } from 'ws'
import type { AttemptThrottle } from '../features/users'
import { AppError } from '../platform/app-error'
import { toStoredInstant, type Clock } from '../platform/clock'
import { describeError, type Log } from '../platform/log'
import type { Gate } from '../rpc/gate'
import { Session } from '../rpc/session'
import { socketPurpose, type SocketPurpose } from './addresses.rules'
import type { People } from './people'
import { screenGate } from './screen-gate'
import { carryFrames, CLOSED, type OpenSocket } from './socket'

/** Frames of a person hold a few lines at most. */
const MOST_BYTES = 65_536
const MOST_SOCKETS = 200
const MOST_SOCKETS_OF_ADDRESS = 60

/** What the host gives one who speaks to the core. */
export interface CoreConnection {
  receive(frame: unknown): Promise<void>
  close(): void
}

export interface VisitorsOptions {
  readonly people: People
  readonly throttle: AttemptThrottle
  readonly clock: Clock
  readonly log: Log
  readonly connect: (push: (frame: CoreFrame) => void, session: Session) => CoreConnection
  readonly personGate: (address: string) => Gate
  /** The secret end of a screen's address now; null while it is off. */
  readonly tokenOf: (kind: 'wall' | 'check-in') => string | null
  /** Whether a request names this PC as it is called. */
  readonly isAddressedTo: (request: IncomingMessage) => boolean
  readonly onChange: () => void
}

interface Visitor {
  readonly id: number
  readonly socket: OpenSocket
  readonly session: Session
  readonly address: string
  readonly kind: LanClient['kind']
  readonly since: string
}

/** The sockets that are open, each speaking to the core through a gate of its own. */
export class Visitors {
  readonly #options: VisitorsOptions
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MOST_BYTES,
    perMessageDeflate: false
  })
  readonly #visitors = new Map<number, Visitor>()
  #lastId = 0

  constructor(options: VisitorsOptions) {
    this.#options = options
  }

  get screens(): readonly LanClient[] {
    return [...this.#visitors.values()].flatMap(({ id, kind, address, since }) =>
      kind === 'person'
        ? []
        : [
            {
              id: `screen-${id}`,
              kind,
              userName: null,
              role: null,
              address,
              since,
              isLocked: false,
              isAway: false
            }
          ]
    )
  }

  /** A browser wants a socket: from our own pages only, and not too many. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy())
    const purpose = socketPurpose((request.url ?? '').replace(/\?.*$/, ''))
    const refusal = this.#refusalOf(request, purpose)
    if (refusal !== null || !purpose) {
      socket.end(`HTTP/1.1 ${refusal ?? '404 Not Found'}\r\nConnection: close\r\n\r\n`)
      return
    }
    this.#sockets.handleUpgrade(request, socket, head, (opened) => {
      this.#welcome(opened, purpose, request.socket.remoteAddress ?? '').catch((error: unknown) => {
        this.#options.log.error('lan-visitor-failed', describeError(error))
        opened.terminate()
      })
    })
  }

  /** Says that we are there, and ends those who are not. */
  beat(): void {
    for (const { socket } of this.#visitors.values()) {
      socket.push({ kind: 'event', event: 'lan.alive', payload: {} })
      socket.beat()
    }
  }

  closeAll(code: number): void {
    for (const { socket } of this.#visitors.values()) socket.close(code)
  }

  /** The address of this screen is dead. */
  closeScreens(kind: LanClient['kind']): void {
    for (const visitor of this.#visitors.values())
      if (visitor.kind === kind) visitor.socket.close(CLOSED.unknownAddress)
  }

  #refusalOf(request: IncomingMessage, purpose: SocketPurpose | null): string | null {
    const { headers } = request
    if (!this.#options.isAddressedTo(request)) return '421 Misdirected Request'
    if (headers.origin !== `https://${headers.host}`) return '403 Forbidden'
    if (!purpose) return '404 Not Found'
    const address = request.socket.remoteAddress
    const ofAddress = [...this.#visitors.values()].filter((visitor) => visitor.address === address).length
    const areTooMany = this.#visitors.size >= MOST_SOCKETS || ofAddress >= MOST_SOCKETS_OF_ADDRESS
    return areTooMany ? '503 Service Unavailable' : null
  }

  async #welcome(opened: WebSocket, purpose: SocketPurpose, address: string): Promise<void> {
    const early: unknown[] = []
    const queue = (data: unknown): void => void early.push(data)
    opened.on('message', queue)
    const refusal = purpose.kind === 'person' ? null : await this.#screenRefusal(purpose, address)
    opened.off('message', queue)
    if (refusal !== null) return opened.close(refusal)
    const gate =
      purpose.kind === 'person' ? this.#options.personGate(address) : screenGate(purpose.kind, address)
    this.#enter(opened, new Session(false, gate), gate)
    for (const data of early) opened.emit('message', data, false)
  }

  async #screenRefusal(
    { kind, token }: Exclude<SocketPurpose, { kind: 'person' }>,
    address: string
  ): Promise<number | null> {
    const { throttle, tokenOf } = this.#options
    const place = { kind: 'screen', address } as const
    try {
      await throttle.assertMayTry(place, 'check-in-throttled')
    } catch (error) {
      if (error instanceof AppError) return CLOSED.tooMany
      throw error
    }
    if (isSame(tokenOf(kind), token)) return null
    await throttle.wrong(place)
    return CLOSED.unknownAddress
  }

  #enter(opened: WebSocket, session: Session, gate: Gate): void {
    const { connect, people, clock, onChange } = this.#options
    this.#lastId += 1
    const id = this.#lastId
    const socket: OpenSocket = carryFrames(opened, {
      frame: (frame) => void connection.receive(frame),
      closed: () => {
        this.#visitors.delete(id)
        leave()
        connection.close()
        onChange()
      }
    })
    const connection = connect((frame) => socket.push(frame), session)
    const leave =
      gate.kind === 'person'
        ? people.enter(session, {
            giveTicket: (ticket) =>
              socket.push({ kind: 'event', event: 'lan.ticketChanged', payload: { ticket } }),
            leave: () => socket.close(CLOSED.ended)
          })
        : () => undefined
    const since = toStoredInstant(clock.now())
    this.#visitors.set(id, { id, socket, session, address: gate.address, kind: gate.kind, since })
    onChange()
  }
}

function isSame(expected: string | null, found: string): boolean {
  if (expected === null) return false
  const wanted = Buffer.from(expected)
  const given = Buffer.from(found)
  return wanted.length === given.length && timingSafeEqual(wanted, given)
}
