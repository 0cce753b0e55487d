import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scrypt
)

/** OWASP's floor for scrypt; about 60 ms and 32 MB on a reception PC. */
const COST = { N: 32_768, r: 8, p: 1, maxmem: 64 * 1024 * 1024 }
const HASH_BYTES = 32

/** `scrypt$<salt>$<hash>`, base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password.normalize('NFC'), salt, HASH_BYTES, COST)
  return `scrypt$${salt.toString('base64')}$${hash.toString('base64')}`
}

export async function isPassword(stored: string, password: string): Promise<boolean> {
  const [scheme, salt, hash] = stored.split('$')
  if (scheme !== 'scrypt' || salt === undefined || hash === undefined) return false
  const expected = Buffer.from(hash, 'base64')
  const found = await derive(password.normalize('NFC'), Buffer.from(salt, 'base64'), expected.length, COST)
  return timingSafeEqual(expected, found)
}
