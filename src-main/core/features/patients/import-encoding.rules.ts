import type { ImportPreview } from '@contract/imports'

export type ImportEncoding = ImportPreview['encoding']

export type EncodingFinding =
  { ok: true; encoding: ImportEncoding } | { ok: false; code: 'file-empty' | 'file-not-text' }

type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** So many sound letters for each broken one make a UTF-8 file with a damaged row, not a Latin-1 file. */
const SOUND_PER_BROKEN = 10

/** Windows-1252 where it differs from Latin-1; Node's own decoder has confused the two in some versions. */
const WINDOWS_1252 =
  '\u20AC\x81\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\x8D\u017D\x8F' +
  '\x90\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\x9D\u017E\u0178'

/**
 * Reads the whole file once, in bounded memory, and says how it is written: UTF-8 with or without a mark, else
 * Windows-1252, of which Latin-1 text is a part. The end decides as much as the beginning, so it cannot be
 * told from the first chunk. A file with NUL bytes (a spreadsheet, UTF-16) is no text.
 */
export async function findEncoding(bytes: Bytes): Promise<EncodingFinding> {
  const decoder = new TextDecoder('utf-8')
  let sound = 0
  let broken = 0
  let hasContent = false
  const count = (text: string) => {
    hasContent ||= text.trim() !== ''
    broken += text.match(/\uFFFD/g)?.length ?? 0
    sound += text.match(/[^\p{ASCII}\uFFFD]/gu)?.length ?? 0
  }
  for await (const chunk of bytes) {
    if (chunk.includes(0)) return { ok: false, code: 'file-not-text' }
    count(decoder.decode(chunk, { stream: true }))
  }
  count(decoder.decode())
  if (!hasContent) return { ok: false, code: 'file-empty' }
  const isUtf8 = broken === 0 || sound > broken * SOUND_PER_BROKEN
  return { ok: true, encoding: isUtf8 ? 'utf-8' : 'windows-1252' }
}

/** The text of the file, chunk by chunk, without a byte order mark. A broken UTF-8 letter becomes U+FFFD. */
export async function* decodeText(
  bytes: Bytes,
  encoding: ImportEncoding
): AsyncGenerator<string, void, undefined> {
  if (encoding === 'windows-1252') {
    for await (const chunk of bytes) yield decodeWindows1252(chunk)
    return
  }
  const decoder = new TextDecoder('utf-8')
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}

function decodeWindows1252(chunk: Uint8Array): string {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    .toString('latin1')
    .replace(/[\u0080-\u009F]/g, (sign) => WINDOWS_1252[sign.charCodeAt(0) - 0x80] ?? sign)
}
