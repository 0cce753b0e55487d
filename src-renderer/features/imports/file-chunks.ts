import { IMPORT_CHUNK_CHARACTERS } from '@contract/choices'

/** Three bytes become four characters of base64. */
export const CHUNK_BYTES = (IMPORT_CHUNK_CHARACTERS / 4 - 1) * 3

/** The file piece by piece as base64, one in memory at a time. An empty file has no pieces. */
export async function* fileChunks(file: Blob, chunkBytes = CHUNK_BYTES): AsyncGenerator<string> {
  for (let start = 0; start < file.size; start += chunkBytes) {
    const bytes = new Uint8Array(await file.slice(start, start + chunkBytes).arrayBuffer())
    yield base64(bytes)
  }
}

/** A function call takes only so many arguments. */
const ARGUMENTS = 8192

function base64(bytes: Uint8Array): string {
  let binary = ''
  for (let start = 0; start < bytes.length; start += ARGUMENTS) {
    binary += String.fromCharCode(...bytes.subarray(start, start + ARGUMENTS))
  }
  return btoa(binary)
}
