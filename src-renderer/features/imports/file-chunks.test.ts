import { describe, expect, it } from 'vitest'
import { IMPORT_CHUNK_CHARACTERS } from '@contract/choices'
import { CHUNK_BYTES, fileChunks } from './file-chunks'

async function pieces(file: Blob, chunkBytes?: number): Promise<string[]> {
  const found: string[] = []
  for await (const piece of fileChunks(file, chunkBytes)) found.push(piece)
  return found
}

describe('a file on its way to the core', () => {
  it('arrives whole, every byte as it was', async () => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, index) => (index * 31) % 256)
    const sent = await pieces(new Blob([bytes]), 9_999)
    expect(sent).toHaveLength(11)
    expect(Buffer.concat(sent.map((piece) => Buffer.from(piece, 'base64')))).toEqual(Buffer.from(bytes))
  })

  it('has no pieces when it is empty', async () => {
    expect(await pieces(new Blob([]))).toEqual([])
  })

  it('keeps each piece within what the contract allows', async () => {
    const [piece = ''] = await pieces(new Blob([new Uint8Array(CHUNK_BYTES + 1)]))
    expect(piece.length).toBeLessThanOrEqual(IMPORT_CHUNK_CHARACTERS)
    expect(piece.endsWith('=')).toBe(false)
  })
})
