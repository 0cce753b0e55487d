import { createHmac } from 'node:crypto'
import { deriveKey } from '../database/key-envelope'

/** The proof that a command holds the key: the answer to the challenge of the core that holds the data folder. */
export function controlProof(key: Buffer, challenge: string): string {
  return createHmac('sha256', deriveKey(key, 'control socket')).update(challenge).digest('base64')
}
