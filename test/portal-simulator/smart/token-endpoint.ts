import { randomUUID } from 'node:crypto'
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose'
import {
  CLIENT_ASSERTION_TYPE,
  MOST_ASSERTION_SECONDS,
  PORTAL_SCOPE
} from '../../../src-main/core/portal/wire'
import type { Answer, Call } from '../call'
import type { PortalTime } from '../portal-time'

/** The clocks may differ by as much. */
const TOLERANCE_SECONDS = 5

/** A clinic that may ask: its id, and the public keys it signs with. */
export interface RegisteredClient {
  readonly clientId: string
  readonly jwks: JSONWebKeySet
}

/** SMART Backend Services: tokens against assertions that the clinic signs with its key. */
export class TokenEndpoint {
  /** How long a token is good. */
  tokenSeconds = 300
  readonly #time: PortalTime
  readonly #clients = new Map<string, RegisteredClient>()
  /** Token → end, milliseconds. */
  readonly #tokens = new Map<string, number>()
  /** The assertions that have been used → when each is over anyhow. */
  readonly #used = new Map<string, number>()

  constructor(time: PortalTime) {
    this.#time = time
  }

  register(client: RegisteredClient): void {
    this.#clients.set(client.clientId, client)
  }

  unregister(clientId: string): void {
    this.#clients.delete(clientId)
    this.#tokens.clear()
  }

  /** Every token that is out is refused from now on. */
  revokeAll(): void {
    this.#tokens.clear()
  }

  /** How many tokens are good now. */
  live(): number {
    const now = this.#time.nowMs()
    return [...this.#tokens.values()].filter((end) => end > now).length
  }

  isGood(authorization: string | undefined): boolean {
    const token = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1]
    return token !== undefined && (this.#tokens.get(token) ?? 0) > this.#time.nowMs()
  }

  async answer(call: Call): Promise<Answer> {
    const form = new URLSearchParams(call.body)
    if (form.get('grant_type') !== 'client_credentials') return refused(400, 'unsupported_grant_type')
    if (form.get('scope') !== PORTAL_SCOPE) return refused(400, 'invalid_scope')
    if (form.get('client_assertion_type') !== CLIENT_ASSERTION_TYPE)
      return refused(400, 'invalid_request', 'client_assertion_type')
    const reason = await this.#reasonAgainst(form.get('client_assertion') ?? '', `${call.origin}/token`)
    if (reason !== null) return refused(401, 'invalid_client', reason)
    const token = randomUUID()
    this.#tokens.set(token, this.#time.nowMs() + this.tokenSeconds * 1_000)
    const body = {
      access_token: token,
      token_type: 'bearer',
      expires_in: this.tokenSeconds,
      scope: PORTAL_SCOPE
    }
    return { status: 200, headers: { 'cache-control': 'no-store' }, body }
  }

  /** Why an assertion is not taken; null when it is, and it is then used. */
  async #reasonAgainst(assertion: string, audience: string): Promise<string | null> {
    const client = this.#clients.get(claimedIssuer(assertion))
    if (!client) return 'unknown client'
    try {
      const { payload } = await jwtVerify(assertion, createLocalJWKSet(client.jwks), {
        algorithms: ['ES384'],
        issuer: client.clientId,
        subject: client.clientId,
        audience,
        currentDate: this.#time.now(),
        clockTolerance: TOLERANCE_SECONDS,
        requiredClaims: ['exp', 'jti']
      })
      return this.#reasonAgainstClaims(payload.exp ?? 0, payload.jti ?? '')
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }

  #reasonAgainstClaims(exp: number, jti: string): string | null {
    const now = this.#time.nowMs()
    for (const [id, end] of this.#used) if (end < now) this.#used.delete(id)
    if (exp * 1_000 > now + (MOST_ASSERTION_SECONDS + TOLERANCE_SECONDS) * 1_000)
      return 'exp is too far ahead'
    if (this.#used.has(jti)) return 'jti was used before'
    this.#used.set(jti, exp * 1_000 + TOLERANCE_SECONDS * 1_000)
    return null
  }
}

function refused(status: number, error: string, description?: string): Answer {
  return {
    status,
    headers: { 'cache-control': 'no-store' },
    body: { error, ...(description === undefined ? {} : { error_description: description }) }
  }
}

/** Who the assertion says it is from; what it says is not believed before it is verified. */
function claimedIssuer(assertion: string): string {
  try {
    const claims: unknown = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString())
    if (typeof claims !== 'object' || claims === null || !('iss' in claims)) return ''
    return typeof claims.iss === 'string' ? claims.iss : ''
  } catch (error) {
    if (error instanceof SyntaxError) return ''
    throw error
  }
}
