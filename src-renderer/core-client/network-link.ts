import { backOffMs } from './back-off'

/** Frames that wait for the first connection; after that a call without one is refused at once. */
const MOST_HELD = 200
/** The core says that it is there every ten seconds. */
const SILENCE_MS = 25_000
const LOOK_EVERY_MS = 5_000
const TOO_MANY_WAIT_MS = 30_000
const TICKET = 'skranke-ticket'
/** As the core closes a socket: the address is dead, another page took over, too much was asked. */
const CLOSED = { unknownAddress: 4404, ended: 4401, tooMany: 4429 } as const

type Listener = (payload: unknown) => void
interface Pending {
  readonly resolve: (output: unknown) => void
  readonly reject: (error: unknown) => void
}
interface Sent {
  readonly id: number
  readonly text: string
}

const RESTARTED = { code: 'core-restarted', parameters: {} }
const UNAVAILABLE = { code: 'core-unavailable', parameters: {} }

/**
 * The bridge over a WebSocket, for a page on another PC: the same frames, connecting again by itself. What was under way
 * when the connection broke is refused and never repeated, because nobody knows how far it came.
 */
export class NetworkLink {
  readonly #address: string
  readonly #pending = new Map<number, Pending>()
  readonly #listeners = new Map<string, Set<Listener>>()
  #held: Sent[] = []
  #socket: WebSocket | null = null
  #isOpen = false
  #wasOpen = false
  #isDead = false
  #failures = 0
  #lastId = 0
  #heardAtMs = Date.now()
  #retryTimer: ReturnType<typeof setTimeout> | undefined

  constructor(address: string) {
    this.#address = address
    this.#connect()
    setInterval(() => this.#look(), LOOK_EVERY_MS)
    window.addEventListener('online', () => this.retry())
  }

  call(method: string, input: unknown): Promise<unknown> {
    this.#lastId += 1
    const id = this.#lastId
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject })
      this.#send({ id, text: JSON.stringify({ kind: 'call', id, method, input }) })
    })
  }

  on(event: string, listener: Listener): () => void {
    const known = this.#listeners.get(event) ?? new Set()
    known.add(listener)
    this.#listeners.set(event, known)
    return () => known.delete(listener)
  }

  /** Tries at once, as when the network is back. */
  retry(): void {
    if (this.#socket || this.#isDead) return
    clearTimeout(this.#retryTimer)
    this.#connect()
  }

  #send(sent: Sent): void {
    if (this.#isOpen) this.#socket?.send(sent.text)
    else if (!this.#wasOpen && !this.#isDead && this.#held.length < MOST_HELD) this.#held.push(sent)
    else this.#settle(sent.id, (pending) => pending.reject(UNAVAILABLE))
  }

  #connect(): void {
    const socket = new WebSocket(this.#address)
    this.#socket = socket
    this.#heardAtMs = Date.now()
    socket.addEventListener('open', () => void this.#opened(socket))
    socket.addEventListener('message', ({ data }: MessageEvent<string>) => this.#receive(data))
    socket.addEventListener('close', ({ code }) => this.#socket === socket && this.#closed(code))
  }

  async #opened(socket: WebSocket): Promise<void> {
    await this.#resume(socket)
    if (this.#socket !== socket) return
    this.#isOpen = true
    this.#failures = 0
    const isBack = this.#wasOpen
    this.#wasOpen = true
    for (const { text } of this.#held.splice(0)) socket.send(text)
    if (isBack) this.#tell('core.restarted', {})
  }

  /** Brings the ticket this tab was given, so that a reload or a break asks for no password. */
  async #resume(socket: WebSocket): Promise<void> {
    const ticket = sessionStorage.getItem(TICKET)
    if (ticket === null) return
    sessionStorage.removeItem(TICKET)
    this.#lastId += 1
    const id = this.#lastId
    const answered = new Promise<unknown>((resolve, reject) => this.#pending.set(id, { resolve, reject }))
    socket.send(JSON.stringify({ kind: 'call', id, method: 'lan.resume', input: { ticket } }))
    // Refused: then the page asks for a password, as it does without a ticket.
    await answered.catch(() => null)
  }

  #receive(data: string): void {
    this.#heardAtMs = Date.now()
    const frame = JSON.parse(data)
    if (frame.kind === 'reply')
      this.#settle(frame.id, ({ resolve, reject }) =>
        frame.ok ? resolve(frame.output) : reject(frame.error)
      )
    else if (frame.event === 'lan.ticketChanged') keepTicket(frame.payload.ticket)
    else this.#tell(frame.event, frame.payload)
  }

  #closed(code: number): void {
    const heldNow = this.#held
    this.#socket = null
    this.#isOpen = false
    this.#isDead = code === CLOSED.unknownAddress
    if (code === CLOSED.ended) keepTicket(null)
    if (this.#isDead) this.#held = []
    const isHeld = (id: number): boolean => !this.#isDead && heldNow.some((sent) => sent.id === id)
    for (const id of [...this.#pending.keys()])
      if (!isHeld(id)) this.#settle(id, ({ reject }) => reject(this.#isDead ? UNAVAILABLE : RESTARTED))
    if (this.#isDead) return this.#tell('core.lost', { retryInMs: null })
    const waitMs = code === CLOSED.tooMany ? TOO_MANY_WAIT_MS : backOffMs(this.#failures, Math.random())
    this.#failures += 1
    this.#retryTimer = setTimeout(() => this.retry(), waitMs)
    this.#tell('core.lost', { retryInMs: waitMs })
  }

  /** A cable that was pulled closes nothing; silence tells. */
  #look(): void {
    const socket = this.#socket
    if (!socket || Date.now() - this.#heardAtMs < SILENCE_MS) return
    this.#closed(1006)
    socket.close()
  }

  #settle(id: number, how: (pending: Pending) => void): void {
    const pending = this.#pending.get(id)
    this.#pending.delete(id)
    if (pending) how(pending)
  }

  #tell(event: string, payload: unknown): void {
    for (const listener of this.#listeners.get(event) ?? []) listener(payload)
  }
}

function keepTicket(ticket: string | null): void {
  if (ticket === null) sessionStorage.removeItem(TICKET)
  else sessionStorage.setItem(TICKET, ticket)
}
