import { SignJWT } from 'jose'
import { parseJson, readBody } from './body'
import { PortalFault } from './faults'
import type { Pause, PortalHead, PortalHttp } from './http'
import { signingKey, type KeyPair } from './keys'
import type { ServerTime } from './server-time'
import { CLIENT_ASSERTION_TYPE, PORTAL_SCOPE, SmartConfiguration, TokenAnswer, TokenRefusal } from './wire'

/** Half of what is allowed: the portal's clock goes by whole seconds, and the request needs time. */
const ASSERTION_SECONDS = 150
/** A token is not used in its last seconds: it has to arrive, too. */
const SPARE_MS = 10_000
const PATIENCE_MS = 15_000

export interface BackendTokenOptions {
  readonly http: PortalHttp
  readonly pause: Pause
  readonly time: ServerTime
  readonly newId: () => string
  readonly base: string
  readonly clientId: string
  readonly key: KeyPair
  /** In the place of the key's signature, where nobody looks at it: signing takes turns of its own length. */
  readonly sign?: (jwt: SignJWT) => Promise<string>
}

/** Signs in as a service (SMART Backend Services): a JWT of its own for each token, by the portal's clock. */
export class BackendToken {
  #kept: { readonly token: string; readonly untilMs: number } | null = null
  #asking: Promise<string> | null = null
  #address: string | null = null

  constructor(private readonly options: BackendTokenOptions) {}

  /** @throws PortalFault `client-refused`, `not-a-portal`, and what the network brings */
  async token(signal?: AbortSignal): Promise<string> {
    const nowMs = this.options.time.now().epochMilliseconds
    if (this.#kept && nowMs < this.#kept.untilMs) return this.#kept.token
    // Others wait for it, too, with more patience than the one who asks first.
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null
    })
    return await orStopped(this.#asking, signal)
  }

  /** It was refused: the next one is asked for anew. Another one that came meanwhile stays. */
  forget(token: string): void {
    if (this.#kept?.token === token) this.#kept = null
  }

  /** Where tokens are asked for, as the portal names it. */
  async address(signal?: AbortSignal): Promise<string> {
    this.#address ??= await this.#findAddress(signal)
    return this.#address
  }

  async #findAddress(signal?: AbortSignal): Promise<string> {
    const url = `${this.options.base}/fhir/.well-known/smart-configuration`
    const head = await this.#send({ method: 'GET', url, headers: { accept: 'application/json' }, signal })
    const text = await readBody(head, this.options)
    if (head.status >= 500 || head.status === 429)
      throw new PortalFault('unreachable', { detail: `status ${head.status}` })
    if (head.status !== 200) throw new PortalFault('not-a-portal')
    const { token_endpoint } = readAsPortal(text)
    // A key is shown to the server whose key was confirmed, and to no other.
    if (new URL(token_endpoint).origin !== new URL(url).origin) throw new PortalFault('not-a-portal')
    return token_endpoint
  }

  async #ask(): Promise<string> {
    const url = await this.address()
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      scope: PORTAL_SCOPE,
      client_assertion_type: CLIENT_ASSERTION_TYPE,
      client_assertion: await this.#assertion(url)
    }).toString()
    const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }
    const head = await this.#send({ method: 'POST', url, headers, body })
    const text = await readBody(head, this.options)
    if (head.status >= 500 || head.status === 429)
      throw new PortalFault('unreachable', { detail: `status ${head.status}` })
    if (head.status !== 200) throw new PortalFault('client-refused', { detail: reasonOf(text) })
    const { access_token, expires_in } = parseJson(TokenAnswer, text)
    const untilMs = this.options.time.now().epochMilliseconds + expires_in * 1_000 - SPARE_MS
    this.#kept = { token: access_token, untilMs }
    return access_token
  }

  async #assertion(audience: string): Promise<string> {
    const { clientId, key, time, newId } = this.options
    const { sign = async (jwt) => await jwt.sign(signingKey(key.privateKey)) } = this.options
    const now = Math.floor(time.now().epochMilliseconds / 1_000)
    const jwt = new SignJWT({})
      .setProtectedHeader({ alg: 'ES384', kid: key.keyId, typ: 'JWT' })
      .setIssuer(clientId)
      .setSubject(clientId)
      .setAudience(audience)
      .setIssuedAt(now)
      .setExpirationTime(now + ASSERTION_SECONDS)
      .setJti(newId())
    return await sign(jwt)
  }

  async #send(request: {
    method: 'GET' | 'POST'
    url: string
    headers: Record<string, string>
    body?: string
    signal?: AbortSignal | undefined
  }): Promise<PortalHead> {
    const { signal, ...rest } = request
    const head = await this.options.http({ ...rest, ...(signal ? { signal } : {}), timeoutMs: PATIENCE_MS })
    this.options.time.note(head.headers['date'])
    return head
  }
}

/** Waits for the work no longer than the signal lets it. The work goes on. @throws PortalFault `stopped` */
async function orStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return await work
  const over = new AbortController()
  const stopped = new Promise<never>((_resolve, reject) => {
    const stop = (): void => reject(new PortalFault('stopped'))
    if (signal.aborted) stop()
    else signal.addEventListener('abort', stop, { once: true, signal: over.signal })
  })
  try {
    return await Promise.race([work, stopped])
  } finally {
    over.abort('over')
  }
}

function readAsPortal(text: string): SmartConfiguration {
  try {
    return parseJson(SmartConfiguration, text)
  } catch (error) {
    throw new PortalFault('not-a-portal', { cause: error })
  }
}

/** The portal's own words, such as `invalid_client: unknown key`. */
function reasonOf(text: string): string {
  try {
    const { error, error_description } = parseJson(TokenRefusal, text)
    return [error, error_description].filter(Boolean).join(': ').slice(0, 200)
  } catch (error) {
    if (error instanceof PortalFault) return '–'
    throw error
  }
}
