import { existsSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { resolve } from 'node:path'
import { z } from 'zod'
import { CodedError } from '@contract/frames'
import { dataFolderPaths } from '../database/data-folder'
import { controlProof } from '../host/control-proof'
import type { ControlRequest } from '../host/control-socket'
import { findKey } from '../host/key-finding'
import { noKeychain } from '../host/keychain'
import { AppError } from '../platform/app-error'
import type { CommandLine } from './command-line'

const Challenge = z.object({ challenge: z.string() })
const Reply = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), output: z.unknown() }),
  z.object({ ok: z.literal(false), error: CodedError })
])

type Request = ControlRequest extends infer R ? (R extends { id: number } ? Omit<R, 'id'> : never) : never

/** Asks the core that holds the data folder. @returns null when none answers there */
export async function askRunningCore(
  line: CommandLine,
  request: Request
): Promise<{ output: unknown } | null> {
  return await askCoreOf(
    { dataFolder: resolve(line.required('data')), keyFile: line.text('key-file') },
    request
  )
}

/**
 * The same, without a command line.
 * @throws AppError what the core refuses with; `core-unavailable` where it has no clinic open
 */
export async function askCoreOf(
  { dataFolder, keyFile = null }: { readonly dataFolder: string; readonly keyFile?: string | null },
  request: Request
): Promise<{ output: unknown } | null> {
  const { socket: path } = dataFolderPaths(dataFolder)
  if (process.platform !== 'win32' && !existsSync(path)) return null
  const key = await findKey({ dataFolder, keychain: noKeychain, keyFile, recoveryKey: null })
  if (!key) return null
  const socket = await open(path)
  if (!socket) return null
  try {
    const lines = createInterface({ input: socket })[Symbol.asyncIterator]()
    const next = async (): Promise<unknown> => {
      const { value, done } = await lines.next()
      if (done) throw new AppError('core-unavailable')
      return JSON.parse(value)
    }
    const { challenge } = Challenge.parse(await next())
    socket.write(`${controlProof(key, challenge)}\n`)
    await next()
    socket.write(`${JSON.stringify({ ...request, id: 1 })}\n`)
    const reply = Reply.parse(await next())
    if (!reply.ok) throw new AppError(reply.error.code, reply.error.parameters)
    return { output: reply.output }
  } finally {
    socket.destroy()
  }
}

async function open(path: string): Promise<Socket | null> {
  return await new Promise((resolved) => {
    const socket = connect(path, () => resolved(socket))
    // One that comes later ends the lines, which is what is waited for then.
    socket.on('error', () => resolved(null))
  })
}
