import { Agent as PlainAgent, request as plainRequest, type IncomingMessage } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import type { Duplex } from 'node:stream'
import { PortalFault } from './faults'
import type { PortalHead, PortalHttp, PortalRequest } from './http'
import { connectPinned, faultOfConnection, type ClientCertificate, type ServerKey } from './pins'

const CONNECT_MS = 10_000
/** Eight operations, the event stream, and what is said at once beside them. */
const MOST_CONNECTIONS = 12

export interface NodeHttpOptions {
  /** SHA-256 of the keys that were confirmed, base64. */
  readonly pins: () => ReadonlySet<string>
  readonly client: ClientCertificate | null
  /** Each time a server shows its key, pinned or not. */
  readonly onKey?: (key: ServerKey) => void
}

/** A way to the portal over the network. `close` ends every connection. */
export function createNodeHttp(options: NodeHttpOptions): { http: PortalHttp; close: () => void } {
  const secure = new PinnedAgent(options)
  const plain = new PlainAgent({ keepAlive: true, maxSockets: MOST_CONNECTIONS })
  return {
    http: async (request) => await send(request, { secure, plain }),
    close() {
      secure.destroy()
      plain.destroy()
    }
  }
}

/** Hands out a connection only after the server's key was looked at: a request is never written before. */
class PinnedAgent extends SecureAgent {
  constructor(private readonly chosen: NodeHttpOptions) {
    super({ keepAlive: true, maxSockets: MOST_CONNECTIONS, maxCachedSessions: 0 })
  }

  override createConnection(
    options: { host?: string | null; port?: string | number | null },
    callback?: (error: Error | null, stream: Duplex) => void
  ): undefined {
    const { pins, client, onKey } = this.chosen
    const to = {
      host: (options.host ?? '').replace(/^\[|\]$/g, ''),
      port: Number(options.port ?? 443),
      client,
      timeoutMs: CONNECT_MS
    }
    connectPinned(to, pins(), (key) => onKey?.(key)).then(
      (socket) => callback?.(null, socket),
      (error: Error) => Reflect.apply(callback ?? (() => undefined), undefined, [error])
    )
    return undefined
  }
}

async function send(
  { method, url, headers, body, signal, timeoutMs }: PortalRequest,
  { secure, plain }: { secure: SecureAgent; plain: PlainAgent }
): Promise<PortalHead> {
  if (signal?.aborted) throw new PortalFault('stopped')
  const isSecure = url.startsWith('https:')
  const bytes = body === undefined ? null : Buffer.from(body)
  return await new Promise((resolve, reject) => {
    const options = {
      method,
      headers: { ...headers, ...(bytes ? { 'content-length': String(bytes.byteLength) } : {}) },
      ...(signal ? { signal } : {})
    }
    const request = isSecure
      ? secureRequest(url, { ...options, agent: secure })
      : plainRequest(url, { ...options, agent: plain })
    const timer = setTimeout(() => request.destroy(new PortalFault('timeout')), timeoutMs)
    request.once('response', (response) => {
      clearTimeout(timer)
      resolve(headOf(response, signal))
    })
    request.once('error', (error) => {
      clearTimeout(timer)
      const fault = faultOf(error, signal)
      // What was said on the connection before shows that the server lets us in; without that it may be a refusal.
      const isFirst = isSecure && !request.reusedSocket && fault !== error
      reject(
        isFirst && fault.fault === 'unreachable' ? new PortalFault('broken-off', { cause: error }) : fault
      )
    })
    request.end(bytes ?? undefined)
  })
}

function headOf(response: IncomingMessage, signal: AbortSignal | undefined): PortalHead {
  const headers = Object.entries(response.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]]
  )
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers),
    body: bytesOf(response, signal)
  }
}

async function* bytesOf(
  response: IncomingMessage,
  signal: AbortSignal | undefined
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response) yield chunk
    if (!response.complete) throw new PortalFault('unreachable', { detail: 'the answer broke off' })
  } catch (error) {
    throw faultOf(error, signal)
  }
}

function faultOf(error: unknown, signal: AbortSignal | undefined): PortalFault {
  if (signal?.aborted) return new PortalFault('stopped', { cause: error })
  if (error instanceof PortalFault) return error
  return new PortalFault(faultOfConnection(error), { cause: error })
}
