import { randomUUID } from 'node:crypto'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { z } from 'zod'
import { CLIENT_ASSERTION_TYPE, PORTAL_SCOPE, TokenAnswer } from '../../src-main/core/portal/wire'
import type { Portal } from './start-portal'

const ASSERTION_MS = 60_000
const Bundle = z.looseObject({
  link: z.array(z.object({ relation: z.string(), url: z.string() })).default([]),
  entry: z.array(z.looseObject({ resource: z.looseObject({ id: z.string() }) })).default([])
})

export type Keys = Awaited<ReturnType<typeof generateKeyPair>>

/** A clinic that the portal knows, with as little between it and the wire as can be: for the portal's own tests. */
export class KnownClinic {
  readonly clientId = 'clinic-1'
  #token = ''

  private constructor(
    readonly portal: Portal,
    readonly keys: Keys
  ) {}

  static async at(portal: Portal): Promise<KnownClinic> {
    const keys = await generateKeyPair('ES384')
    const clinic = new KnownClinic(portal, keys)
    const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'key-1', alg: 'ES384', use: 'sig' }
    portal.tokens.register({ clientId: clinic.clientId, jwks: { keys: [jwk] } })
    await clinic.signIn()
    return clinic
  }

  async assertion(changes: { jti?: string; lifeMs?: number; audience?: string } = {}): Promise<string> {
    const now = this.portal.time.nowMs()
    return await new SignJWT()
      .setProtectedHeader({ alg: 'ES384', kid: 'key-1', typ: 'JWT' })
      .setIssuer(this.clientId)
      .setSubject(this.clientId)
      .setAudience(changes.audience ?? `${this.portal.url}/token`)
      .setIssuedAt(Math.floor(now / 1_000))
      .setExpirationTime(Math.floor((now + (changes.lifeMs ?? ASSERTION_MS)) / 1_000))
      .setJti(changes.jti ?? randomUUID())
      .sign(this.keys.privateKey)
  }

  async askToken(assertion: string): Promise<Response> {
    return await fetch(`${this.portal.url}/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        scope: PORTAL_SCOPE,
        client_assertion_type: CLIENT_ASSERTION_TYPE,
        client_assertion: assertion
      })
    })
  }

  async signIn(): Promise<void> {
    const answer = await this.askToken(await this.assertion())
    this.#token = TokenAnswer.parse(await answer.json()).access_token
  }

  /** A request with the token; `path` begins with `/`, or is a whole address. */
  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return await fetch(path.startsWith('/') ? `${this.portal.url}${path}` : path, {
      method,
      redirect: 'manual',
      headers: {
        authorization: `Bearer ${this.#token}`,
        'content-type': 'application/fhir+json',
        ...headers
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
  }

  /** @returns status, and the body where there is one */
  async json(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const answer = await this.ask(method, path, body, headers)
    const text = await answer.text()
    return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) }
  }

  /** All pages of a search. */
  async *pages(path: string): AsyncGenerator<z.infer<typeof Bundle>> {
    let next: string | undefined = path
    while (next !== undefined) {
      const bundle: z.infer<typeof Bundle> = Bundle.parse((await this.json('GET', next)).body)
      yield bundle
      next = bundle.link.find(({ relation }) => relation === 'next')?.url
    }
  }
}
