import type { z } from 'zod'
import { PortalFault } from './faults'
import type { PortalHead, Pause } from './http'
import { LARGEST_ANSWER_BYTES } from './wire'

/** A body that does not end keeps nobody waiting. */
const BODY_MS = 60_000

/**
 * The whole body as text.
 * @throws PortalFault `too-large`, `timeout`, `unreachable` when it breaks off, `bad-answer` when it is no UTF-8
 */
export async function readBody(
  { body }: PortalHead,
  { pause, most = LARGEST_ANSWER_BYTES }: ReadOptions
): Promise<string> {
  const over = new AbortController()
  const late = pause(BODY_MS, over.signal).then(
    () => {
      throw new PortalFault('timeout')
    },
    () => new Promise<never>(() => undefined)
  )
  try {
    return await Promise.race([collect(body, most), late])
  } finally {
    // With a reason of its own no exception is made up, which takes longer than to read a short body.
    over.abort('read')
  }
}

export interface ReadOptions {
  readonly pause: Pause
  readonly most?: number
}

async function collect(body: AsyncIterable<Uint8Array>, most: number): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > most) throw new PortalFault('too-large')
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch (error) {
    throw new PortalFault('bad-answer', { cause: error, detail: 'not UTF-8' })
  }
}

/** @throws PortalFault `bad-answer` */
export function parseJson<T>(schema: z.ZodType<T>, text: string): T {
  try {
    return schema.parse(JSON.parse(text))
  } catch (error) {
    throw new PortalFault('bad-answer', { cause: error })
  }
}
