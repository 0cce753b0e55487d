import { randomBytes, timingSafeEqual } from 'node:crypto'
import { chmodSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { z } from 'zod'
import { dataFolderPaths } from '../database/data-folder'
import { describeError, type Log } from '../platform/log'
import { toCodedError } from '../rpc/dispatcher'
import { Session } from '../rpc/session'
import { OperatorSms } from '../features/messaging'
import { verifyData } from './verify'
import { writeBackup } from '../database/backup-file'
import { controlProof } from './control-proof'
import type { Host } from './host'

const PROOF_WITHIN_MS = 5_000
const MOST_CHARACTERS_OF_PROOF = 200
/** Some ten thousand texts to send, in one request. */
const MOST_CHARACTERS = 32_000_000

/** What a maintenance command may ask of the core that holds the data folder. */
export const ControlRequest = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('call'), id: z.int(), method: z.string(), input: z.unknown() }),
  z.strictObject({ kind: z.literal('send-sms'), id: z.int(), messages: z.array(OperatorSms) }),
  z.strictObject({ kind: z.literal('backup'), id: z.int(), file: z.string() }),
  z.strictObject({ kind: z.literal('verify'), id: z.int() })
])
export type ControlRequest = z.infer<typeof ControlRequest>

export interface ControlSocket {
  close(): Promise<void>
}

/**
 * Listens beside the data for commands on the same PC. Who holds the database key may speak: the socket sends a
 * challenge, and the command answers with its HMAC; the key itself never travels.
 */
export async function startControlSocket(host: Host, log: Log): Promise<ControlSocket | null> {
  const { socket: path } = dataFolderPaths(host.options.dataFolder)
  if (host.phase.name === 'failed') return null
  if (process.platform !== 'win32') rmSync(path, { force: true })
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', (error) => log.warn('control-socket', describeError(error)))
    serve(host, socket, log)
  })
  const isListening = await listen(server, path, log)
  if (!isListening) return null
  return {
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    }
  }
}

async function listen(server: Server, path: string, log: Log): Promise<boolean> {
  return await new Promise((resolve) => {
    server.once('error', (error) => {
      log.warn('control-socket-unavailable', describeError(error))
      resolve(false)
    })
    server.listen(path, () => {
      if (process.platform !== 'win32') chmodSync(path, 0o600)
      resolve(true)
    })
  })
}

function serve(host: Host, socket: Socket, log: Log): void {
  const challenge = randomBytes(32).toString('base64')
  const send = (message: unknown): void => {
    socket.write(`${JSON.stringify(message)}\n`)
  }
  const connection = host.connect(() => undefined, new Session(true))
  // Who does not prove in time that they hold the key is shown the door.
  const patience = setTimeout(() => socket.destroy(), PROOF_WITHIN_MS)
  socket.on('close', () => {
    clearTimeout(patience)
    connection.close()
  })
  let isProved = false
  send({ challenge })
  readLines(socket, {
    mostCharacters: () => (isProved ? MOST_CHARACTERS : MOST_CHARACTERS_OF_PROOF),
    onLine(line) {
      if (isProved) {
        void answer(host, line, log, connection.session).then(send)
        return
      }
      isProved = isProof(host, challenge, line)
      clearTimeout(patience)
      if (isProved) send({ ok: true })
      else socket.destroy()
    }
  })
}

/** Lines of bounded length: a longer one ends the connection, so that nobody can fill the memory. */
function readLines(
  socket: Socket,
  { mostCharacters, onLine }: { mostCharacters: () => number; onLine: (line: string) => void }
): void {
  let rest = ''
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) if (!socket.destroyed) onLine(line)
    if (rest.length > mostCharacters()) socket.destroy()
  })
}

function isProof(host: Host, challenge: string, line: string): boolean {
  if (host.phase.name !== 'open') return false
  const expected = Buffer.from(controlProof(host.phase.key, challenge))
  const found = Buffer.from(line.trim())
  return expected.length === found.length && timingSafeEqual(expected, found)
}

async function answer(
  host: Host,
  line: string,
  log: Log,
  session: Parameters<Host['dispatcher']['call']>[2]
): Promise<unknown> {
  const parsed = ControlRequest.safeParse(parseLine(line))
  if (!parsed.success)
    return { id: -1, ok: false, error: { code: 'invalid-input', parameters: { field: 'frame' } } }
  const request = parsed.data
  try {
    return { id: request.id, ok: true, output: await perform(host, request, session) }
  } catch (error) {
    return { id: request.id, ok: false, error: toCodedError(error, request.kind, log) }
  }
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    // No JSON is no request, and answered as such.
    return null
  }
}

async function perform(
  host: Host,
  request: ControlRequest,
  session: Parameters<Host['dispatcher']['call']>[2]
): Promise<unknown> {
  if (request.kind === 'call') return await host.dispatcher.call(request.method, request.input, session)
  if (request.kind === 'send-sms') return await host.core.sendOperatorSms(request.messages)
  if (request.kind === 'verify') return await verifyData(host.core)
  writeBackup(host.core.database, host.options.dataFolder, request.file)
  return { file: request.file }
}
