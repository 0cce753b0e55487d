import type { z } from 'zod'
import { AppError } from '../platform/app-error'

/** A message waits for the answer, and a code behind it. */
const PATIENCE_MS = 3_000
/** A thousand persons take a quarter of it. */
const LARGEST_ANSWER_BYTES = 2_000_000

export interface Answer {
  readonly status: number
  readonly body: string
}

/**
 * Asks a server and reads its whole answer. It follows no redirection: what is sent is meant for this server alone.
 * @throws AppError `register-unreachable` {host}
 */
export async function ask(address: string, request: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(address, {
      ...request,
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS)
    })
    return { status: response.status, body: await readText(response) }
  } catch (error) {
    throw new AppError('register-unreachable', { host: new URL(address).host }, { cause: error })
  }
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength
    if (bytes > LARGEST_ANSWER_BYTES) throw new Error('The answer is too long.')
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** @throws AppError `register-answer-unexpected` {host} */
export function readAnswer<T>(schema: z.ZodType<T>, { body }: Answer, address: string): T {
  const unexpected = (cause: unknown) =>
    new AppError('register-answer-unexpected', { host: new URL(address).host }, { cause })
  try {
    return schema.parse(JSON.parse(body))
  } catch (error) {
    throw unexpected(error)
  }
}
