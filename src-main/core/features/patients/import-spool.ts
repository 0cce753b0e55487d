import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { appendFile, open } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'

const CIPHER = 'aes-256-gcm'
const TAG_BYTES = 16
/** What is handed on at once: a few hundred rows, so that other calls are answered in between. */
const PIECE_BYTES = 65_536

/**
 * An uploaded patient list on its way into the database. It lies in the data folder encrypted with a key that exists
 * only in this process's memory, so that no patient stands in plain text on the disk, and a file that a crash leaves
 * behind can be read by nobody.
 */
export class ImportSpool {
  readonly #key = randomBytes(32)
  /** Bytes of each chunk as it was uploaded. */
  readonly #chunks: number[] = []
  #bytes = 0

  private constructor(private readonly file: string) {}

  static create(folder: string, name: string): ImportSpool {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, name)
    writeFileSync(file, '', { mode: 0o600, flag: 'wx' })
    return new ImportSpool(file)
  }

  get chunks(): number {
    return this.#chunks.length
  }

  get bytes(): number {
    return this.#bytes
  }

  async append(chunk: Buffer): Promise<void> {
    const cipher = createCipheriv(CIPHER, this.#key, nonce(this.#chunks.length))
    const sealed = Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()])
    await appendFile(this.file, sealed)
    this.#chunks.push(chunk.length)
    this.#bytes += chunk.length
  }

  /** The file from its beginning, in small pieces. */
  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    const handle = await open(this.file, 'r')
    try {
      for (const [index, length] of this.#chunks.entries()) {
        const sealed = Buffer.alloc(length + TAG_BYTES)
        await handle.read(sealed)
        yield* inPieces(this.#unseal(sealed, index))
      }
    } finally {
      await handle.close()
    }
  }

  remove(): void {
    rmSync(this.file, { force: true })
  }

  #unseal(sealed: Buffer, index: number): Buffer {
    const length = sealed.length - TAG_BYTES
    const decipher = createDecipheriv(CIPHER, this.#key, nonce(index))
    decipher.setAuthTag(sealed.subarray(length))
    return Buffer.concat([decipher.update(sealed.subarray(0, length)), decipher.final()])
  }
}

async function* inPieces(bytes: Buffer): AsyncGenerator<Uint8Array, void, undefined> {
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    yield bytes.subarray(start, start + PIECE_BYTES)
    await setImmediate()
  }
}

/** Each chunk has its own number, and each spool its own key, so no nonce is used twice. */
function nonce(chunk: number): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeUInt32BE(chunk, 8)
  return bytes
}
