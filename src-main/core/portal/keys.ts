import { createHash, createPrivateKey, generateKeyPairSync, type JsonWebKey } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../platform/app-error'

/** A private key of P-384, as ES384 signs with (RFC 7518 § 3.4), as JWK. */
const PrivateJwk = z.looseObject({
  kty: z.literal('EC'),
  crv: z.literal('P-384'),
  x: z.string(),
  y: z.string(),
  d: z.string()
})

export interface PublicJwk {
  readonly kty: 'EC'
  readonly crv: 'P-384'
  readonly x: string
  readonly y: string
  readonly kid: string
  readonly alg: 'ES384'
  readonly use: 'sig'
}

export interface KeyPair {
  /** JSON of the private JWK. */
  readonly privateKey: string
  readonly keyId: string
}

export function makeKeyPair(): KeyPair {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  const jwk = PrivateJwk.parse(privateKey.export({ format: 'jwk' }))
  return { privateKey: JSON.stringify(jwk), keyId: thumbprint(jwk) }
}

/** What the portal is given: the public half alone. */
export function publicKeySet({ privateKey, keyId }: KeyPair): { readonly keys: readonly PublicJwk[] } {
  const { kty, crv, x, y } = PrivateJwk.parse(JSON.parse(privateKey))
  return { keys: [{ kty, crv, x, y, kid: keyId, alg: 'ES384', use: 'sig' }] }
}

/** @throws AppError `portal-key-missing` where there is none that can sign */
export function signingKey(privateKey: string) {
  try {
    const key: JsonWebKey = PrivateJwk.parse(JSON.parse(privateKey))
    return createPrivateKey({ key, format: 'jwk' })
  } catch (error) {
    throw new AppError('portal-key-missing', {}, { cause: error })
  }
}

/** RFC 7638. */
function thumbprint({ crv, kty, x, y }: z.infer<typeof PrivateJwk>): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
}
