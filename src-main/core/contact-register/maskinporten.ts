import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { z } from 'zod'
import { AppError } from '../platform/app-error'
import type { Clock } from '../platform/clock'
import { readPrivateKey } from './private-key'
import type { RegisterConfig } from './register-config'
import { ask, readAnswer } from './request'

const SCOPE = 'krr:global/kontaktinformasjon.read'
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
/** The most that Maskinporten takes. */
const GRANT_SECONDS = 120
/** A token is not used in its last seconds: it has to arrive, too. */
const SPARE_SECONDS = 10

const Token = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })

interface Kept {
  readonly config: RegisterConfig
  readonly token: string
  readonly untilMs: number
}

/** Signs in at Maskinporten with the clinic's own key (RFC 7523, JWT grant) and keeps the token while it is good. */
export class Maskinporten {
  #kept: Kept | null = null

  constructor(private readonly clock: Clock) {}

  /**
   * A token for the register.
   * @throws AppError `register-key-unreadable`, `register-unreachable` {host}, `register-sign-in-refused` {reason},
   * `register-answer-unexpected` {host}
   */
  async token(config: RegisterConfig): Promise<string> {
    const nowMs = this.clock.now().epochMilliseconds
    if (this.#kept?.config === config && nowMs < this.#kept.untilMs) return this.#kept.token
    const { access_token, expires_in } = await this.#signIn(config)
    const untilMs = nowMs + (expires_in - SPARE_SECONDS) * 1_000
    this.#kept = { config, token: access_token, untilMs }
    return access_token
  }

  /** The token was refused: the next one is asked for anew. */
  forget(): void {
    this.#kept = null
  }

  async #signIn(config: RegisterConfig): Promise<z.infer<typeof Token>> {
    const address = new URL('token', config.issuer).href
    const assertion = await this.#grant(config)
    const answer = await ask(address, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: GRANT, assertion })
    })
    if (answer.status === 200) return readAnswer(Token, answer, address)
    if (answer.status >= 500) throw new AppError('register-unreachable', { host: new URL(address).host })
    throw new AppError('register-sign-in-refused', { reason: reasonOf(answer.body) })
  }

  /** Maskinporten refuses a grant with any claim beyond these. */
  async #grant({ issuer, clientId, keyId, privateKey }: RegisterConfig): Promise<string> {
    const now = Math.floor(this.clock.now().epochMilliseconds / 1_000)
    return await new SignJWT({ scope: SCOPE })
      .setProtectedHeader({ alg: 'RS256', kid: keyId })
      .setAudience(issuer)
      .setIssuer(clientId)
      .setIssuedAt(now)
      .setExpirationTime(now + GRANT_SECONDS)
      .setJti(randomUUID())
      .sign(readPrivateKey(privateKey))
  }
}

const Refusal = z.object({ error: z.string(), error_description: z.string().optional() })
const LONGEST_REASON = 200

/** Maskinporten's own words, such as `invalid_grant: Invalid assertion. …`; nothing when there are none. */
function reasonOf(body: string): string {
  try {
    const { error, error_description } = Refusal.parse(JSON.parse(body))
    return [error, error_description].filter(Boolean).join(': ').slice(0, LONGEST_REASON)
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return '–'
    throw error
  }
}
