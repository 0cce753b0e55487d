import { createPrivateKey, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../platform/app-error'

const Jwk = z.looseObject({ kty: z.literal('RSA'), n: z.string(), e: z.string(), d: z.string() })

/**
 * Reads a private RSA key.
 * @throws AppError `register-key-unreadable`
 */
export function readPrivateKey(text: string): KeyObject {
  try {
    const key = text.trimStart().startsWith('{')
      ? createPrivateKey({ key: Jwk.parse(JSON.parse(text)), format: 'jwk' })
      : createPrivateKey(text)
    if (key.asymmetricKeyType === 'rsa') return key
  } catch (error) {
    throw new AppError('register-key-unreadable', {}, { cause: error })
  }
  throw new AppError('register-key-unreadable')
}
