import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  randomBytes,
  randomUUID,
  timingSafeEqual
} from 'node:crypto'
import { z } from 'zod'
import { AppError } from '../platform/app-error'
import { parseRecoveryKey, RECOVERY_KEY_BYTES } from './recovery-key'

export const DATABASE_KEY_BYTES = 32

/**
 * What lies beside the data and opens it for those who may: the database key wrapped by the OS keychain and by the
 * printed recovery key, and a value that tells a wrong key from damaged data. It holds no key in plain.
 */
export const KeyEnvelope = z.strictObject({
  version: z.literal(1),
  databaseId: z.uuid(),
  keyCheck: z.string(),
  recovery: z.strictObject({ nonce: z.string(), wrapped: z.string(), tag: z.string() }),
  keychain: z.strictObject({ backend: z.string(), wrapped: z.string() }).nullable()
})
export type KeyEnvelope = z.infer<typeof KeyEnvelope>

export interface NewKey {
  readonly key: Buffer
  readonly recoverySecret: Buffer
}

export function makeKey(): NewKey {
  return { key: randomBytes(DATABASE_KEY_BYTES), recoverySecret: randomBytes(RECOVERY_KEY_BYTES) }
}

export function sealKey({ key, recoverySecret }: NewKey): KeyEnvelope {
  const databaseId = randomUUID()
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', recoveryWrappingKey(recoverySecret, databaseId), nonce)
  const wrapped = Buffer.concat([cipher.update(key), cipher.final()])
  return {
    version: 1,
    databaseId,
    keyCheck: keyCheck(key, databaseId),
    recovery: {
      nonce: nonce.toString('base64'),
      wrapped: wrapped.toString('base64'),
      tag: cipher.getAuthTag().toString('base64')
    },
    keychain: null
  }
}

/** @throws AppError `recovery-key-wrong` for a well-formed key of another clinic, or what `parseRecoveryKey` throws. */
export function openWithRecoveryKey(envelope: KeyEnvelope, typed: string): Buffer {
  const wrappingKey = recoveryWrappingKey(parseRecoveryKey(typed), envelope.databaseId)
  const decipher = createDecipheriv(
    'aes-256-gcm',
    wrappingKey,
    Buffer.from(envelope.recovery.nonce, 'base64')
  )
  decipher.setAuthTag(Buffer.from(envelope.recovery.tag, 'base64'))
  try {
    return Buffer.concat([
      decipher.update(Buffer.from(envelope.recovery.wrapped, 'base64')),
      decipher.final()
    ])
  } catch (cause) {
    throw new AppError('recovery-key-wrong', {}, { cause })
  }
}

/** Tells a wrong key before the data is touched. */
export function isKeyOf(envelope: KeyEnvelope, key: Buffer): boolean {
  const expected = Buffer.from(envelope.keyCheck, 'base64')
  const found = Buffer.from(keyCheck(key, envelope.databaseId), 'base64')
  return expected.length === found.length && timingSafeEqual(expected, found)
}

/** A key for another use, derived so that it tells nothing of the database key. */
export function deriveKey(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `skranke ${purpose}`, 32))
}

function keyCheck(key: Buffer, databaseId: string): string {
  return createHmac('sha256', deriveKey(key, 'key check')).update(databaseId).digest('base64')
}

function recoveryWrappingKey(recoverySecret: Buffer, databaseId: string): Buffer {
  return Buffer.from(hkdfSync('sha256', recoverySecret, databaseId, 'skranke recovery', 32))
}
