import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { appendFile, open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../platform/app-error'

const CIPHER = 'aes-256-gcm'
const TAG_BYTES = 16
const LENGTH_BYTES = 4
/** What is handed on at once: a few hundred rows, so that other calls are answered in between. */
const PIECE_BYTES = 65_536

/** What opens a spool again: kept in the encrypted database while a run is on its way. */
export interface SpoolSeal {
  readonly key: Buffer
  readonly chunks: number
  readonly bytes: number
}

/**
 * An uploaded patient list on its way into the database. It lies in the data folder encrypted with a key of its own, so
 * that no patient stands in plain text on the disk. The key is in this process's memory, and while a run is on its
 * way also in the encrypted database: what any other crash leaves behind can be read by nobody.
 */
export class ImportSpool {
  private constructor(
    private readonly file: string,
    private seal: SpoolSeal
  ) {}

  static create(folder: string, name: string): ImportSpool {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const file = join(folder, name)
    writeFileSync(file, '', { mode: 0o600, flag: 'wx' })
    return new ImportSpool(file, { key: randomBytes(32), chunks: 0, bytes: 0 })
  }

  /** Null: the file is gone. */
  static reopen(folder: string, name: string, seal: SpoolSeal): ImportSpool | null {
    const file = join(folder, name)
    return existsSync(file) ? new ImportSpool(file, seal) : null
  }

  get chunks(): number {
    return this.seal.chunks
  }

  get bytes(): number {
    return this.seal.bytes
  }

  async append(chunk: Buffer): Promise<void> {
    const { key, chunks, bytes } = this.seal
    const cipher = createCipheriv(CIPHER, key, nonce(chunks))
    const sealed = Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()])
    const length = Buffer.alloc(LENGTH_BYTES)
    length.writeUInt32BE(sealed.length)
    await appendFile(this.file, Buffer.concat([length, sealed]))
    this.seal = { key, chunks: chunks + 1, bytes: bytes + chunk.length }
  }

  /** Puts the whole file on the disk. @returns what opens it again */
  async keep(): Promise<SpoolSeal> {
    const handle = await open(this.file, 'r+')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
    return this.seal
  }

  /**
   * The file from its beginning, in small pieces.
   * @throws AppError `file-incomplete` when it is no longer whole
   */
  async *read(): AsyncGenerator<Uint8Array, void, undefined> {
    const handle = await open(this.file, 'r')
    try {
      for (let index = 0; index < this.seal.chunks; index += 1) {
        const length = (await take(handle, LENGTH_BYTES)).readUInt32BE()
        yield* inPieces(this.#unseal(await take(handle, length), index))
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
    const decipher = createDecipheriv(CIPHER, this.seal.key, nonce(index))
    decipher.setAuthTag(sealed.subarray(length))
    return Buffer.concat([decipher.update(sealed.subarray(0, length)), decipher.final()])
  }
}

async function take(handle: FileHandle, bytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes)
  const { bytesRead } = await handle.read(buffer)
  if (bytesRead < bytes) throw new AppError('file-incomplete')
  return buffer
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
