import { createServer, type Server } from 'node:https'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { COMMON_HEADERS, contentSecurityPolicy } from '@contract/page-policy'
import sirv from 'sirv'
import { AppError } from '../platform/app-error'
import { describeError, type Log } from '../platform/log'
import type { Certificate } from './certificate'
import { isScreenPath } from './addresses.rules'

const HEADERS_WITHIN_MS = 10_000
const REQUEST_WITHIN_MS = 20_000
const MOST_CONNECTIONS = 400
/** Files with a hash in their name never change; nothing of a patient is in any of them. */
const HASHED = /\/assets\/.+-[\w-]{8,}\.\w+$/

export interface DoorOptions {
  /** What it is bound to. */
  readonly address: string
  /** 0: any free one, for tests. */
  readonly port: number
  /** What browsers may call it by. */
  readonly names: readonly string[]
  readonly certificate: Certificate
  /** The built pages. */
  readonly pagesFolder: string
  readonly log: Log
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

/** The open door to the other PCs. */
export interface Door {
  readonly address: string
  readonly port: number
  /** Whether a request names this PC as it is called, which a page of somebody else's that was led here does not. */
  isAddressedTo(request: IncomingMessage): boolean
  renew(certificate: Certificate): void
  close(): Promise<void>
}

/**
 * Serves the pages over TLS, and hands WebSockets on.
 * @throws AppError `lan-port-taken`, `lan-port-refused`, `lan-address-gone`, `lan-failed`
 */
export async function openDoor(options: DoorOptions): Promise<Door> {
  const { certificate, pagesFolder, onUpgrade, log } = options
  const server = createServer({
    ...tlsOf(certificate),
    minVersion: 'TLSv1.2',
    headersTimeout: HEADERS_WITHIN_MS,
    requestTimeout: REQUEST_WITHIN_MS,
    maxHeaderSize: 8_192
  })
  server.maxConnections = MOST_CONNECTIONS
  const sockets = new Set<Duplex>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await listening(server, options)
  const bound = server.address()
  const port = typeof bound === 'object' && bound !== null ? bound.port : options.port
  const hosts = new Set(options.names.map((name) => `${name}:${port}`))
  const isAddressedTo = ({ headers }: IncomingMessage): boolean =>
    hosts.has((headers.host ?? '').toLowerCase())
  const answer = pagesOf(pagesFolder, isAddressedTo)
  server.on('request', answer)
  server.on('upgrade', onUpgrade)
  server.on('error', (error) => log.warn('lan-server', describeError(error)))
  // Port scanners and browsers that do not trust the certificate yet; nothing to be done about them.
  server.on('tlsClientError', (_error, socket) => socket.destroy())
  server.on('clientError', (_error, socket) => socket.destroy())
  return {
    address: options.address,
    port,
    isAddressedTo,
    renew: (fresh) => server.setSecureContext(tlsOf(fresh)),
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // Those that became WebSockets or have not finished their handshake are the server's no more.
      for (const socket of sockets) socket.destroy()
      await closed
    }
  }
}

function tlsOf({ certificate, privateKey }: Certificate): { cert: string; key: string } {
  return { cert: certificate, key: privateKey }
}

async function listening(server: Server, { address, port }: DoorOptions): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: NodeJS.ErrnoException): void => reject(asRefusal(error, port))
    server.once('error', refuse)
    server.listen({ host: address, port, exclusive: true }, () => {
      server.off('error', refuse)
      resolve()
    })
  })
}

function asRefusal(error: NodeJS.ErrnoException, port: number): AppError {
  if (error.code === 'EADDRINUSE') return new AppError('lan-port-taken', { port }, { cause: error })
  if (error.code === 'EACCES') return new AppError('lan-port-refused', { port }, { cause: error })
  if (error.code === 'EADDRNOTAVAIL') return new AppError('lan-address-gone', {}, { cause: error })
  return new AppError('lan-failed', {}, { cause: error })
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void

function pagesOf(folder: string, isAddressedTo: (request: IncomingMessage) => boolean): Answer {
  const serve = sirv(folder, {
    etag: true,
    setHeaders(response, path) {
      if (HASHED.test(path)) response.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
    }
  })
  return (request, response) => {
    setHeaders(request, response)
    if (!isAddressedTo(request)) return end(response, 421)
    if (request.method !== 'GET' && request.method !== 'HEAD') return end(response, 405)
    const path = (request.url ?? '/').replace(/[?#].*$/, '')
    if (isScreenPath(path)) {
      // Behind the #, so that the secret end of the address is sent no more.
      response.setHeader('Location', `/#${path}`)
      return end(response, 302)
    }
    serve(request, response, () => end(response, 404))
  }
}

function setHeaders({ headers }: IncomingMessage, response: ServerResponse): void {
  const own = /^[\w.-]+:\d+$/.test(headers.host ?? '') ? `wss://${headers.host}` : "'none'"
  response.setHeader('Content-Security-Policy', contentSecurityPolicy(own))
  for (const [name, value] of Object.entries(COMMON_HEADERS)) response.setHeader(name, value)
}

function end(response: ServerResponse, status: number): void {
  response.statusCode = status
  response.end()
}
