import { BackendToken, type BackendTokenOptions } from './backend-token'
import { retryAfterMs } from './back-off.rules'
import { readBody } from './body'
import { PortalFault } from './faults'
import type { Pause, PortalHead, PortalHttp, PortalRequest } from './http'
import type { KeyPair } from './keys'
import { ServerTime } from './server-time'
import type { Clock } from '../platform/clock'

const PATIENCE_MS = 30_000

export interface PortalSessionOptions extends Pick<BackendTokenOptions, 'sign'> {
  readonly http: PortalHttp
  readonly pause: Pause
  readonly clock: Clock
  readonly newId: () => string
  /** Without a slash at its end. */
  readonly base: string
  readonly clientId: string
  readonly key: KeyPair
}

export interface PortalText {
  readonly status: number
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
  /** The portal's `Date` as an instant; null where it said none. */
  readonly serverTime: string | null
  readonly retryAfterMs: number | null
}

export type Asked = Omit<PortalRequest, 'url' | 'timeoutMs'> & {
  /** Below the base address, or an address there that the portal itself has named. */
  readonly path: string
  readonly timeoutMs?: number
}

/** Requests with the clinic's token; a token that is refused is asked for anew, once. */
export class PortalSession {
  readonly time: ServerTime
  readonly token: BackendToken

  constructor(private readonly options: PortalSessionOptions) {
    this.time = new ServerTime(options.clock)
    this.token = new BackendToken({ ...options, time: this.time })
  }

  get base(): string {
    return this.options.base
  }

  /** The head alone, whose body the caller reads: for the event stream. */
  async open(asked: Asked): Promise<PortalHead> {
    const token = await this.token.token(asked.signal)
    const head = await this.#send(asked, token)
    if (head.status !== 401) return head
    await readBody(head, this.options)
    this.token.forget(token)
    const again = await this.#send(asked, await this.token.token(asked.signal))
    if (again.status !== 401) return again
    await readBody(again, this.options)
    throw new PortalFault('client-refused', { detail: 'the token was refused' })
  }

  async ask(asked: Asked): Promise<PortalText> {
    const head = await this.open(asked)
    const text = await readBody(head, this.options)
    const date = Date.parse(head.headers['date'] ?? '')
    const serverTime = Number.isNaN(date) ? null : new Date(date).toISOString()
    return {
      status: head.status,
      text,
      headers: head.headers,
      serverTime,
      retryAfterMs: retryAfterMs(head.headers['retry-after'] ?? null, serverTime)
    }
  }

  async #send(
    { path, timeoutMs = PATIENCE_MS, headers, ...rest }: Asked,
    token: string
  ): Promise<PortalHead> {
    const head = await this.options.http({
      ...rest,
      url: this.#addressOf(path),
      headers: { ...headers, authorization: `Bearer ${token}` },
      timeoutMs
    })
    this.time.note(head.headers['date'])
    return head
  }

  /** @throws PortalFault `bad-answer` for an address elsewhere: the token is for this server alone */
  #addressOf(path: string): string {
    const { base } = this.options
    if (path.startsWith('/')) return `${base}${path}`
    // As it is read: without dots that would lead out of the base again.
    if (URL.canParse(path) && new URL(path).href.startsWith(`${new URL(base).href.replace(/\/$/, '')}/`))
      return path
    throw new PortalFault('bad-answer', { detail: 'an address of another server' })
  }
}
