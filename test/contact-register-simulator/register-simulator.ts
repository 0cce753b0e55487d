import { generateKeyPairSync, randomUUID, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { jwtVerify } from 'jose'
import { z } from 'zod'

/** A person as the register answers; what is left out, it has not. */
export interface RegisteredPerson {
  readonly reservasjon?: 'JA' | 'NEI'
  readonly status?: 'AKTIV' | 'SLETTET' | 'IKKE_REGISTRERT'
  readonly varslingsstatus?: 'KAN_VARSLES' | 'KAN_IKKE_VARSLES'
  readonly kontaktinformasjon?: Readonly<Record<string, string>>
}

/** What goes wrong, until it is set otherwise. */
export interface RegisterManners {
  /** The token endpoint's or the register's own status instead of an answer. */
  signInStatus?: number
  lookUpStatus?: number
  /** The register answers this instead. */
  lookUpBody?: string
}

export interface RegisterSimulator {
  /** Both servers' base address. */
  readonly address: string
  readonly issuer: string
  readonly clientId: string
  readonly keyId: string
  /** PEM, PKCS #8: what the clinic signs with. */
  readonly privateKey: string
  /** The same key as JWK. */
  readonly privateJwk: string
  readonly people: Map<string, RegisteredPerson>
  readonly manners: RegisterManners
  /** The numbers of each look-up, in order. */
  readonly lookUps: string[][]
  /** How many tokens were given out. */
  signIns(): number
  close(): Promise<void>
}

const SCOPE = 'krr:global/kontaktinformasjon.read'
const CLIENT = 'a7c1f4d2-0000-4000-8000-000000000001'
const KEY_ID = 'skranke-test-key'
const MOST_SECONDS = 120
const TOKEN_SECONDS = 119
const LookUp = z.strictObject({
  personidentifikatorer: z
    .array(z.string().regex(/^\d{11}$/))
    .min(1)
    .max(1_000)
})

/**
 * Maskinporten and the contact and reservation register on this PC, as their published pages describe them
 * (docs.digdir.no: JWT grant, token endpoint, Oppslagstjenesten REST). `now` is the clock that grants are held against.
 */
export async function openRegisterSimulator({ now }: { now: () => Date }): Promise<RegisterSimulator> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const state = { tokens: new Set<string>(), grants: new Set<string>(), signIns: 0 }
  const people = new Map<string, RegisteredPerson>()
  const manners: RegisterManners = {}
  const lookUps: string[][] = []
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => send(response, 500, { error: String(error) }))
  })
  const address = await listen(server)
  const issuer = `${address}/`

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request)
    if (request.method === 'POST' && request.url === '/token') return await signIn(body, response)
    if (request.method === 'POST' && request.url === '/rest/v2/personer')
      return lookUp(request, body, response)
    send(response, 404, { error: 'not_found' })
  }

  async function signIn(body: string, response: ServerResponse): Promise<void> {
    if (manners.signInStatus) return send(response, manners.signInStatus, { error: 'server_error' })
    const form = new URLSearchParams(body)
    const refusal =
      form.get('grant_type') === 'urn:ietf:params:oauth:grant-type:jwt-bearer'
        ? await refusalOf(form.get('assertion') ?? '', { publicKey, issuer, grants: state.grants, now })
        : 'Unsupported grant type'
    if (refusal !== null) return send(response, 400, { error: 'invalid_grant', error_description: refusal })
    const token = randomUUID()
    state.tokens.add(token)
    state.signIns += 1
    send(response, 200, {
      access_token: token,
      token_type: 'Bearer',
      expires_in: TOKEN_SECONDS,
      scope: SCOPE
    })
  }

  function lookUp(request: IncomingMessage, body: string, response: ServerResponse): void {
    if (manners.lookUpStatus) return send(response, manners.lookUpStatus, { message: 'no' })
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (token === undefined || !state.tokens.has(token)) return send(response, 401, { message: 'no token' })
    const asked = LookUp.safeParse(JSON.parse(body))
    if (!asked.success) return send(response, 400, { message: asked.error.message })
    const numbers = asked.data.personidentifikatorer
    lookUps.push(numbers)
    if (manners.lookUpBody !== undefined) {
      response.writeHead(200, { 'content-type': 'application/json' }).end(manners.lookUpBody)
      return
    }
    const personer = numbers.map((personidentifikator) => ({
      personidentifikator,
      ...(people.get(personidentifikator) ?? { reservasjon: 'NEI', status: 'IKKE_REGISTRERT' })
    }))
    send(response, 200, { personer })
  }

  return {
    address,
    issuer,
    clientId: CLIENT,
    keyId: KEY_ID,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    privateJwk: JSON.stringify(privateKey.export({ format: 'jwk' })),
    people,
    manners,
    lookUps,
    signIns: () => state.signIns,
    close: async () => await close(server)
  }
}

/** Why Maskinporten would refuse a grant; null when it is as it must be. */
async function refusalOf(
  assertion: string,
  {
    publicKey,
    issuer,
    grants,
    now
  }: { publicKey: KeyObject; issuer: string; grants: Set<string>; now: () => Date }
): Promise<string | null> {
  try {
    const { payload, protectedHeader } = await jwtVerify(assertion, publicKey, {
      algorithms: ['RS256'],
      issuer: CLIENT,
      audience: issuer,
      currentDate: now(),
      requiredClaims: ['iat', 'exp', 'jti']
    })
    const { iat = 0, exp = 0, jti = '', scope, ...others } = payload
    const beyond = Object.keys(others).filter((claim) => claim !== 'aud' && claim !== 'iss')
    if (protectedHeader.kid !== KEY_ID) return 'Invalid assertion. Unknown kid'
    if (beyond.length > 0) return `Invalid assertion. Unknown claims ${beyond.join(', ')}`
    if (scope !== SCOPE) return 'Invalid scope'
    if (exp - iat > MOST_SECONDS) return 'Invalid assertion. Lifetime over 120 seconds'
    if (grants.has(jti)) return 'Invalid assertion. jti has been used'
    grants.add(jti)
    return null
  } catch (error) {
    return `Invalid assertion. Client authentication failed. ${String(error)}`
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('The simulator has no port.')
  return `http://127.0.0.1:${bound.port}`
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise<void>((resolve) => server.close(() => resolve()))
}
